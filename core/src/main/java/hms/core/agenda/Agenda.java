package hms.core.agenda;

import hms.core.decide.Readiness;
import hms.core.state.Run;
import hms.core.state.State;
import hms.core.state.TargetId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is to be looked at when: a pure function of the state. There is no second table of what is
/// due; after a crash the fold of the ledger says what is still to do.
public final class Agenda {

    private Agenda() {}

    /// Something to be looked at, at or after an instant.
    public record Due(Instant when, Task task) {}

    public sealed interface Task {

        /// A queued run whose policies are free.
        record Start(int run) implements Task {}

        /// A run with a stage to begin or to go on with.
        record Advance(int run) implements Task {}

        /// What a stage made visible, to be looked at again and again until the stage ends. How
        /// often is up to who looks.
        record Observe(int run) implements Task {}

        /// A target that is behind, to be brought what is in force.
        record Serve(TargetId target) implements Task {}

        /// A notice to attempt.
        record Attempt(String notice) implements Task {}
    }

    /// Everything that is due or will be, the soonest first.
    public static List<Due> due(State state) {
        var list = new ArrayList<Due>();
        for (var run : state.runs().open().values()) {
            switch (run.phase()) {
                case Run.Phase.Queued q -> {
                    if (Readiness.canStart(state, run)) {
                        list.add(new Due(state.at(), new Task.Start(run.number())));
                    }
                }
                case Run.Phase.Ready r ->
                        list.add(new Due(state.at(), new Task.Advance(run.number())));
                case Run.Phase.InStage s ->
                        list.add(new Due(state.at(), new Task.Advance(run.number())));
                case Run.Phase.Waiting w -> waiting(state, run, w).ifPresent(list::add);
                case Run.Phase.TakingBack t -> {
                    if (Readiness.isTakenBack(state, run)) {
                        list.add(new Due(state.at(), new Task.Advance(run.number())));
                    }
                }
                case Run.Phase.Scheduled s ->
                        list.add(new Due(s.until(), new Task.Advance(run.number())));
                case Run.Phase.Baking b ->
                        list.add(new Due(state.at(), new Task.Observe(run.number())));
                case Run.Phase.Halted h -> {
                    if (run.baking().isPresent()) {
                        list.add(new Due(state.at(), new Task.Observe(run.number())));
                    }
                }
                case Run.Phase.Ended e -> {}
            }
        }
        state.targets()
                .behind()
                .forEach(
                        (target, behind) ->
                                list.add(new Due(behind.due(), new Task.Serve(target))));
        for (var notice : state.notices().open().values()) {
            list.add(new Due(notice.due(), new Task.Attempt(notice.id())));
        }
        list.sort(Comparator.comparing(Due::when).thenComparing(d -> d.task().toString()));
        return list;
    }

    private static Optional<Due> waiting(State state, Run run, Run.Phase.Waiting waiting) {
        var task = new Task.Advance(run.number());
        return Readiness.isOver(state, run, waiting, state.at())
                ? Optional.of(new Due(state.at(), task))
                : waiting.until().map(until -> new Due(until, task));
    }
}
