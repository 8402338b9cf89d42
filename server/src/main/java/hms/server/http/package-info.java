/// The REST API over HTTP.
///
/// Read in this order: [hms.server.http.Routes] is the list of all there is; an
/// [hms.server.http.Exchange] is the life of one request, from its first line to the last byte of
/// its answer; the `…Api` classes answer, each with a [hms.server.http.Response] that they make
/// from a [hms.server.http.Call], on a thread that may block; [hms.server.http.LiveFastPath] is the
/// one read that never leaves the event loop. Whatever is refused becomes a
/// [hms.server.http.Problem], in one place.
@NullMarked
package hms.server.http;

import org.jspecify.annotations.NullMarked;
