package hms.checks.scan;

import hms.trust.Digest;
import java.util.List;
import java.util.stream.Collectors;

/// What rule sets found in a package.
///
/// @param content the digest of what was scanned: the root of its manifest
/// @param results one for each set, in the order asked for
public record ScanReport(Digest content, List<ScanResult> results) {
    public ScanReport {
        results = List.copyOf(results);
    }

    /// Whether nothing blocks.
    public boolean passed() {
        return results.stream().allMatch(result -> result.blocking() == 0);
    }

    /// What was found, set by set.
    public List<ScanFinding> findings() {
        return results.stream().flatMap(result -> result.findings().stream()).toList();
    }

    /// How many findings do not block.
    public long warnings() {
        return results.stream().mapToLong(ScanResult::warnings).sum();
    }

    /// One line: how much each set would block, as in `privacy(0) ethics(0)`, and what else there
    /// is to know, as in ` · 2 warnings`.
    public String summary() {
        var sets =
                results.stream()
                        .map(result -> result.ruleset() + "(" + result.blocking() + ")")
                        .collect(Collectors.joining(" "));
        var warnings = warnings();
        return warnings == 0
                ? sets
                : sets + " · " + warnings + (warnings == 1 ? " warning" : " warnings");
    }

    /// The report as JSON, see `docs/compliance.md`; the same bytes for the same report.
    public String toJson() {
        return ScanReportJson.of(this);
    }
}
