/// An environment's worth of processes on one machine. [hms.minicluster.Replica] is a small service
/// that obeys live policies through the client SDK; [hms.minicluster.Supervisor] keeps some of them
/// alive behind one port, the [hms.minicluster.Front], and lets itself be asked and told through
/// another, the [hms.minicluster.ControlPort]. Both are programs of their own; a cluster is begun
/// with [hms.minicluster.SupervisorProcess].
@NullMarked
package hms.minicluster;

import org.jspecify.annotations.NullMarked;
