/// What goes over the stream of live values, as data: [hms.client.wire.Message] is what a server
/// sends, [hms.client.wire.MessageReader] reads it strictly, [hms.client.wire.MessageWriter] writes
/// it, for the cache on disk and for whoever passes it on. `docs/stream.md` is the contract.
///
/// Nothing here has been verified; that is the business of `hms.client.live`.
@NullMarked
package hms.client.wire;

import org.jspecify.annotations.NullMarked;
