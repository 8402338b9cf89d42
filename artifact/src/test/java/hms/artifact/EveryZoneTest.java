package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Local times in every zone of the time zone database, from 2019 through 2030, held against what
/// clocks show: stretches of one offset, laid side by side.
class EveryZoneTest {
    private static final LocalDate FIRST = LocalDate.of(2019, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2030, 12, 31);
    private static final Instant BEGIN = Instant.parse("2018-12-01T00:00:00Z");
    private static final Instant END = Instant.parse("2031-03-01T00:00:00Z");

    /// @param from its first instant
    /// @param until the first instant after it
    private record Stretch(Instant from, Instant until, ZoneOffset offset) {

        private Optional<Instant> showing(LocalDateTime local) {
            var instant = local.toInstant(offset);
            return instant.isBefore(from) || !instant.isBefore(until)
                    ? Optional.empty()
                    : Optional.of(instant);
        }
    }

    /// The clocks of one zone.
    private static final class Clocks {
        private final ZoneId zone;
        private final List<ZoneOffsetTransition> changes = new ArrayList<>();
        private final List<Stretch> stretches = new ArrayList<>();

        Clocks(ZoneId zone) {
            this.zone = zone;
            var from = BEGIN;
            var offset = zone.getRules().getOffset(BEGIN);
            var next = zone.getRules().nextTransition(BEGIN);
            while (next != null && next.getInstant().isBefore(END)) {
                if (next.getDateTimeBefore().getYear() <= LAST.getYear()) {
                    changes.add(next);
                }
                stretches.add(new Stretch(from, next.getInstant(), offset));
                from = next.getInstant();
                offset = next.getOffsetAfter();
                next = zone.getRules().nextTransition(from);
            }
            stretches.add(new Stretch(from, END, offset));
        }

        /// When clocks first show it; where they never do, when they first show something later.
        Instant first(LocalDateTime local) {
            for (var stretch : stretches) {
                var shown = stretch.showing(local);
                if (shown.isPresent()) {
                    return shown.get();
                }
                if (local.isBefore(
                        LocalDateTime.ofEpochSecond(
                                stretch.from().getEpochSecond(), 0, stretch.offset()))) {
                    return stretch.from();
                }
            }
            throw new AssertionError(local + " is out of what is looked at in " + zone);
        }

        boolean has(LocalDate day) {
            return first(day.atStartOfDay()).isBefore(first(day.plusDays(1).atStartOfDay()));
        }

        /// The next time after `now` at which clocks show the hour.
        Instant next(LocalTime hour, Instant now) {
            var today = LocalDateTime.ofInstant(now, ZoneOffset.UTC).toLocalDate();
            return Stream.iterate(-2, n -> n <= 5, n -> n + 1)
                    .map(today::plusDays)
                    .filter(this::has)
                    .map(day -> first(day.atTime(hour)))
                    .filter(at -> at.isAfter(now))
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static List<Clocks> everywhere() {
        return ZoneId.getAvailableZoneIds().stream()
                .sorted()
                .map(id -> new Clocks(ZoneId.of(id)))
                .toList();
    }

    @Test
    void every_midnight_is_the_first_instant_of_its_day() {
        var seen = new TreeSet<LegalTime.Fault>();
        for (var clocks : everywhere()) {
            for (var day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
                holds(clocks, day.atStartOfDay(), LegalTime.startOf(day, clocks.zone));
                seen.add(LegalTime.fault(day.atStartOfDay(), clocks.zone));
            }
        }

        assertThat(seen).containsExactlyInAnyOrder(LegalTime.Fault.values());
    }

    @Test
    void a_local_time_at_a_change_of_clocks_is_the_first_instant_that_it_can_mean() {
        var seen = new TreeSet<LegalTime.Fault>();
        for (var clocks : everywhere()) {
            for (var change : clocks.changes) {
                for (var local : around(change)) {
                    holds(clocks, local, LegalTime.at(local, clocks.zone));
                    assertThat(LegalTime.fault(local, clocks.zone))
                            .as("%s in %s", local, clocks.zone)
                            .isEqualTo(fault(clocks, local));
                    seen.add(LegalTime.fault(local, clocks.zone));
                }
            }
        }

        assertThat(seen).containsExactlyInAnyOrder(LegalTime.Fault.values());
    }

    private static void holds(Clocks clocks, LocalDateTime local, Instant at) {
        var first = clocks.first(local);
        if (!at.equals(first)) {
            assertThat(at).as("%s in %s", local, clocks.zone).isEqualTo(first);
        }
    }

    private static LegalTime.Fault fault(Clocks clocks, LocalDateTime local) {
        long shown = clocks.stretches.stream().filter(s -> s.showing(local).isPresent()).count();
        return shown == 0
                ? LegalTime.Fault.SKIPPED
                : shown == 1 ? LegalTime.Fault.NONE : LegalTime.Fault.TWICE;
    }

    /// The ends of what is skipped or shown twice, just outside and just inside, and the middle.
    private static List<LocalDateTime> around(ZoneOffsetTransition change) {
        var one = change.getDateTimeBefore();
        var other = change.getDateTimeAfter();
        return Stream.of(
                        one,
                        other,
                        one.plus(Duration.between(one, other).dividedBy(2)),
                        one.toLocalDate().atStartOfDay(),
                        one.toLocalDate().plusDays(1).atStartOfDay())
                .flatMap(local -> Stream.of(local.minusNanos(1), local, local.plusNanos(1)))
                .toList();
    }

    @Test
    void the_next_hour_is_the_soonest_that_clocks_show_whatever_they_do_that_night() {
        for (var clocks : everywhere()) {
            for (var change : clocks.changes) {
                for (var hour : hours(change)) {
                    for (var seconds : new int[] {-86_400, -5_400, -1, 0, 1, 1_800, 86_400}) {
                        var now = change.getInstant().plusSeconds(seconds);
                        var next = new Schedule.Next(hour, Duration.ZERO);
                        assertThat(next.instant(clocks.zone, now))
                                .as("the next %s after %s in %s", hour, now, clocks.zone)
                                .isEqualTo(clocks.next(hour, now));
                    }
                }
            }
        }
    }

    /// Those at which something happens to clocks, and one that is far from it.
    private static List<LocalTime> hours(ZoneOffsetTransition change) {
        var one = change.getDateTimeBefore();
        var other = change.getDateTimeAfter();
        return Stream.of(
                        one,
                        other,
                        one.plus(Duration.between(one, other).dividedBy(2)),
                        one.minusMinutes(1),
                        one.plusHours(12))
                .map(local -> local.toLocalTime().truncatedTo(ChronoUnit.MINUTES))
                .toList();
    }

    /// Samoa went over the date line at the end of 29 December 2011, Kwajalein after 20 August
    /// 1993.
    @Test
    void the_next_hour_is_on_a_day_that_the_zone_has() {
        assertThat(next("12:00", "Pacific/Apia", "2011-12-30T05:00:00Z"))
                .isEqualTo("2011-12-30T22:00:00Z");
        assertThat(next("00:00", "Pacific/Apia", "2011-12-30T05:00:00Z"))
                .isEqualTo("2011-12-30T10:00:00Z");
        assertThat(next("06:00", "Pacific/Kwajalein", "1993-08-21T06:00:00Z"))
                .isEqualTo("1993-08-21T18:00:00Z");
    }

    private static Instant next(String hour, String zone, String now) {
        return Schedule.parse(hour).orElseThrow().instant(ZoneId.of(zone), Instant.parse(now));
    }
}
