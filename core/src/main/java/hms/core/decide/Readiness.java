package hms.core.decide;

import hms.core.state.Run;
import hms.core.state.State;
import java.time.Instant;

/// Whether a queued run may take its claims.
public final class Readiness {

    private Readiness() {}

    /// Whether all its policies are free, and no run that queued before it waits for one of them.
    public static boolean canStart(State state, Run run) {
        for (var line : run.lines()) {
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

    /// How often a target is tried before a run that is taken back ends without it.
    public static final int TRIES = 3;

    /// Whether what a run waits for has come.
    public static boolean isOver(State state, Run run, Run.Phase.Waiting waiting, Instant at) {
        return switch (waiting.reason()) {
            case MAINTENANCE, FREEZE ->
                    waiting.until().filter(at::isBefore).isEmpty() || isOpen(state, run, at);
            case GATE ->
                    run.next()
                            .filter(s -> state.tickets().agreed(run.number(), run.environmentOf(s)))
                            .isPresent();
        };
    }

    /// Whether the environment may be touched after all: its configuration may be another by now.
    private static boolean isOpen(State state, Run run, Instant at) {
        return run.next()
                .filter(s -> state.configuration().closed(run.environmentOf(s), at).isEmpty())
                .isPresent();
    }

    /// Whether every target has what was there before the run, or has been tried often enough for
    /// now.
    public static boolean isTakenBack(State state, Run run) {
        return state.targets().behind().values().stream()
                .filter(behind -> behind.runs().contains(run.number()))
                .allMatch(behind -> behind.attempts() >= TRIES);
    }

    private static boolean isQueued(Run run) {
        return run.phase() instanceof Run.Phase.Queued
                || (run.phase() instanceof Run.Phase.Halted halted
                        && halted.before() instanceof Run.Phase.Queued);
    }
}
