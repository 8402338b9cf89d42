package hms.runs.port;

import java.time.Duration;
import java.util.Optional;

/// Compares this machine's clock with another's.
@FunctionalInterface
public interface ClockProbe {

    /// How far the clock of who serves the page is ahead of this one's (negative: behind); to a
    /// second, as answers say it (RFC 9110, section 6.6.1). Empty if it does not say.
    Optional<Duration> skew(String url, Duration within);
}
