package hms.checks.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.ArtifactParser;
import hms.artifact.Finding;
import hms.artifact.ParseResult;
import hms.checks.pack.PackagedPolicy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Packages from texts, for tests.
public final class Packages {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private Packages() {}

    /// A package of one policy.
    ///
    /// @param yaml the artifact, without id and version
    /// @param files the files that it names
    public static ScanTarget of(String yaml, Map<String, String> files) {
        var bytes = new HashMap<String, byte[]>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
        return new ScanTarget(
                List.of(new PackagedPolicy(artifact(yaml), bytes)), Map.of(), NOW, ZoneOffset.UTC);
    }

    private static hms.artifact.Artifact artifact(String yaml) {
        var text = "id: p\nversion: 1.0.0\n" + yaml;
        var result = ArtifactParser.parse(text.getBytes(UTF_8), "p.yaml", Optional.empty());
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.artifact();
        }
        throw new AssertionError(result.findings().stream().map(Finding::text).toList());
    }

    /// What one set finds in it.
    public static ScanResult scan(ScanRules set, ScanTarget target) {
        return new Scan(new RecentScans(1), Runnable::run)
                .run(target, List.of(set))
                .results()
                .getFirst();
    }
}
