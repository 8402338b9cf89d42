package hms.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people are told them.
final class Moments {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm zzz", Locale.ENGLISH);
    private static final DateTimeFormatter PRECISE =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss zzz", Locale.ENGLISH);

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss");

    private Moments() {}

    /// `00:00`, or `00:00:30`.
    static String hour(Instant instant, ZoneId zone) {
        var format = instant.getEpochSecond() % 60 == 0 ? HOUR : SECOND;
        return format.withZone(zone).format(instant);
    }

    /// `1 Sep 2024, 00:00 EDT`.
    static String of(Instant instant, ZoneId zone) {
        return INSTANT.withZone(zone).format(instant);
    }

    /// `1 Sep 2024, 00:00:07 EDT`.
    static String precise(Instant instant, ZoneId zone) {
        return PRECISE.withZone(zone).format(instant);
    }

    /// `340 ms`, `4.2 s`, `42 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`.
    static String of(Duration time) {
        var ms = Math.max(0, time.toMillis());
        if (ms < 1_000) {
            return ms + " ms";
        }
        if (ms < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
        }
        var s = ms / 1000;
        if (s < 60) {
            return s + " s";
        }
        if (s < 3_600) {
            return s / 60 + " min " + s % 60 + " s";
        }
        return s < 86_400
                ? s / 3_600 + " h " + s % 3_600 / 60 + " min"
                : s / 86_400 + " d " + s % 86_400 / 3_600 + " h";
    }

    /// The same in whole seconds: `0 s`, `12 s`, `3 min 12 s`.
    static String elapsed(Duration time) {
        var s = Math.max(0, time.toSeconds());
        return s < 60 ? s + " s" : of(Duration.ofSeconds(s));
    }

    /// `0.084 s`.
    static String seconds(long ms) {
        return String.format(Locale.ROOT, ms < 1_000 ? "%.3f s" : "%.1f s", ms / 1000.0);
    }
}
