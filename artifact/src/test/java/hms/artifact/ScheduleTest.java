package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /// 31 August 2026, half past five in the afternoon in New York.
    private static final Instant NOW = Instant.parse("2026-08-31T21:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "00:00, 2026-09-01T04:00:00Z",
        "17:30, 2026-09-01T21:30:00Z",
        "17:31, 2026-08-31T21:31:00Z",
        "00:00 +15m, 2026-09-01T04:15:00Z",
        "00:00+15m, 2026-09-01T04:15:00Z",
        "00:00 +90s, 2026-09-01T04:01:30Z",
        "00:00 +36h, 2026-09-02T16:00:00Z",
        "2026-09-01, 2026-09-01T04:00:00Z",
        "2026-09-01T00:00, 2026-09-01T04:00:00Z",
        "2026-09-01T00:00:30, 2026-09-01T04:00:30Z",
        "2026-09-01T00:00 America/New_York, 2026-09-01T04:00:00Z",
        "2026-09-01T00:00 Europe/Berlin, 2026-08-31T22:00:00Z",
        "2026-09-01 Asia/Tokyo, 2026-08-31T15:00:00Z",
        "2026-09-01T00:00 UTC, 2026-09-01T00:00:00Z",
        "2026-09-01T00:00-04:00, 2026-09-01T04:00:00Z",
        "2026-09-01T04:00:00Z, 2026-09-01T04:00:00Z",
        "2026-03-08T02:30, 2026-03-08T07:00:00Z",
        "2026-11-01T01:30, 2026-11-01T05:30:00Z",
    })
    void schedule_means_one_instant(String text, Instant instant) {
        assertThat(Schedule.problem(text)).isEmpty();
        assertThat(Schedule.parse(text).orElseThrow().instant(NEW_YORK, NOW)).isEqualTo(instant);
    }

    /// Clocks go forward from 2:00 to 3:00, and nobody ever sees half past two.
    @ParameterizedTest
    @CsvSource({
        "2026-03-08T06:00:00Z, 2026-03-08T07:00:00Z",
        "2026-03-08T07:00:00Z, 2026-03-09T06:30:00Z",
        "2026-03-07T07:30:00Z, 2026-03-08T07:00:00Z",
    })
    void the_next_hour_that_is_skipped_is_the_instant_after(Instant now, Instant instant) {
        assertThat(Schedule.parse("02:30").orElseThrow().instant(NEW_YORK, now)).isEqualTo(instant);
    }

    /// Clocks go back from 2:00 to 1:00.
    @ParameterizedTest
    @CsvSource({
        "2026-11-01T05:00:00Z, 2026-11-01T05:30:00Z",
        "2026-11-01T05:30:00Z, 2026-11-02T06:30:00Z",
        "2026-11-01T06:00:00Z, 2026-11-02T06:30:00Z",
    })
    void the_next_hour_that_is_shown_twice_is_the_first_of_them(Instant now, Instant instant) {
        assertThat(Schedule.parse("01:30").orElseThrow().instant(NEW_YORK, now)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "'', is not a time",
        "midnight, is not a time",
        "0:00, is not a time",
        "00:00 +15, is not a time",
        "00:00 -15m, is not a time",
        "00:00  +15m, is not a time",
        "00:00 +1d, is not a time",
        "24:00, names an hour that no clock shows",
        "12:60, names an hour that no clock shows",
        "2026-02-30, is not in the calendar",
        "2026-09-01T24:00, is not in the calendar",
        "2026-09-01T00:00 Mars/Phobos, names a zone that the IANA database does not have",
        "2026-09-01T00:00 EDT, names a zone that the IANA database does not have",
        "2026-09-01T00:00 Z, names a zone that the IANA database does not have",
        "2026-09-01T00:00Z Europe/Berlin,"
                + " 'names an offset and a zone, of which one is too many'",
        "'2026-09-01T00:00 America/New_York ', is not a time",
    })
    void another_text_is_no_schedule_and_says_why(String text, String problem) {
        assertThat(Schedule.parse(text)).isEmpty();
        assertThat(Schedule.problem(text)).contains(problem);
    }
}
