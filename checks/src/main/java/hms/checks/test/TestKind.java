package hms.checks.test;

import java.util.Locale;

/// The kinds of tests that a package has.
public enum TestKind {
    /// Values that the artifact's schema has to accept, or to refuse.
    SCHEMA,
    /// Inputs, and what a rule has to make of them.
    RULE,
    /// The artifact in a real client.
    INTEGRATION;

    /// The name in reports.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
