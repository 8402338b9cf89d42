package hms.artifact;

import java.util.Locale;

/// What a client that is disconnected at a scheduled instant does.
public enum Offline {
    /// It switches by its own clock.
    FLIP,
    /// It keeps what it had until it is connected again.
    HOLD;

    /// The name as it is written in a file.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
