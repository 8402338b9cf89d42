package hms.core.decide;

import hms.core.event.Event;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.pipeline.StageKind;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.RunStatus;
import hms.core.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ends a run before it succeeded. What waits for an instant because of it will not come.
final class Ending {

    private Ending() {}

    static List<Event> of(State state, Run run, Instant at, RunStatus status, String error) {
        var events = new ArrayList<Event>();
        if (run.phase() instanceof Run.Phase.Scheduled || rolledOutAhead(run)) {
            for (var key : run.members()) {
                var line = new Line(run.environment(), key.policy());
                state.live().history(line).pending(at).stream()
                        .filter(p -> p.run() == run.number())
                        .forEach(
                                p ->
                                        events.add(
                                                new LiveEvent.ScheduleCancelled(
                                                        run.environment(),
                                                        key.policy(),
                                                        key.version())));
            }
        }
        events.addAll(CanaryDecisions.ended(state, run));
        events.addAll(CanaryDecisions.withdrawn(state, run));
        events.add(new RunEvent.RunEnded(run.number(), status, stageOf(run), Optional.of(error)));
        return events;
    }

    private static boolean rolledOutAhead(Run run) {
        return run.stages().stream()
                .filter(s -> s.uses() == StageKind.ROLLOUT)
                .anyMatch(s -> run.record(s.id()).isPresent());
    }

    private static Optional<String> stageOf(Run run) {
        return run.next().map(hms.core.pipeline.Stage::id);
    }
}
