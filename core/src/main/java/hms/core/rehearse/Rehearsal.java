package hms.core.rehearse;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.core.state.EnvironmentId;
import hms.core.state.Policies;
import hms.core.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What will happen to the policies of an environment if nobody does anything any more. A virtual
/// clock goes from date to date, not from day to day: all instants at which something may change
/// are known, and what is in force before and after each is what [hms.artifact.Timeline] says.
///
/// @param from the present
/// @param until the last instant that is looked at; empty for all time
/// @param turns in the order of their instants
public record Rehearsal(Instant from, Optional<Instant> until, List<Turn> turns) {

    public Rehearsal {
        turns = List.copyOf(turns);
    }

    /// @param artifacts what is said only in the files; empty where it was erased
    /// @param visible policies that are wanted
    public static Rehearsal of(
            State state,
            EnvironmentId environment,
            Instant now,
            Optional<Instant> until,
            Function<Policies.Submitted, Optional<Artifact>> artifacts,
            Predicate<PolicyId> visible) {
        var span = new Span(now, until);
        var all = Prospect.all(state, environment, now, artifacts);
        var turns = new ArrayList<Turn>();
        for (var prospect : all.values()) {
            if (visible.test(prospect.policy())) {
                turns.addAll(new LineTurns(prospect, span).list());
                turns.addAll(ClockTurns.of(prospect, span));
                turns.addAll(new MissingTurns(all, prospect, span).list());
            }
        }
        turns.sort(Comparator.comparing(Turn::at).thenComparing(turn -> turn.subject().policy()));
        return new Rehearsal(now, until, turns);
    }

    /// How much somebody should do something about.
    public long faults() {
        return turns.stream().filter(Turn::isFault).count();
    }
}
