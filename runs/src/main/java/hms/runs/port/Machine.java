package hms.runs.port;

import java.time.Duration;

/// The machine that this server runs on.
public interface Machine {

    /// What is left on the disk of the data folder, in bytes.
    ///
    /// @throws java.io.UncheckedIOException if it cannot be told
    long freeBytes();

    /// How far the clock has been set, since the server started, besides its going: positive if it
    /// was set forward.
    Duration clockSet();
}
