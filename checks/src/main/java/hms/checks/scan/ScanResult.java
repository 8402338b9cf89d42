package hms.checks.scan;

import java.util.List;

/// What one rule set found in a package.
///
/// @param ruleset its name
/// @param version its version
/// @param blocking how many findings block
/// @param warnings how many do not
/// @param findings the first of them, blocking ones first
public record ScanResult(
        String ruleset, int version, long blocking, long warnings, List<ScanFinding> findings) {
    public ScanResult {
        findings = List.copyOf(findings);
    }
}
