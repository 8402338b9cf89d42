package hms.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Finding;
import hms.artifact.ParseResult;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Artifacts and rules from texts, for tests.
final class Rules {
    static final LocalDate DAY = LocalDate.of(2024, 6, 1);

    private Rules() {}

    static Artifact artifact(String yaml) {
        return parse("id: test-policy\nversion: 1.0.0\n" + yaml, "test.yaml");
    }

    static Artifact parse(String text, String fileName) {
        var result = ArtifactParser.parse(text.getBytes(UTF_8), fileName, Optional.empty());
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.artifact();
        }
        throw new AssertionError(result.findings().stream().map(Finding::text).toList());
    }

    static RuleSet compiled(String yaml, Map<String, Artifact> uses) {
        var compilation = RuleSet.compile(artifact(yaml), uses);
        if (compilation instanceof Compilation.Compiled compiled) {
            return compiled.rules();
        }
        throw new AssertionError(
                ((Compilation.Refused) compilation)
                        .findings().stream().map(Finding::text).toList());
    }

    static RuleSet compiled(String yaml) {
        return compiled(yaml, Map.of());
    }

    static List<Finding> findings(String yaml) {
        return RuleSet.findings(artifact(yaml), Map.of());
    }

    /// An artifact with one rule named `rule`, its expression as a block so that it needs no
    /// escapes.
    static String rule(String expression) {
        return "rules:\n  rule: |-\n    " + expression.replace("\n", "\n    ") + "\n";
    }

    static Decision evaluate(String expression) {
        return evaluate("", expression, Map.of());
    }

    static Decision evaluate(String head, String expression, Map<String, String> inputs) {
        return ask(compiled(head + rule(expression)), "rule", inputs, DAY);
    }

    static Decision ask(RuleSet rules, String rule, Map<String, String> inputs, LocalDate on) {
        var reading = rules.inputs().read(inputs);
        if (reading instanceof Reading.Complete complete) {
            return rules.at(on).evaluate(rule, complete.inputs());
        }
        throw new AssertionError(((Reading.Refused) reading).problems());
    }
}
