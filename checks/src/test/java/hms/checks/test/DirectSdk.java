package hms.checks.test;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.artifact.Value;
import hms.decisions.Compilation;
import hms.decisions.Decision;
import hms.decisions.FailureReason;
import hms.decisions.Reading;
import hms.decisions.RuleSet;
import hms.trust.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A client that answers from the artifacts it is given, with the same rules; the real one is tried
/// in the tests of the command line.
public final class DirectSdk implements ClientSdk {

    @Override
    public Verdict<Session> open(List<Artifact> artifacts, Instant at) {
        return Verdict.accepted(new Direct(artifacts, at));
    }

    /// What was loaded; tests override what it says.
    static class Direct implements Session {
        private final Map<PolicyId, Artifact> artifacts = new HashMap<>();
        private final Map<PolicyId, RuleSet> compiled = new HashMap<>();
        private Instant now;

        Direct(List<Artifact> artifacts, Instant at) {
            artifacts.forEach(artifact -> this.artifacts.put(artifact.id(), artifact));
            this.now = at;
        }

        @Override
        public void advanceTo(Instant at) {
            if (at.isBefore(now)) {
                throw new AssertionError("time goes forward: " + now + ", then " + at);
            }
            now = at;
        }

        private LocalDate day(Artifact artifact) {
            return now.atZone(artifact.zone(ZoneOffset.UTC)).toLocalDate();
        }

        @Override
        public Optional<String> version(PolicyId policy) {
            return Optional.ofNullable(artifacts.get(policy))
                    .filter(
                            artifact ->
                                    artifact.effectiveInstant(ZoneOffset.UTC)
                                            .map(from -> !now.isBefore(from))
                                            .orElse(true))
                    .map(artifact -> artifact.version().toString());
        }

        @Override
        public Optional<Object> value(PolicyId policy, String name) {
            var artifact = artifacts.get(policy);
            return Optional.ofNullable(artifact.valuesAsOf(day(artifact)).get(name))
                    .map(Direct::plain);
        }

        private static Object plain(Value value) {
            return switch (value) {
                case Value.Text text -> text.text();
                case Value.Num num -> num.number();
                case Value.Bool bool -> bool.truth();
                case Value.Date date -> date.date();
                case Value.ListValue list -> list.items().stream().map(Direct::plain).toList();
                case Value.MapValue map -> {
                    var entries = new HashMap<String, Object>();
                    map.entries().forEach((name, each) -> entries.put(name, plain(each)));
                    yield entries;
                }
                case Value.Dated dated -> throw new AssertionError(dated);
            };
        }

        @Override
        public Decision ask(PolicyId policy, String rule, Map<String, ?> inputs) {
            var artifact = artifacts.get(policy);
            var rules = compiled.computeIfAbsent(policy, id -> compile(artifact));
            var texts = new HashMap<String, String>();
            inputs.forEach(
                    (name, value) ->
                            texts.put(
                                    name,
                                    value instanceof java.math.BigDecimal number
                                            ? number.toPlainString()
                                            : value.toString()));
            return rules.inputs().read(texts) instanceof Reading.Complete complete
                    ? rules.at(day(artifact)).evaluate(rule, complete.inputs())
                    : new Decision.Failed(FailureReason.BAD_ARGUMENT, "it does not fit");
        }

        private RuleSet compile(Artifact artifact) {
            var uses = new HashMap<String, Artifact>();
            artifact.uses().forEach((alias, id) -> uses.put(alias, artifacts.get(id)));
            return ((Compilation.Compiled) RuleSet.compile(artifact, uses)).rules();
        }

        @Override
        public void close() {}
    }
}
