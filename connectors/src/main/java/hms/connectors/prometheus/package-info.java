/// Asks Prometheus whether a condition holds.
@NullMarked
package hms.connectors.prometheus;

import org.jspecify.annotations.NullMarked;
