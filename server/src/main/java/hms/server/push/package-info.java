/// Live values, pushed: what `GET /api/stream` sends once the request was let in.
///
/// A subscriber is one number, the revision that it was sent last ([Subscriber]). There is no queue
/// for it. When its connection takes more and it is behind, it gets the difference between that
/// number and the head, which was encoded once for all who stand where it stands ([Edition]). A
/// snapshot, a change and a resumption are the same thing, from another number.
///
/// [Editions] makes, off the event loops, what each new head of an environment consists of. Each
/// event loop has an [Audience] for an environment, pins one edition, and takes its subscribers to
/// it. [Heartbeats] prove how far the ledger has come. [Takeover] is the one place that knows the
/// insides of the HTTP server.
@NullMarked
package hms.server.push;

import org.jspecify.annotations.NullMarked;
