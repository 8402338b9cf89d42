package hms.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowsTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /// Tuesdays and Thursdays from 22:00 to 04:00 of the next day.
    private static final Windows NIGHTS =
            new Windows(
                    List.of(window("22:00", "04:00", DayOfWeek.TUESDAY, DayOfWeek.THURSDAY)),
                    List.of());

    private static Windows.Maintenance window(String from, String until, DayOfWeek... days) {
        return new Windows.Maintenance(
                new TreeSet<>(Arrays.asList(days)), LocalTime.parse(from), LocalTime.parse(until));
    }

    private static Windows.Freeze freeze(String from, String until) {
        return new Windows.Freeze(LocalDateTime.parse(from), LocalDateTime.parse(until));
    }

    @Test
    void without_windows_and_freezes_it_is_always_open() {
        assertThat(Windows.ALWAYS.closed(Instant.parse("2026-07-01T12:00:00Z"), NEW_YORK))
                .isEmpty();
    }

    /// 2026-07-07 is a Tuesday; New York is four hours behind UTC then.
    @ParameterizedTest
    @CsvSource({
        "2026-07-08T01:59:59Z, 2026-07-08T02:00:00Z",
        "2026-07-08T08:00:00Z, 2026-07-10T02:00:00Z",
        "2026-07-10T08:00:00Z, 2026-07-15T02:00:00Z"
    })
    void outside_its_windows_it_is_closed_until_the_next_begins(Instant at, Instant opens) {
        assertThat(NIGHTS.closed(at, NEW_YORK)).contains(new Windows.Closed(false, opens));
        assertThat(NIGHTS.closed(opens, NEW_YORK)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-08T02:00:00Z", "2026-07-08T07:59:59Z"})
    void within_a_window_it_is_open_also_after_midnight(Instant at) {
        assertThat(NIGHTS.closed(at, NEW_YORK)).isEmpty();
    }

    @Test
    void freeze_closes_what_a_window_would_open_and_what_comes_after_it_counts() {
        var frozen =
                new Windows(
                        NIGHTS.maintenance(),
                        List.of(
                                freeze("2026-07-07T00:00", "2026-07-10T00:00"),
                                freeze("2026-07-09T12:00", "2026-07-12T00:00")));
        assertThat(frozen.closed(Instant.parse("2026-07-08T03:00:00Z"), NEW_YORK))
                .contains(new Windows.Closed(true, Instant.parse("2026-07-15T02:00:00Z")));
    }

    @Test
    void local_times_that_do_not_exist_or_exist_twice_are_read_as_everywhere() {
        var early = new Windows(List.of(window("02:30", "03:30")), List.of());
        assertThat(early.closed(Instant.parse("2026-03-08T06:59:59Z"), NEW_YORK))
                .as("2:30 does not exist on 2026-03-08: the first valid instant after it")
                .contains(new Windows.Closed(false, Instant.parse("2026-03-08T07:00:00Z")));
        var doubled = new Windows(List.of(window("01:30", "01:45")), List.of());
        assertThat(doubled.closed(Instant.parse("2026-11-01T05:30:00Z"), NEW_YORK)).isEmpty();
        assertThat(doubled.closed(Instant.parse("2026-11-01T06:30:00Z"), NEW_YORK))
                .as("the second 1:30 of that night is not meant")
                .isPresent();
    }

    /// Whatever it says it opens at, it is open then, and closed at every look before.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void it_is_closed_until_just_when_it_says(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            var windows = random(random);
            var at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(31_536_000));
            var closed = windows.closed(at, NEW_YORK);
            if (closed.isEmpty()) {
                continue;
            }
            var until = closed.get().until();
            assertThat(windows.closed(until, NEW_YORK)).as("seed %d, %s", seed, windows).isEmpty();
            var step = Duration.between(at, until).dividedBy(20);
            for (var t = at; t.isBefore(until) && !step.isZero(); t = t.plus(step)) {
                assertThat(windows.closed(t, NEW_YORK))
                        .as("seed %d, %s at %s", seed, windows, t)
                        .isPresent();
            }
        }
    }

    private static Windows random(Random random) {
        var from = LocalTime.of(random.nextInt(24), random.nextInt(4) * 15);
        var windows =
                List.of(
                        new Windows.Maintenance(
                                new TreeSet<>(List.of(DayOfWeek.of(1 + random.nextInt(7)))),
                                from,
                                from.plusMinutes(30 + random.nextInt(600))));
        var begin = LocalDateTime.of(2026, 1 + random.nextInt(12), 1 + random.nextInt(28), 6, 0);
        return new Windows(
                windows,
                List.of(new Windows.Freeze(begin, begin.plusHours(1 + random.nextInt(900)))));
    }
}
