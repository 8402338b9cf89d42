package hms.server.http;

import hms.core.state.State;
import java.time.Instant;
import java.time.InstantSource;

/// The present, as answers use it: never before the last entry of the state that they are made
/// from, though the clock may have been set back since it was written.
final class Now {

    private final InstantSource clock;

    Now(InstantSource clock) {
        this.clock = clock;
    }

    Instant in(State state) {
        var now = clock.instant();
        return now.isBefore(state.at()) ? state.at() : now;
    }
}
