package hms.connectors.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The `Retry-After` header: seconds, or a date (RFC 9110, section 10.2.3).
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /// @return the wait from `now`, between nothing and a day; empty where the header says nothing
    static Optional<Duration> parse(String value, Instant now) {
        if (value.matches("\\d{1,18}")) {
            return Optional.of(within(Duration.ofSeconds(Math.min(Long.parseLong(value), 86_400))));
        }
        try {
            var at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return Optional.of(within(Duration.between(now, at)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration within(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
