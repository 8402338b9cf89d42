package hms.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "120, PT2M",
        "86400, PT24H",
        "999999999999999999, PT24H",
        "'Sun, 01 Mar 2026 12:05:00 GMT', PT5M",
        "'Sun, 01 Mar 2026 11:00:00 GMT', PT0S",
        "'Tue, 01 Mar 2033 11:00:00 GMT', PT24H"
    })
    void seconds_and_dates_are_a_wait_of_at_most_a_day(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "1.5",
                "soon",
                "9999999999999999999",
                "Sun, 32 Mar 2026 12:05:00 GMT",
                "2026-03-01T12:05:00Z",
                "٣"
            })
    void anything_else_says_nothing(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }
}
