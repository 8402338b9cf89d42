package hms.client.live;

import hms.artifact.Artifact;
import hms.artifact.Finding;
import hms.decisions.BoundRules;
import hms.decisions.Compilation;
import hms.decisions.Decision;
import hms.decisions.RuleSet;
import hms.trust.Verdict;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;

/// Rules by `hms.decisions`, the code that servers ask too. The only class that touches it.
final class CelEngine implements RuleEngine {

    @Override
    public Verdict<Program> compile(Artifact artifact, Map<String, Artifact> uses) {
        var compilation = RuleSet.compile(artifact, uses);
        if (compilation instanceof Compilation.Compiled compiled) {
            return Verdict.accepted(new Rules(compiled.rules()));
        }
        var findings = ((Compilation.Refused) compilation).findings();
        return Verdict.refused(
                "the rules of "
                        + artifact.name()
                        + " do not compile: "
                        + findings.stream()
                                .map(Finding::message)
                                .collect(Collectors.joining("; ")));
    }

    private record Rules(RuleSet rules) implements Program {
        @Override
        public Bound at(LocalDate on) {
            return new RulesOn(rules.at(on));
        }
    }

    private record RulesOn(BoundRules rules) implements Bound {
        @Override
        public Ruling evaluate(String rule, Map<String, ?> inputs) {
            var form = rules.inputs();
            var row = form.row();
            for (var input : inputs.entrySet()) {
                var index = form.indexOf(input.getKey());
                var problem =
                        index < 0
                                ? "it is none of the policy's inputs, " + form.names()
                                : row.set(index, text(input.getValue()));
                if (problem != null) {
                    return new Ruling.Undecided(
                            "bad-input", "the input '" + input.getKey() + "': " + problem);
                }
            }
            var decision = rules.evaluate(rule, row.inputs());
            if (decision instanceof Decision.Outcome outcome) {
                return new Ruling.Decided(outcome.value());
            }
            var failed = (Decision.Failed) decision;
            return new Ruling.Undecided(failed.reason().code(), failed.message());
        }

        private static String text(Object value) {
            return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        }
    }
}
