package hms.artifact;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/// Local legal time as instants. A local time that does not exist (clocks go forward) is the first
/// valid instant after; one that exists twice (clocks go back) is the first of the two.
public final class LegalTime {
    private LegalTime() {}

    /// The instant at which this day begins in `zone`.
    public static Instant startOf(LocalDate day, ZoneId zone) {
        return at(day.atStartOfDay(), zone);
    }

    /// The instant at which clocks in `zone` first show `local`, or the first instant after, if
    /// they never do.
    public static Instant at(LocalDateTime local, ZoneId zone) {
        var rules = zone.getRules();
        return switch (fault(local, zone)) {
            case NONE, TWICE -> local.toInstant(rules.getValidOffsets(local).get(0));
            case SKIPPED -> rules.getTransition(local).getInstant();
        };
    }

    /// The day that clocks in `zone` show at `instant`.
    public static LocalDate dayOf(Instant instant, ZoneId zone) {
        return LocalDate.ofInstant(instant, zone);
    }

    /// What daylight saving does to a local time.
    public static Fault fault(LocalDateTime local, ZoneId zone) {
        return switch (zone.getRules().getValidOffsets(local).size()) {
            case 0 -> Fault.SKIPPED;
            case 1 -> Fault.NONE;
            default -> Fault.TWICE;
        };
    }

    /// How often a local time exists, if not once.
    public enum Fault {
        /// It exists once.
        NONE,
        /// Clocks jump over it.
        SKIPPED,
        /// Clocks show it twice.
        TWICE
    }
}
