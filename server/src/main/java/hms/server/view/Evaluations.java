package hms.server.view;

import hms.artifact.Artifact;
import hms.artifact.Finding;
import hms.artifact.LegalTime;
import hms.core.state.ArtifactKey;
import hms.core.state.Line;
import hms.core.state.State;
import hms.decisions.Compilation;
import hms.decisions.Decision;
import hms.decisions.InputProblem;
import hms.decisions.Reading;
import hms.decisions.RuleSet;
import hms.trust.Digest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Asks a policy's rules, as they are in force at an instant, with the used policies as of the same
/// instant.
public final class Evaluations {

    private static final int KEPT = 256;

    private final LiveReads live;
    private final Map<List<Digest>, Compilation> compiled =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<List<Digest>, Compilation> eldest) {
                    return size() > KEPT;
                }
            };

    public Evaluations(LiveReads live) {
        this.live = live;
    }

    /// What came of it.
    public sealed interface Result {

        /// @param value a truth value, a number, a text, a date, or lists and maps of these
        /// @param uses alias and `id@version` of every used policy
        record Decided(ArtifactKey policy, Object value, LocalDate on, Map<String, String> uses)
                implements Result {}

        /// The rule could not decide.
        record Failed(String code, String message) implements Result {}

        record InputsRefused(List<InputProblem> problems) implements Result {}

        /// With what is in force the rules do not compile.
        record RulesRefused(List<Finding> findings) implements Result {}
    }

    /// @param artifact what is in force at the instant
    /// @param line where
    public Result evaluate(
            State state, Line line, Artifact artifact, Instant at, String rule, JsonNode inputs) {
        var uses = used(state, line, artifact, at);
        return switch (compile(artifact, uses)) {
            case Compilation.Refused r -> new Result.RulesRefused(r.findings());
            case Compilation.Compiled c -> {
                var zone = artifact.zone(state.configuration().zone());
                yield ask(c.rules(), uses, LegalTime.dayOf(at, zone), rule, inputs);
            }
        };
    }

    private static Result ask(
            RuleSet rules,
            Map<String, Artifact> uses,
            LocalDate day,
            String rule,
            JsonNode inputs) {
        return switch (rules.inputs().readJson(inputs)) {
            case Reading.Refused r -> new Result.InputsRefused(r.problems());
            case Reading.Complete complete ->
                    switch (rules.at(day).evaluate(rule, complete.inputs())) {
                        case Decision.Failed f -> new Result.Failed(f.reason().code(), f.message());
                        case Decision.Outcome o -> {
                            var names = new LinkedHashMap<String, String>();
                            uses.forEach((alias, used) -> names.put(alias, used.name()));
                            yield new Result.Decided(
                                    new ArtifactKey(
                                            rules.artifact().id(), rules.artifact().version()),
                                    o.value(),
                                    day,
                                    names);
                        }
                    };
        };
    }

    /// The used policies that are in force at the instant.
    private Map<String, Artifact> used(State state, Line line, Artifact artifact, Instant at) {
        var uses = new LinkedHashMap<String, Artifact>();
        artifact.uses()
                .forEach(
                        (alias, policy) ->
                                state.live()
                                        .inForce(new Line(line.environment(), policy), at)
                                        .map(entry -> new ArtifactKey(policy, entry.version()))
                                        .ifPresent(
                                                key -> uses.put(alias, live.artifact(state, key))));
        return uses;
    }

    private Compilation compile(Artifact artifact, Map<String, Artifact> uses) {
        var key = new java.util.ArrayList<Digest>();
        key.add(artifact.digest());
        uses.forEach(
                (alias, used) ->
                        key.add(
                                Digest.sha256(
                                        alias.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                        used.digest().bytes())));
        synchronized (compiled) {
            var known = compiled.get(key);
            if (known != null) {
                return known;
            }
        }
        var compilation = RuleSet.compile(artifact, uses);
        synchronized (compiled) {
            compiled.put(key, compilation);
        }
        return compilation;
    }
}
