package hms.checks.scan;

import java.util.ArrayList;
import java.util.List;

/// Collects what one rule set finds; counts all, keeps the first ones, blocking ones before
/// warnings, so that a file of nothing but addresses fills no screen and no ledger.
public final class ScanFindings {
    /// How many findings of each severity a result lists.
    public static final int LISTED = 200;

    private final List<ScanFinding> blocking = new ArrayList<>();
    private final List<ScanFinding> warnings = new ArrayList<>();
    private long blockingCount;
    private long warningCount;

    /// Takes a finding.
    public void add(ScanFinding finding) {
        var list = finding.isBlocking() ? blocking : warnings;
        if (finding.isBlocking()) {
            blockingCount++;
        } else {
            warningCount++;
        }
        if (list.size() < LISTED) {
            list.add(finding);
        }
    }

    ScanResult result(ScanRules rules) {
        var listed = new ArrayList<>(blocking);
        listed.addAll(warnings);
        return new ScanResult(rules.name(), rules.version(), blockingCount, warningCount, listed);
    }
}
