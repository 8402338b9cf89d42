package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegalTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2024-09-01T00:00, America/New_York, 2024-09-01T04:00:00Z, NONE",
        "2024-03-10T02:30, America/New_York, 2024-03-10T07:00:00Z, SKIPPED",
        "2024-03-10T02:00, America/New_York, 2024-03-10T07:00:00Z, SKIPPED",
        "2024-03-10T03:00, America/New_York, 2024-03-10T07:00:00Z, NONE",
        "2024-11-03T01:30, America/New_York, 2024-11-03T05:30:00Z, TWICE",
        "2024-11-03T02:00, America/New_York, 2024-11-03T07:00:00Z, NONE",
        "2025-09-07T00:00, America/Santiago, 2025-09-07T04:00:00Z, SKIPPED",
        "2024-04-26T00:00, Africa/Cairo, 2024-04-25T22:00:00Z, SKIPPED",
        "2011-12-30T12:00, Pacific/Apia, 2011-12-30T10:00:00Z, SKIPPED",
        "2024-10-06T02:15, Australia/Lord_Howe, 2024-10-05T15:30:00Z, SKIPPED",
        "2024-11-03T00:30, America/Havana, 2024-11-03T04:30:00Z, TWICE",
    })
    void local_time_is_the_first_instant_that_it_can_mean(
            LocalDateTime local, ZoneId zone, Instant instant, LegalTime.Fault fault) {
        assertThat(LegalTime.at(local, zone)).isEqualTo(instant);
        assertThat(LegalTime.fault(local, zone)).isEqualTo(fault);
    }

    /// The start of a day is on that day, and nothing before it is.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Africa/Cairo",
                "Asia/Beirut",
                "America/Santiago",
                "America/Havana",
                "Atlantic/Azores",
                "Europe/Berlin",
                "Asia/Kathmandu"
            })
    void day_begins_with_its_first_instant(String name) {
        var zone = ZoneId.of(name);
        for (var day = LocalDate.of(2019, 1, 1); day.getYear() < 2031; day = day.plusDays(1)) {
            var start = LegalTime.startOf(day, zone);
            assertThat(LegalTime.dayOf(start, zone)).isEqualTo(day);
            assertThat(LegalTime.dayOf(start.minusNanos(1), zone)).isEqualTo(day.minusDays(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-09-01, 2024-09-01T04:00:00Z",
        "2024-09-01T12:30, 2024-09-01T16:30:00Z",
        "2024-09-01T12:30:15.5, 2024-09-01T16:30:15.500Z",
        "2024-09-01T00:00:00Z, 2024-09-01T00:00:00Z",
        "2024-09-01T00:00:00+05:30, 2024-08-31T18:30:00Z",
        "2024-09-01T00:00Z, 2024-09-01T00:00:00Z",
    })
    void effective_time_is_a_date_a_local_time_or_an_instant(String text, Instant instant) {
        var time = EffectiveTime.parse(text, Optional.empty()).orElseThrow();
        assertThat(time.instant(ZoneId.of("America/New_York"))).isEqualTo(instant);
        assertThat(time.isLocal()).isEqualTo(!text.matches(".*(Z|\\+05:30)"));
    }

    @Test
    void own_zone_comes_before_the_legal_zone() {
        var time =
                EffectiveTime.parse("2024-09-01", Optional.of(ZoneId.of("Asia/Tokyo")))
                        .orElseThrow();
        assertThat(time.instant(ZoneId.of("America/New_York")))
                .isEqualTo(Instant.parse("2024-08-31T15:00:00Z"));
        assertThat(time).hasToString("2024-09-01 Asia/Tokyo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2024-02-30",
                "2024-9-1",
                "2024-09-01T24:00",
                "2024-09-01t00:00z",
                "2024-09-01T00:00:60Z",
                "20240901",
                "2024-09-01T00Z",
                "2024-W01",
                "2024-09-01T00:00:00+5:00"
            })
    void other_texts_are_no_time(String text) {
        assertThat(EffectiveTime.parse(text, Optional.empty())).isEmpty();
    }
}
