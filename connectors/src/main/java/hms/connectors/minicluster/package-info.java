/// Mini clusters on this machine: where they are found, and what can be asked of them and told to
/// them. [hms.connectors.minicluster.ControlClient] is read first.
@NullMarked
package hms.connectors.minicluster;

import org.jspecify.annotations.NullMarked;
