package hms.server.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.PolicyId;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.State;
import hms.server.view.Json;
import hms.server.view.LiveReads;
import hms.trust.Digest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What is in force in every environment, encoded.
///
/// The state is swapped whole with each durable batch, so all policies of a release change at once.
/// An answer here says from which part of the state it was made: while that part is the same, and
/// until the next instant at which something comes into force or ends, it is served as it is; then
/// it is made again by the first who asks. Nothing has to be told here, and no timer has to fire.
public final class LivePolicies {

    private final LiveReads reads;
    private final ConcurrentHashMap<String, ConcurrentHashMap<String, LiveAnswer>> byEnvironment =
            new ConcurrentHashMap<>();

    public LivePolicies(LiveReads reads) {
        this.reads = reads;
    }

    /// The answer, if it is there and still true; null otherwise. Fast, and never blocks.
    public @Nullable LiveAnswer ready(String environment, String policy, State state, Instant now) {
        var answers = byEnvironment.get(environment);
        var answer = answers == null ? null : answers.get(policy);
        return answer != null && answer.isTrueAt(now) && isCurrent(answer, state) ? answer : null;
    }

    private static boolean isCurrent(LiveAnswer answer, State state) {
        return answer.isMadeFrom(state.live().lines().get(answer.line()))
                && (answer.isMadeWith(state.register())
                        || answer.document() == document(state, answer));
    }

    private static int document(State state, LiveAnswer answer) {
        var newest = state.register().newest().get(answer.line().policy());
        return newest == null ? 0 : newest;
    }

    /// The answer, made anew; empty if nothing is in force.
    public Optional<LiveAnswer> make(
            EnvironmentId environment, PolicyId policy, State state, Instant now) {
        var line = new Line(environment, policy);
        var found = reads.read(state, line, LiveReads.Moment.at(now));
        if (!(found instanceof LiveReads.Found.InForce inForce)) {
            forget(environment, policy);
            return Optional.empty();
        }
        var answer = encoded(line, state, now, inForce);
        byEnvironment
                .computeIfAbsent(environment.value(), _ -> new ConcurrentHashMap<>())
                .put(policy.text(), answer);
        return Optional.of(answer);
    }

    private void forget(EnvironmentId environment, PolicyId policy) {
        var answers = byEnvironment.get(environment.value());
        if (answers != null) {
            answers.remove(policy.text());
        }
    }

    private static LiveAnswer encoded(
            Line line, State state, Instant now, LiveReads.Found.InForce found) {
        var json = Json.text(found.value());
        var open = json.substring(0, json.length() - 1);
        var newest = state.register().newest().get(line.policy());
        return new LiveAnswer(
                line,
                state.live().history(line),
                state.register(),
                newest == null ? 0 : newest,
                now,
                found.changesAt().orElse(Instant.MAX),
                found.artifact().isOpen(),
                (open + ",\"ledger\":{\"index\":" + found.index()).getBytes(UTF_8),
                "W/\"" + Digest.sha256(json.getBytes(UTF_8)).hex().substring(0, 32) + "\"");
    }
}
