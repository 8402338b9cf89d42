package hms.checks.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Finding;
import hms.artifact.ParseResult;
import hms.decisions.Compilation;
import hms.decisions.RuleSet;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Policies and simulations from texts, for tests.
final class Policies {
    static final LocalDate DAY = LocalDate.of(2024, 6, 1);

    private Policies() {}

    /// A policy whose 24-hour limit is `limit`, and that names these scenario files.
    static RuleSet pm25(String limit, String... scenarios) {
        return rules(
                """
                limit: %s
                inputs:
                  reading: { type: number, min: 0 }
                rules:
                  violation: reading > limit
                  action: 'reading > limit ? "violation" : "none"'
                scenarios: [%s]
                """
                        .formatted(limit, String.join(", ", scenarios)));
    }

    static RuleSet rules(String yaml) {
        return rules(artifact(yaml), Map.of());
    }

    static RuleSet rules(Artifact artifact, Map<String, Artifact> uses) {
        var compilation = RuleSet.compile(artifact, uses);
        if (compilation instanceof Compilation.Compiled compiled) {
            return compiled.rules();
        }
        throw new AssertionError(compilation.toString());
    }

    static Artifact artifact(String yaml) {
        return parse("id: test-policy\nversion: 1.0.0\n" + yaml);
    }

    static Artifact parse(String text) {
        var result = ArtifactParser.parse(text.getBytes(UTF_8), "test.yaml", Optional.empty());
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.artifact();
        }
        throw new AssertionError(result.findings().stream().map(Finding::text).toList());
    }

    static Map<String, byte[]> files(String... namesAndTexts) {
        var files = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(UTF_8));
        }
        return files;
    }

    static SimulationReport replayed(
            Optional<RuleSet> live, RuleSet candidate, Map<String, byte[]> files) {
        var result = Simulation.run(live, candidate, files, Simulation.USUAL_THRESHOLD, DAY);
        if (result instanceof SimulationResult.Replayed replayed) {
            return replayed.report();
        }
        throw new AssertionError(findings(result));
    }

    /// The findings about scenario files, one line each.
    static List<String> refused(RuleSet candidate, Map<String, byte[]> files) {
        return findings(Simulation.run(Optional.empty(), candidate, files, BigDecimal.ONE, DAY));
    }

    private static List<String> findings(SimulationResult result) {
        return result instanceof SimulationResult.Malformed malformed
                ? malformed.findings().stream().map(Finding::text).toList()
                : List.of();
    }
}
