package hms.core.decide;

import hms.core.event.Event;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.event.TicketEvent;
import hms.core.pipeline.Stage;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.RunStatus;
import hms.core.state.State;
import hms.core.state.TargetId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Ends a run before it succeeded. What waits for an instant because of it will not come; canaries
/// end; what it had made live on its way is taken back. Where targets may have been brought its
/// release, it ends when they have what was there before.
///
/// @param status what it ends as, if nothing has to be taken back
/// @param stage where it ends
/// @param error begins `Validation failed:` or `Deploy failed:`
/// @param entirely whether what is in force where the run goes is taken back too
/// @param spared targets that are known to have what they had
record Ending(
        RunStatus status,
        Optional<String> stage,
        String error,
        boolean entirely,
        Set<TargetId> spared) {

    /// At the stage that runs or comes next; what is in force where the run goes stays.
    static Ending at(Run run, RunStatus status, String error) {
        return new Ending(status, run.next().map(Stage::id), error, false, Set.of());
    }

    static List<Event> of(State state, Run run, Instant at, RunStatus status, String error) {
        return at(run, status, error).all(state, run, at);
    }

    /// Nothing, if it has ended or is being taken back as the state has it.
    List<Event> all(State state, Run run, Instant at) {
        var open = state.runs().open(run.number());
        if (open.isEmpty() || open.get().phase() instanceof Run.Phase.TakingBack) {
            return List.of();
        }
        var events = undone(state, open.get(), at);
        events.addAll(closing(state, open.get(), at, events));
        return events;
    }

    /// What takes back what the run has made live, without ending it.
    List<Event> undone(State state, Run run, Instant at) {
        var events = new ArrayList<Event>(CanaryDecisions.ended(state, run));
        events.addAll(CanaryDecisions.withdrawn(state, run, at));
        events.addAll(takenBack(state, run, at));
        return events;
    }

    /// The same without its canaries, which somebody else ends.
    List<LiveEvent> takenBack(State state, Run run, Instant at) {
        var environments = reached(state, run, at);
        return environments.isEmpty()
                ? cancelled(state, run, at)
                : TakeBack.live(state, run, environments, at);
    }

    /// The environments in which it is taken back.
    private List<EnvironmentId> reached(State state, Run run, Instant at) {
        return entirely || !TakeBack.isInForce(state, run, at) ? run.environments() : List.of();
    }

    private static List<LiveEvent> cancelled(State state, Run run, Instant at) {
        var events = new ArrayList<LiveEvent>();
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
        return events;
    }

    /// The end itself, or the beginning of bringing targets back.
    ///
    /// @param undone what has been taken back ahead of it
    List<Event> closing(State state, Run run, Instant at, List<? extends Event> undone) {
        var events = new ArrayList<Event>();
        state.tickets()
                .openGates(run.number())
                .forEach(ticket -> events.add(new TicketEvent.TicketLapsed(ticket.number())));
        var targets = TakeBack.targets(state, run, reached(state, run, at), spared);
        if (targets.isEmpty()) {
            var last = undone.stream().anyMatch(Ending::wasLive) ? RunStatus.ROLLED_BACK : status;
            events.add(new RunEvent.RunEnded(run.number(), last, stage, Optional.of(error)));
        } else {
            events.addAll(TakeBack.behind(OptionalInt.of(run.number()), targets, run.members()));
            events.add(
                    new RunEvent.RunTakingBack(run.number(), RunStatus.ROLLED_BACK, stage, error));
        }
        return events;
    }

    private static boolean wasLive(Event event) {
        return event instanceof LiveEvent.VersionRolledBack
                || event instanceof LiveEvent.VersionWithdrawn;
    }
}
