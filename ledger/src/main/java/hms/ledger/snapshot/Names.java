package hms.ledger.snapshot;

import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.artifact.Version;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.TargetId;
import hms.ledger.snapshot.Out.Shared;

/// The names that stand all over a state, each in full once.
final class Names {
    static final Shared<PolicyId> POLICIES =
            new Shared<>(
                    "policies", (out, id) -> out.text(id.text()), in -> new PolicyId(in.text()));

    static final Shared<Version> VERSIONS =
            new Shared<>(
                    "versions",
                    (out, version) -> out.text(version.toString()),
                    in -> Version.of(in.text()));

    static final Shared<EnvironmentId> ENVIRONMENTS =
            new Shared<>(
                    "environments",
                    (out, id) -> out.text(id.value()),
                    in -> new EnvironmentId(in.text()));

    static final Shared<ArtifactKey> KEYS =
            new Shared<>(
                    "keys",
                    (out, key) -> {
                        out.shared(POLICIES, key.policy());
                        out.shared(VERSIONS, key.version());
                    },
                    in -> new ArtifactKey(in.shared(POLICIES), in.shared(VERSIONS)));

    static final Shared<Line> LINES =
            new Shared<>(
                    "lines",
                    (out, line) -> {
                        out.shared(ENVIRONMENTS, line.environment());
                        out.shared(POLICIES, line.policy());
                    },
                    in -> new Line(in.shared(ENVIRONMENTS), in.shared(POLICIES)));

    static final Shared<Selector> SELECTORS =
            new Shared<>(
                    "selectors",
                    (out, selector) -> out.text(selector.text()),
                    in -> Selector.parse(in.text()).orElseThrow());

    static final Shared<TargetId> TARGETS =
            new Shared<>(
                    "targets",
                    (out, target) -> out.text(target.toString()),
                    in -> TargetId.parse(in.text()));

    private Names() {}

    static void write(Out out, TargetId target) {
        out.shared(TARGETS, target);
    }

    static TargetId target(In in) {
        return in.shared(TARGETS);
    }

    static void write(Out out, Selector selector) {
        out.shared(SELECTORS, selector);
    }

    static Selector selector(In in) {
        return in.shared(SELECTORS);
    }

    static void write(Out out, PolicyId id) {
        out.shared(POLICIES, id);
    }

    static void write(Out out, Version version) {
        out.shared(VERSIONS, version);
    }

    static void write(Out out, EnvironmentId id) {
        out.shared(ENVIRONMENTS, id);
    }

    static void write(Out out, ArtifactKey key) {
        out.shared(KEYS, key);
    }

    static void write(Out out, Line line) {
        out.shared(LINES, line);
    }

    static PolicyId policy(In in) {
        return in.shared(POLICIES);
    }

    static Version version(In in) {
        return in.shared(VERSIONS);
    }

    static EnvironmentId environment(In in) {
        return in.shared(ENVIRONMENTS);
    }

    static ArtifactKey key(In in) {
        return in.shared(KEYS);
    }

    static Line line(In in) {
        return in.shared(LINES);
    }
}
