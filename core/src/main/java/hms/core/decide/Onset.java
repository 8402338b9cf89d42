package hms.core.decide;

import hms.core.state.EnvironmentId;
import hms.core.state.Policies;
import hms.core.state.RunOptions;
import hms.core.state.State;
import java.time.Instant;

/// When a version that goes out at an instant begins to be in force in an environment.
///
/// Law is in force in the last environment, from the instant that the artifact or its schedule
/// names. The environments before it rehearse that: there it is in force at once, since what only
/// begins next year could not be tried this year. A release that goes no further than such an
/// environment may still name a schedule for it.
public final class Onset {

    private Onset() {}

    /// @param destination where the run goes
    public static Instant of(
            State state,
            Policies.Submitted submitted,
            RunOptions options,
            EnvironmentId destination,
            EnvironmentId where,
            Instant at) {
        if (state.configuration().isLast(where)) {
            return submitted.begins(options, at);
        }
        return where.equals(destination)
                ? options.schedule().filter(s -> s.isAfter(at)).orElse(at)
                : at;
    }
}
