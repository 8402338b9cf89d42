package hms.runs.port;

/// What somebody outside says of a canary's health.
public sealed interface HealthReading {

    /// What was said, in a few words.
    String said();

    record Well(String said) implements HealthReading {}

    /// A clear no.
    record Ill(String said) implements HealthReading {}

    /// No answer, or none that says anything. That is not health.
    record Unknown(String said) implements HealthReading {}
}
