package hms.runs.port;

import java.time.Duration;
import java.util.Optional;

/// Looks at a page as those who depend on it do.
public interface Probe {

    /// Asks once.
    ///
    /// @param url the page's address
    /// @param status the HTTP status that it has to answer with
    /// @param contains what has to stand in its text
    /// @param within how long it may take altogether
    HealthReading get(String url, int status, Optional<String> contains, Duration within);
}
