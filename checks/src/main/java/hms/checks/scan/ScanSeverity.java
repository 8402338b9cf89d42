package hms.checks.scan;

import java.util.Locale;

/// What a finding means for a release.
public enum ScanSeverity {
    /// It does not go out like this.
    BLOCKING,
    /// A person should know of it.
    WARNING;

    /// The name in reports.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
