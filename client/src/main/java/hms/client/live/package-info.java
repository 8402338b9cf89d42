/// From what a server pushes to what a program reads, without trust on the way.
///
/// ```
/// Message.Change ─► Assembly ─► Inspector ─► Holdings ─► Sight ─► LiveValues ─► View, values
///                   in order,   signed,      a whole     for one  at this       one volatile read
///                   no gaps     sound        revision    reader   instant
/// Message.Heartbeat ─► LogWatch   the log only grew, says its key
/// ```
///
/// [hms.client.live.Library] does what is the same for every client once: parsing, signatures,
/// rules. What goes wrong is a [hms.client.live.Trouble], and never reaches a reader.
@NullMarked
package hms.client.live;

import org.jspecify.annotations.NullMarked;
