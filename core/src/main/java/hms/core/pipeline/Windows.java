package hms.core.pipeline;

import hms.artifact.LegalTime;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// When an environment may be touched: within one of its maintenance windows, if it has any, and in
/// none of its freezes. Times are local, in the legal zone of the environment.
public record Windows(List<Maintenance> maintenance, List<Freeze> freezes) {

    /// It may be touched at any time.
    public static final Windows ALWAYS = new Windows(List.of(), List.of());

    /// Windows and freezes that follow on each other are looked through up to this many; who has
    /// more has frozen for good.
    private static final int MANY = 1_000;

    private static final int DAYS_AHEAD = 8;

    public Windows {
        maintenance = List.copyOf(maintenance);
        freezes = List.copyOf(freezes);
    }

    /// A window that comes again each week.
    ///
    /// @param days on which it begins; none: on each
    /// @param until when it ends: on the same day, or on the next one if that is not after `from`
    public record Maintenance(SortedSet<DayOfWeek> days, LocalTime from, LocalTime until) {
        public Maintenance {
            days = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(days));
        }

        Span on(LocalDate day, ZoneId zone) {
            var last = until.isAfter(from) ? day : day.plusDays(1);
            return new Span(
                    LegalTime.at(day.atTime(from), zone), LegalTime.at(last.atTime(until), zone));
        }

        boolean begins(LocalDate day) {
            return days.isEmpty() || days.contains(day.getDayOfWeek());
        }
    }

    /// A time in which nothing is touched.
    ///
    /// @param until first moment at which it is over
    public record Freeze(LocalDateTime from, LocalDateTime until) {
        public Freeze {
            if (!until.isAfter(from)) {
                throw new IllegalArgumentException(
                        "a freeze ends after it begins, not at " + until + " after " + from);
            }
        }

        Span in(ZoneId zone) {
            return new Span(LegalTime.at(from, zone), LegalTime.at(until, zone));
        }
    }

    /// Half-open.
    record Span(Instant from, Instant until) {
        boolean holds(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    /// Why it may not be touched now, and when it may.
    ///
    /// @param frozen whether it is a freeze; else no maintenance window is open
    /// @param until first instant at which it may be touched
    public record Closed(boolean frozen, Instant until) {}

    /// Empty if it may be touched.
    public Optional<Closed> closed(Instant at, ZoneId zone) {
        boolean frozen = frozenUntil(at, zone).isPresent();
        if (!frozen && inWindow(at, zone)) {
            return Optional.empty();
        }
        var next = at;
        for (int i = 0; i < MANY; i++) {
            var thaw = frozenUntil(next, zone);
            if (thaw.isPresent()) {
                next = thaw.get();
            } else if (inWindow(next, zone)) {
                break;
            } else {
                next = nextWindow(next, zone);
            }
        }
        return Optional.of(new Closed(frozen, next));
    }

    private Optional<Instant> frozenUntil(Instant at, ZoneId zone) {
        return freezes.stream()
                .map(freeze -> freeze.in(zone))
                .filter(span -> span.holds(at))
                .map(Span::until)
                .max(Instant::compareTo);
    }

    private boolean inWindow(Instant at, ZoneId zone) {
        var today = LegalTime.dayOf(at, zone);
        return maintenance.isEmpty()
                || maintenance.stream()
                        .anyMatch(
                                window ->
                                        (window.begins(today) && window.on(today, zone).holds(at))
                                                || (window.begins(today.minusDays(1))
                                                        && window.on(today.minusDays(1), zone)
                                                                .holds(at)));
    }

    private Instant nextWindow(Instant at, ZoneId zone) {
        var today = LegalTime.dayOf(at, zone);
        return maintenance.stream()
                .flatMap(
                        window ->
                                java.util.stream.IntStream.rangeClosed(0, DAYS_AHEAD)
                                        .mapToObj(today::plusDays)
                                        .filter(window::begins)
                                        .map(day -> window.on(day, zone))
                                        .filter(span -> span.from().isBefore(span.until()))
                                        .map(Span::from))
                .filter(from -> from.isAfter(at))
                .min(Instant::compareTo)
                .orElse(at.plus(java.time.Duration.ofDays(DAYS_AHEAD)));
    }
}
