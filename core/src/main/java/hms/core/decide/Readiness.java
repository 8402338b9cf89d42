package hms.core.decide;

import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.State;

/// Whether a queued run may take its claims.
public final class Readiness {

    private Readiness() {}

    /// Whether all its policies are free, and no run that queued before it waits for one of them.
    public static boolean canStart(State state, Run run) {
        for (var key : run.members()) {
            var line = new Line(run.environment(), key.policy());
            var holder = state.runs().holder(line);
            if (holder.isPresent() && holder.get().number() != run.number()) {
                return false;
            }
            boolean earlier =
                    state.runs().openOf(line).stream()
                            .anyMatch(other -> other.number() < run.number() && isQueued(other));
            if (earlier) {
                return false;
            }
        }
        return true;
    }

    private static boolean isQueued(Run run) {
        return run.phase() instanceof Run.Phase.Queued
                || (run.phase() instanceof Run.Phase.Halted halted
                        && halted.before() instanceof Run.Phase.Queued);
    }
}
