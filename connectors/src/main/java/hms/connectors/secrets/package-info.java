/// Secrets, found by what the configuration says about where they are.
@NullMarked
package hms.connectors.secrets;

import org.jspecify.annotations.NullMarked;
