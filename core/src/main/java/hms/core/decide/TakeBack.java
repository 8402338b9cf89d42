package hms.core.decide;

import hms.core.event.Event;
import hms.core.event.LiveEvent;
import hms.core.event.TargetEvent;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.Configuration;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Live;
import hms.core.state.Run;
import hms.core.state.State;
import hms.core.state.TargetId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What takes back what a run has done in environments: the version before is live again, or none,
/// and targets that may have something else are behind.
final class TakeBack {

    private TakeBack() {}

    static List<LiveEvent> live(
            State state, Run run, Collection<EnvironmentId> environments, Instant at) {
        var events = new ArrayList<LiveEvent>();
        for (var environment : environments) {
            for (var key : run.members()) {
                live(state, run, new Line(environment, key.policy()), key, at)
                        .ifPresent(events::add);
            }
        }
        return events;
    }

    private static Optional<LiveEvent> live(
            State state, Run run, Line line, ArtifactKey key, Instant at) {
        var history = state.live().history(line);
        var ours = rolledOut(history, run);
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        if (ours.get().entry().from().isAfter(at)) {
            return history.pending(at).contains(ours.get())
                    ? Optional.of(
                            new LiveEvent.ScheduleCancelled(
                                    line.environment(), key.policy(), key.version()))
                    : Optional.empty();
        }
        if (history.inForce(at).filter(e -> e.version().equals(key.version())).isEmpty()) {
            return Optional.empty(); // another one has taken its place
        }
        var before = history.inForceBefore(ours.get().index(), at);
        return Optional.of(
                before.isPresent()
                        ? new LiveEvent.VersionRolledBack(
                                line.environment(),
                                key.policy(),
                                Optional.of(key.version()),
                                before.get().version(),
                                before.get().digest(),
                                before.get().until(),
                                Optional.empty())
                        : new LiveEvent.VersionWithdrawn(
                                line.environment(), key.policy(), key.version()));
    }

    private static Optional<Live.RolledOut> rolledOut(Live.History history, Run run) {
        return history.changes().stream()
                .filter(Live.RolledOut.class::isInstance)
                .map(Live.RolledOut.class::cast)
                .filter(r -> r.run() == run.number())
                .findFirst();
    }

    /// Whether the run's release is in force where it goes: it is not taken back then because
    /// something fails that comes after.
    static boolean isInForce(State state, Run run, Instant at) {
        return run.members().stream()
                .map(key -> state.live().history(new Line(run.environment(), key.policy())))
                .anyMatch(
                        history ->
                                rolledOut(history, run)
                                        .filter(r -> !r.entry().from().isAfter(at))
                                        .isPresent());
    }

    /// Targets that may have been brought the run's release.
    ///
    /// @param spared those that are known to have what they had
    static List<TargetId> targets(
            State state, Run run, Collection<EnvironmentId> environments, Set<TargetId> spared) {
        return environments.stream()
                .filter(environment -> run.hasBegun(StageKind.APPLY, environment))
                .flatMap(environment -> state.configuration().targetsOf(environment).stream())
                .map(Configuration.Target::id)
                .filter(target -> !spared.contains(target))
                .toList();
    }

    /// Says of targets that they are behind, in entries that are not too long.
    static List<Event> behind(OptionalInt run, List<TargetId> targets, List<ArtifactKey> about) {
        var events = new ArrayList<Event>();
        if (targets.isEmpty()) {
            return events;
        }
        int per = ArtifactDecisions.PER_ENTRY;
        for (int t = 0; t < targets.size(); t += per) {
            var some = targets.subList(t, Math.min(targets.size(), t + per));
            for (int p = 0; p < about.size(); p += per) {
                events.add(
                        new TargetEvent.TargetsBehind(
                                run,
                                some,
                                about.subList(p, Math.min(about.size(), p + per)).stream()
                                        .map(ArtifactKey::policy)
                                        .toList()));
            }
        }
        return events;
    }
}
