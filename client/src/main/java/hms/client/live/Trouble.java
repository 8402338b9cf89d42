package hms.client.live;

import java.time.Instant;

/// Something that went wrong, and what follows from it. It never reaches a reader of values: these
/// keep what they had.
///
/// @param at when
/// @param kind what kind, for programs
/// @param message what and where, for people
public record Trouble(Instant at, Kind kind, String message) {

    /// The kinds of trouble.
    public enum Kind {
        /// There is no connection, or the server refuses it.
        CONNECTION,
        /// What came is no message of the stream.
        MESSAGE,
        /// A change was refused: it leads backwards, is not approved, or was changed on the way.
        CHANGE,
        /// The log's checkpoint is not signed by its key, or the log did not only grow.
        CHECKPOINT,
        /// A rule does not compile, or cannot be asked.
        RULES,
        /// The cache could not be read or written.
        CACHE,
        /// This machine's clock and the server's are more than a second apart.
        CLOCK,
        /// A report could not be sent.
        REPORT,
        /// A listener threw.
        LISTENER
    }
}
