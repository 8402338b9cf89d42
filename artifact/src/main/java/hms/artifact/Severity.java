package hms.artifact;

/// How much a [Finding] weighs.
public enum Severity {
    /// Refuses what it is about.
    ERROR,
    /// Is shown, and refuses only where a caller asks for strictness.
    WARNING
}
