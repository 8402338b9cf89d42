package hms.runs.port;

/// Asks a program of the organisation's own whether a canary is well.
public interface HealthHook {

    /// @param url its address
    /// @param about what it is about, as JSON
    HealthReading ask(String url, String about);
}
