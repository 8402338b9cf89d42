package hms.core.rehearse;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import hms.artifact.Version;
import hms.core.rehearse.Turn.Subject;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Policies;
import hms.core.state.Run;
import hms.core.state.RunOptions.Pending;
import hms.core.state.State;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/// One policy in one environment as it will be, if what was asked for comes to pass.
///
/// @param timeline with the versions that unfinished runs are to deliver at a date to come
/// @param runs these versions, and their runs
/// @param idle versions with a date to come that nobody delivers
record Prospect(
        PolicyId policy,
        ZoneId legalZone,
        Timeline timeline,
        Map<Version, Integer> runs,
        List<Policies.Submitted> idle,
        Function<Version, Optional<Artifact>> artifacts) {

    /// Those of every policy that ever reached the environment, or is on its way there.
    static Map<PolicyId, Prospect> all(
            State state,
            EnvironmentId environment,
            Instant now,
            Function<Policies.Submitted, Optional<Artifact>> artifacts) {
        var prospects = new TreeMap<PolicyId, Prospect>();
        for (var policy : state.policies().byId().values()) {
            var prospect = of(state, new Line(environment, policy.id()), policy, now, artifacts);
            if (!prospect.timeline.intervals().isEmpty() || !prospect.idle.isEmpty()) {
                prospects.put(policy.id(), prospect);
            }
        }
        return prospects;
    }

    private static Prospect of(
            State state,
            Line line,
            Policies.Policy policy,
            Instant now,
            Function<Policies.Submitted, Optional<Artifact>> artifacts) {
        var timeline = state.live().history(line).timeline();
        var runs = new HashMap<Version, Integer>();
        for (var run : state.runs().openOf(line)) {
            for (var key : run.members()) {
                var later = later(state, line, run, key, now);
                if (later.isPresent()) {
                    timeline = before(timeline, run, now).plus(later.get());
                    runs.put(key.version(), run.number());
                }
            }
        }
        return new Prospect(
                policy.id(),
                state.configuration().zone(),
                timeline,
                Map.copyOf(runs),
                idle(state, line, policy, timeline, now),
                version -> Optional.ofNullable(policy.versions().get(version)).flatMap(artifacts));
    }

    /// What a run that has not delivered its version yet is to put in force at a date to come.
    private static Optional<Timeline.Entry> later(
            State state, Line line, Run run, ArtifactKey key, Instant now) {
        var submitted = state.policies().submitted(key).orElseThrow();
        var from = submitted.begins(run.options(), now);
        if (!key.policy().equals(line.policy())
                || !from.isAfter(now)
                || state.live().history(line).hasRolledOut(run.number())) {
            return Optional.empty();
        }
        return Optional.of(
                Timeline.Entry.activated(
                        key.version(), submitted.artifact(), from, submitted.expires()));
    }

    private static Timeline before(Timeline timeline, Run run, Instant now) {
        return run.options().pending() == Pending.CANCEL ? timeline.withoutPending(now) : timeline;
    }

    /// Versions above all that went out, whose own date is to come.
    private static List<Policies.Submitted> idle(
            State state, Line line, Policies.Policy policy, Timeline timeline, Instant now) {
        var onTheirWay =
                state.runs().openOf(line).stream().flatMap(r -> r.members().stream()).toList();
        return policy.versions().values().stream()
                .filter(s -> !s.rejected() && !onTheirWay.contains(s.key()))
                .filter(s -> s.effective().filter(at -> at.isAfter(now)).isPresent())
                .filter(
                        s ->
                                timeline.entries().stream()
                                        .allMatch(
                                                e -> e.version().compareTo(s.key().version()) < 0))
                .toList();
    }

    Optional<Artifact> artifact(Version version) {
        return artifacts.apply(version);
    }

    Subject subject(Version version) {
        var run = runs.get(version);
        return new Subject(
                policy,
                version,
                zone(version),
                run == null ? OptionalInt.empty() : OptionalInt.of(run));
    }

    /// The zone in which the version's days are counted.
    ZoneId zone(Version version) {
        return artifact(version).map(a -> a.zone(legalZone)).orElse(legalZone);
    }
}
