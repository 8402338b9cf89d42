package hms.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;

/// Reads until when something counts.
final class Expiry {
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,4})([smhdw])");
    private static final Duration LONGEST = Duration.ofDays(36_600);

    private Expiry() {}

    /// @param text `90d`, `12h`, `PT12H`, `2026-12-31` (its first instant), or an instant
    static Instant of(String text, Instant now, ZoneId zone) {
        try {
            if (text.length() == 10 && text.charAt(4) == '-') {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            return text.contains("T") && !text.startsWith("P")
                    ? Instant.parse(text)
                    : now.plus(span(text));
        } catch (DateTimeException e) {
            throw wrong(text);
        }
    }

    /// @param text `90d`, `12h`, `30m`, or an ISO 8601 duration
    static Duration span(String text) {
        var match = SPAN.matcher(text);
        try {
            var span =
                    match.matches() ? span(match.group(1), match.group(2)) : Duration.parse(text);
            if (span.compareTo(LONGEST) > 0 || span.toSeconds() < 1) {
                throw wrong(text);
            }
            return span;
        } catch (DateTimeException e) {
            throw wrong(text);
        }
    }

    private static Duration span(String number, String unit) {
        var n = Long.parseLong(number);
        return switch (unit) {
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            case "d" -> Duration.ofDays(n);
            case String _ -> Duration.ofDays(7 * n);
        };
    }

    private static Failure wrong(String text) {
        return Failure.usage(
                "\"" + text + "\" is no time until which something can count.",
                "Write a span like 90d or 12h, or a date like 2026-12-31.");
    }
}
