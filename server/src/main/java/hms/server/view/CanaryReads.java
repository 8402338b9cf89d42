package hms.server.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.pipeline.StageKind;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Live;
import hms.core.state.State;
import hms.runs.telemetry.Telemetry;
import hms.trust.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What canaries came to, and which version how many subscribers obey.
public final class CanaryReads {

    private final Source source;
    private final RunReads runs;
    private final Telemetry telemetry;

    public CanaryReads(Source source, RunReads runs, Telemetry telemetry) {
        this.source = source;
        this.runs = runs;
        this.telemetry = telemetry;
    }

    /// @param live what is in force for those who are in no canary; null if nothing is
    /// @param converged how many of the subscribers that use the policy obey that
    /// @param laggards the first of those who do not
    public record Subscribers(
            String policy,
            String env,
            @Nullable VersionOf live,
            long subscribers,
            long converged,
            List<Share> versions,
            List<Behind> laggards) {}

    public record VersionOf(@Nullable String version, String digest) {}

    /// @param version null if none is in force for them, or if it is not known
    public record Share(@Nullable String version, @Nullable String digest, long subscribers) {}

    public record Behind(String key, @Nullable String version, boolean silent) {}

    public Subscribers subscribers(
            State state, PolicyId policy, EnvironmentId environment, Instant now) {
        var history = state.live().history(new Line(environment, policy));
        var names = names(history);
        var live = history.inForce(now);
        var shares = new ArrayList<Share>();
        long all = 0;
        for (var entry : telemetry.versions(environment, policy).entrySet()) {
            all += entry.getValue();
            shares.add(
                    new Share(
                            entry.getKey().map(d -> name(names, d)).orElse(null),
                            entry.getKey().map(Digest::hex).orElse(null),
                            entry.getValue()));
        }
        shares.sort(Comparator.comparingLong(Share::subscribers).reversed());
        if (live.isEmpty()) {
            return new Subscribers(
                    policy.toString(), environment.value(), null, all, 0, shares, List.of());
        }
        var convergence = telemetry.convergence(environment, policy, live.get().digest(), now);
        return new Subscribers(
                policy.toString(),
                environment.value(),
                new VersionOf(live.get().version().toString(), live.get().digest().hex()),
                convergence.count(),
                convergence.on(),
                shares,
                convergence.laggards().stream()
                        .map(
                                l ->
                                        new Behind(
                                                l.key(),
                                                l.has().map(d -> name(names, d)).orElse(null),
                                                l.silent()))
                        .toList());
    }

    private static @Nullable String name(Map<Digest, Version> names, Digest digest) {
        return Optional.ofNullable(names.get(digest)).map(Version::toString).orElse(null);
    }

    private static Map<Digest, Version> names(Live.History history) {
        var names = new HashMap<Digest, Version>();
        for (var change : history.changes()) {
            switch (change) {
                case Live.RolledOut c -> names.put(c.entry().digest(), c.entry().version());
                case Live.RolledBack c -> names.put(c.entry().digest(), c.entry().version());
                case Live.CanaryOn c -> names.put(c.canary().digest(), c.canary().version());
                case Live.Activated _ -> {}
                case Live.Cancelled _ -> {}
                case Live.Withdrawn _ -> {}
                case Live.CanaryOff _ -> {}
            }
        }
        return names;
    }

    /// The report of the last canary of a run that was judged.
    public Optional<Digest> judged(State state, int number) {
        return runs.watched(state, number).reversed().stream()
                .filter(stage -> stage.kind() == StageKind.CANARY || isCanary(stage.evidence()))
                .map(RunReads.Watched::evidence)
                .findFirst();
    }

    /// A rollout's report is a canary's if it stopped at one of its steps.
    private boolean isCanary(Digest evidence) {
        return source.library()
                .find(evidence)
                .filter(bytes -> new String(bytes, UTF_8).startsWith("{\"run\":"))
                .isPresent();
    }
}
