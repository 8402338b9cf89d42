package hms.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.event.LedgerEvent;
import hms.core.event.LiveEvent;
import hms.core.event.Recorded;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.State;
import hms.ledger.Head;
import hms.trust.Digest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A ledger of nothing but changes of what is live, folded as fast as they can be made up.
final class ScriptedLive {

    static final EnvironmentId ENVIRONMENT = EnvironmentId.PRODUCTION;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    State state =
            State.EMPTY.apply(
                    new Recorded(START, "system", new LedgerEvent.LedgerOpened("log", "key", 1)));

    /// What is live at every size of the ledger at which a batch ended: version by policy.
    final Map<Long, Map<String, String>> truth = new HashMap<>();

    ScriptedLive() {
        ended();
    }

    /// Puts a version of a policy in force.
    void change(int policy, int version) {
        record(
                new LiveEvent.VersionRolledBack(
                        ENVIRONMENT,
                        PolicyId.of("policy-" + policy),
                        Optional.empty(),
                        Version.of(version, 0, 0),
                        Digest.sha256(new byte[] {(byte) policy}),
                        Optional.empty(),
                        Optional.empty()));
    }

    /// Something that readers need not hear of.
    void other() {
        record(new LedgerEvent.ActRefused("no", "nothing", 1));
    }

    private void record(hms.core.event.Event event) {
        state = state.apply(new Recorded(START.plusMillis(state.size()), "system", event));
    }

    /// The batch is durable.
    Moment ended() {
        truth.put(state.size(), live());
        return new Moment(
                state,
                new Head(state.epoch(), state.size(), Digest.sha256(new byte[0]), "checkpoint"));
    }

    /// Version by policy.
    Map<String, String> live() {
        var live = new TreeMap<String, String>();
        state.live()
                .changes(ENVIRONMENT)
                .values()
                .forEach(policy -> live.put(policy.text(), version(state, policy)));
        return live;
    }

    private static String version(State state, PolicyId policy) {
        return state.live()
                .inForce(new Line(ENVIRONMENT, policy), state.at())
                .orElseThrow()
                .version()
                .toString();
    }

    /// A policy in as few words as its readers need here; even versions have a tag.
    static Fragment encode(State state, Line line) {
        var version = version(state, line.policy());
        var even = Version.of(version).toString().charAt(0) % 2 == 0;
        return new Fragment(
                ("{\"id\":\"%s\",\"changed\":%d,\"intervals\":[{\"version\":\"%s\"}]}")
                        .formatted(line.policy(), state.live().history(line).changed(), version)
                        .getBytes(UTF_8),
                even ? Set.of("even") : Set.of("odd"),
                Map.of());
    }
}
