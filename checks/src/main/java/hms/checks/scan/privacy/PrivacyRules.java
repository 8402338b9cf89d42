package hms.checks.scan.privacy;

import hms.checks.pack.PackagedPolicy;
import hms.checks.scan.ScanFindings;
import hms.checks.scan.ScanRules;
import hms.checks.scan.ScanTarget;
import java.util.Locale;

/// Looks for personal data in artifacts, their scenarios and their tests.
public final class PrivacyRules implements ScanRules {
    /// The name of the set.
    public static final String NAME = "privacy";

    private static final int VERSION = 1;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void scan(ScanTarget target, ScanFindings findings) {
        for (var policy : target.policies()) {
            var artifact = policy.artifact();
            var name = artifact.source().fileName();
            new DocumentScan(
                            new Whereabouts(artifact, name, true, findings), artifact.bytes(), name)
                    .run();
            policy.files().forEach((file, bytes) -> file(policy, file, bytes, findings));
        }
    }

    private static void file(
            PackagedPolicy policy, String file, byte[] bytes, ScanFindings findings) {
        var where = new Whereabouts(policy.artifact(), file, false, findings);
        var lower = file.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            new CsvScan(where, bytes).run();
        } else if (lower.endsWith(".jsonl") || lower.endsWith(".ndjson")) {
            new JsonLinesScan(where, bytes).run();
        } else if (lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json")) {
            new DocumentScan(where, bytes, file).run();
        } else {
            new Lines(bytes).sightings(seen -> where.found(seen, "$"));
        }
    }
}
