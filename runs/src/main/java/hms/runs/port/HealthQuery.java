package hms.runs.port;

/// Asks a monitoring system whether a condition holds.
public interface HealthQuery {

    /// @param server its address
    /// @param query a condition in its language
    HealthReading ask(String server, String query);
}
