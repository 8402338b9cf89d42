package hms.runs.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Sizes as people write them: `256MB`, `1GB`. A megabyte is 1024 × 1024 bytes.
public final class Sizes {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(MB|GB)");

    private Sizes() {}

    /// In bytes; empty if the text is none.
    public static Optional<Long> parse(String text) {
        var match = SIZE.matcher(text);
        return match.matches()
                ? Optional.of(
                        Long.parseLong(match.group(1)) << (match.group(2).equals("MB") ? 20 : 30))
                : Optional.empty();
    }

    /// As in `1.5 GB`.
    public static String text(long bytes) {
        return bytes < 1L << 30
                ? (bytes >> 20) + " MB"
                : String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30));
    }
}
