/// Git, webhooks, Prometheus, targets: one package each. None knows another, but for the guarded
/// HTTP that several need.
@NullMarked
package hms.connectors;

import org.jspecify.annotations.NullMarked;
