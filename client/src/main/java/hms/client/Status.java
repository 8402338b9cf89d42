package hms.client;

import hms.client.live.View;

/// Whether a policy has a version that is to be obeyed now, or why not.
public enum Status {
    /// A version is in force.
    IN_FORCE,
    /// No version was ever in force, and none is scheduled.
    NOT_FOUND,
    /// The first version comes into force only later.
    NOT_YET_IN_FORCE,
    /// The version that was in force has ended; no older one takes its place.
    ENDED,
    /// A version would be in force, but the policy is suspended.
    SUSPENDED,
    /// Nothing came from the server yet, and the program's own defaults are read.
    DEFAULTS,
    /// Nothing came from the server yet.
    NOT_RECEIVED;

    static Status of(View view) {
        return switch (view.origin()) {
            case SERVER -> valueOf(view.answer().code());
            case DEFAULTS -> DEFAULTS;
            case NOWHERE -> NOT_RECEIVED;
        };
    }
}
