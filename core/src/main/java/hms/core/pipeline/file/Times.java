package hms.core.pipeline.file;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Lengths of time as people write them: `10s`, `5m`, `24h`, `7d`.
public final class Times {

    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|h|d)");

    private Times() {}

    /// Empty if the text is none.
    public static Optional<Duration> parse(String text) {
        var match = TIME.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var number = Long.parseLong(match.group(1));
        return Optional.of(
                switch (match.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /// A length of time as [#parse] reads it, in the largest unit that says it exactly.
    public static String text(Duration time) {
        long ms = time.toMillis();
        if (ms % 1_000 != 0) {
            return ms + "ms";
        }
        long s = ms / 1_000;
        return s % 3_600 == 0 && s > 0
                ? s / 3_600 + "h"
                : s % 60 == 0 && s > 0 ? s / 60 + "m" : s + "s";
    }
}
