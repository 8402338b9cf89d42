/// HTTP to addresses that stand in a configuration, which many people may write: they are treated
/// as hostile. The one package that other connectors may know.
///
/// [hms.connectors.guarded.GuardedHttp] makes a request and reads its answer;
/// [hms.connectors.guarded.GuardedUrl] says what an address may look like,
/// [hms.connectors.guarded.PublicAddresses] where it may lead,
/// [hms.connectors.guarded.PinnedRequest] connects to the very addresses that were judged.
@NullMarked
package hms.connectors.guarded;

import org.jspecify.annotations.NullMarked;
