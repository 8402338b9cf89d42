package hms.checks.canary;

import java.util.Locale;

/// How often something is to be expected.
///
/// @param least not less than this
/// @param most not more than this
public record Range(long least, long most) {
    public static final Range NOTHING = new Range(0, 0);

    public Range plus(Range other) {
        return new Range(least + other.least, most + other.most);
    }

    /// As in `24–38`.
    public String brief() {
        return least == most
                ? String.format(Locale.ROOT, "%,d", most)
                : String.format(Locale.ROOT, "%,d–%,d", least, most);
    }

    /// As in `24 to 38`.
    String text() {
        return least == most
                ? String.format(Locale.ROOT, "%,d", most)
                : String.format(Locale.ROOT, "%,d to %,d", least, most);
    }
}
