package hms.core.decide;

import hms.artifact.Timeline;
import hms.core.event.Event;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.Line;
import hms.core.state.Live;
import hms.core.state.Run;
import hms.core.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Records that instants came. A release whose versions have several is waited for from one to the
/// next, and each is recorded, and told to partners, when it comes.
final class Activations {

    private Activations() {}

    /// While a version of the run is still to come: what has come so far, and the next instant.
    static Optional<Decision> waiting(State state, Run run, Instant at) {
        return next(state, run, at)
                .map(
                        until -> {
                            var events = new ArrayList<Event>(of(state, run, at));
                            for (var event : List.copyOf(events)) {
                                events.addAll(told(state, run, (LiveEvent.VersionActivated) event));
                            }
                            events.add(new RunEvent.RunScheduled(run.number(), until));
                            return Decision.system(events);
                        });
    }

    private static Optional<Instant> next(State state, Run run, Instant at) {
        return run.members().stream()
                .flatMap(key -> history(state, run, key).pending(at).stream())
                .filter(pending -> pending.run() == run.number())
                .map(pending -> pending.entry().from())
                .min(Instant::compareTo);
    }

    private static Live.History history(State state, Run run, ArtifactKey key) {
        return state.live().history(new Line(run.environment(), key.policy()));
    }

    /// The versions of the run that are in force, and of which that is not on record.
    static List<LiveEvent.VersionActivated> of(State state, Run run, Instant at) {
        var events = new ArrayList<LiveEvent.VersionActivated>();
        for (var key : run.members()) {
            var history = history(state, run, key);
            history.inForce(at)
                    .filter(entry -> entry.version().equals(key.version()))
                    .filter(_ -> !isRecorded(history, run, key))
                    .ifPresent(entry -> events.add(activated(run, key, entry, at)));
        }
        return events;
    }

    private static boolean isRecorded(Live.History history, Run run, ArtifactKey key) {
        return history.changes().stream()
                .anyMatch(
                        change ->
                                change instanceof Live.Activated activated
                                        && activated.run() == run.number()
                                        && activated.version().equals(key.version()));
    }

    private static LiveEvent.VersionActivated activated(
            Run run, ArtifactKey key, Timeline.Entry entry, Instant at) {
        var late = Duration.between(entry.activatedAt(), at).toMillis();
        return new LiveEvent.VersionActivated(
                run.number(),
                run.environment(),
                key.policy(),
                key.version(),
                entry.activatedAt(),
                Math.max(0, late));
    }

    /// Partners need not wait for what comes later.
    private static List<? extends Event> told(
            State state, Run run, LiveEvent.VersionActivated event) {
        if (run.stages().stream().noneMatch(stage -> stage.uses() == StageKind.NOTIFY)) {
            return List.of();
        }
        var key = new ArtifactKey(event.policy(), event.version());
        return NoticeDecisions.notices(
                state,
                NoticeDecisions.partners(state, run.options(), key),
                "policy.activated",
                OptionalInt.of(run.number()),
                run.environment(),
                key);
    }
}
