package hms.cli;

import hms.artifact.Canary;
import java.time.Instant;
import java.util.Collection;

/// Says what was watched: in words, or as one JSON object a line.
interface WatchVoice {

    /// All of it, when the watching begins.
    void begins(Instant at, String environment, Collection<Seen> policies);

    /// Something else is in force.
    void changes(Instant at, Seen before, Seen after);

    /// Some readers have a version before the others.
    ///
    /// @param what `began`, `widened` or `ended`
    void canary(Instant at, String policy, String what, Canary canary);

    /// Nothing is heard any more: what is known may be out of date.
    void stale(Instant since);

    /// The server is heard again.
    void connected(Instant at);

    /// The server ended the stream, and said why, or sent what cannot be read.
    void trouble(Instant at, String what);
}
