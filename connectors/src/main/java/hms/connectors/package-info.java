/// Git, webhooks: one package each, none knows another.
@NullMarked
package hms.connectors;

import org.jspecify.annotations.NullMarked;
