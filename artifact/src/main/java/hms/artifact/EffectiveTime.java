package hms.artifact;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;

/// When something begins or ends in law, as it was written.
public sealed interface EffectiveTime {
    /// The instant it means; `legalZone` counts where it names no zone of its own.
    Instant instant(ZoneId legalZone);

    /// The day it means, in its own zone or `legalZone`.
    LocalDate day(ZoneId legalZone);

    /// Whether the zone matters to it.
    boolean isLocal();

    /// An instant, written with `Z` or an offset.
    record AtInstant(Instant at) implements EffectiveTime {
        @Override
        public Instant instant(ZoneId legalZone) {
            return at;
        }

        @Override
        public LocalDate day(ZoneId legalZone) {
            return LegalTime.dayOf(at, legalZone);
        }

        @Override
        public boolean isLocal() {
            return false;
        }

        @Override
        public String toString() {
            return at.toString();
        }
    }

    /// The beginning of a day.
    record OnDate(LocalDate date, Optional<ZoneId> zone) implements EffectiveTime {
        @Override
        public Instant instant(ZoneId legalZone) {
            return LegalTime.startOf(date, zone.orElse(legalZone));
        }

        @Override
        public LocalDate day(ZoneId legalZone) {
            return date;
        }

        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public String toString() {
            return date + zone.map(z -> " " + z).orElse("");
        }
    }

    /// A time of day on the clocks of a zone.
    record AtLocal(LocalDateTime local, Optional<ZoneId> zone) implements EffectiveTime {
        @Override
        public Instant instant(ZoneId legalZone) {
            return LegalTime.at(local, zone.orElse(legalZone));
        }

        @Override
        public LocalDate day(ZoneId legalZone) {
            return local.toLocalDate();
        }

        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public String toString() {
            return local + zone.map(z -> " " + z).orElse("");
        }
    }

    /// The forms that [#parse] reads, for messages.
    String FORMS =
            "write a date (2024-09-01), a local date-time (2024-09-01T00:00:00) or an instant (2024-09-01T00:00:00Z)";

    /// Whether `text` has one of these forms, whatever the calendar says about it.
    static boolean isFormed(String text) {
        return Forms.ANY.matcher(text).matches();
    }

    /// Reads a date, a local date-time or an instant; empty if it is none of them or is not in the
    /// calendar.
    static Optional<EffectiveTime> parse(String text, Optional<ZoneId> zone) {
        if (!isFormed(text)) {
            return Optional.empty();
        }
        try {
            if (text.length() == 10) {
                return Optional.of(new OnDate(LocalDate.parse(text, Forms.DATE), zone));
            }
            if (Forms.LOCAL.matcher(text).matches()) {
                return Optional.of(new AtLocal(LocalDateTime.parse(text, Forms.DATE_TIME), zone));
            }
            return Optional.of(new AtInstant(OffsetDateTime.parse(text, Forms.OFFSET).toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// How times are written: RFC 3339, seconds optional.
    final class Forms {
        static final Pattern LOCAL =
                Pattern.compile(
                        "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?");
        static final Pattern ANY =
                Pattern.compile(
                        "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?");
        static final DateTimeFormatter DATE = strict(DateTimeFormatter.ISO_LOCAL_DATE);
        static final DateTimeFormatter DATE_TIME = strict(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
        static final DateTimeFormatter OFFSET = strict(DateTimeFormatter.ISO_OFFSET_DATE_TIME);

        private Forms() {}

        private static DateTimeFormatter strict(DateTimeFormatter formatter) {
            return formatter.withResolverStyle(ResolverStyle.STRICT);
        }
    }
}
