package hms.artifact;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When something is to go live, as somebody asked for it: the next time that clocks show an hour,
/// or a time of the calendar. What it means in the end is always one instant.
public sealed interface Schedule {
    /// The instant that it means.
    ///
    /// @param legalZone the zone of times that name none
    /// @param now what it is the next of
    Instant instant(ZoneId legalZone, Instant now);

    /// The next time after now that clocks in the legal zone show an hour, or a while later.
    ///
    /// @param time the hour
    /// @param later how much time goes by after that
    record Next(LocalTime time, Duration later) implements Schedule {
        @Override
        public Instant instant(ZoneId legalZone, Instant now) {
            var day = LegalTime.dayOf(now, legalZone);
            // after clocks went back over midnight, the next day's first hours may be past already
            while (!exists(day, legalZone) || !at(day, legalZone).isAfter(now)) {
                day = day.plusDays(1);
            }
            return at(day, legalZone).plus(later);
        }

        private Instant at(LocalDate day, ZoneId zone) {
            return LegalTime.at(day.atTime(time), zone);
        }

        /// Whether the calendar of the zone has the day: some went over the date line.
        private static boolean exists(LocalDate day, ZoneId zone) {
            return LegalTime.dayOf(LegalTime.startOf(day, zone), zone).equals(day);
        }
    }

    /// A time of the calendar, in a zone of its own or the legal one.
    record Once(EffectiveTime time) implements Schedule {
        @Override
        public Instant instant(ZoneId legalZone, Instant now) {
            return time.instant(legalZone);
        }
    }

    /// The forms that [#parse] reads, for messages.
    String FORMS =
            "write the next hour (00:00, or 00:00 +15m), a local time (2026-09-01T00:00), one with"
                    + " its zone (2026-09-01T00:00 America/New_York) or an instant"
                    + " (2026-09-01T04:00:00Z)";

    /// Reads one of the [#FORMS]; empty if it is none, or names what does not exist.
    static Optional<Schedule> parse(String text) {
        return problem(text).isPresent() ? Optional.empty() : Optional.of(Forms.read(text));
    }

    /// What is wrong with a text that [#parse] does not read, as the end of a sentence that begins
    /// with it; empty if nothing is.
    static Optional<String> problem(String text) {
        return Forms.problem(text);
    }

    /// How schedules are written.
    final class Forms {
        private static final Pattern NEXT =
                Pattern.compile(
                        "([0-9]{2}):([0-9]{2})(?: ?\\+(?<amount>[0-9]{1,5})(?<unit>[smh]))?");
        private static final Pattern ZONED = Pattern.compile("(?<time>\\S+) (?<zone>[A-Za-z]\\S*)");

        private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

        private Forms() {}

        private static Optional<String> problem(String text) {
            var next = NEXT.matcher(text);
            if (next.matches()) {
                return isHour(next)
                        ? Optional.empty()
                        : Optional.of("names an hour that no clock shows");
            }
            var zoned = ZONED.matcher(text);
            var time = zoned.matches() ? zoned.group("time") : text;
            if (!EffectiveTime.isFormed(time)) {
                return Optional.of("is not a time");
            }
            var read = EffectiveTime.parse(time, Optional.empty());
            if (read.isEmpty()) {
                return Optional.of("is not in the calendar");
            }
            if (!zoned.matches()) {
                return Optional.empty();
            }
            if (!read.get().isLocal()) {
                return Optional.of("names an offset and a zone, of which one is too many");
            }
            return zone(zoned.group("zone")).isPresent()
                    ? Optional.empty()
                    : Optional.of("names a zone that the IANA database does not have");
        }

        private static Schedule read(String text) {
            var next = NEXT.matcher(text);
            if (next.matches()) {
                return new Next(hour(next), later(next));
            }
            var zoned = ZONED.matcher(text);
            var zone = zoned.matches() ? zone(zoned.group("zone")) : Optional.<ZoneId>empty();
            var time = zoned.matches() ? zoned.group("time") : text;
            return new Once(EffectiveTime.parse(time, zone).orElseThrow());
        }

        private static boolean isHour(Matcher next) {
            return Integer.parseInt(next.group(1)) < 24 && Integer.parseInt(next.group(2)) < 60;
        }

        private static LocalTime hour(Matcher next) {
            return LocalTime.of(Integer.parseInt(next.group(1)), Integer.parseInt(next.group(2)));
        }

        private static Duration later(Matcher next) {
            var unit = next.group("unit");
            if (unit == null) {
                return Duration.ZERO;
            }
            var amount = Long.parseLong(next.group("amount"));
            return unit.equals("s")
                    ? Duration.ofSeconds(amount)
                    : unit.equals("m") ? Duration.ofMinutes(amount) : Duration.ofHours(amount);
        }

        private static Optional<ZoneId> zone(String name) {
            return ZONES.contains(name) ? Optional.of(ZoneId.of(name)) : Optional.empty();
        }
    }
}
