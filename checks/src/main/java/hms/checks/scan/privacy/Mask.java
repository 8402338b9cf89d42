package hms.checks.scan.privacy;

/// Shows the shape of a text, and nothing of what it says: digits as `#`, letters as `x`.
final class Mask {
    private static final int LONGEST = 40;

    private Mask() {}

    static String of(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(
                        c ->
                                shown.appendCodePoint(
                                        Character.isDigit(c)
                                                ? '#'
                                                : Character.isLetter(c)
                                                        ? 'x'
                                                        : c < ' ' || c > '~' ? '?' : c));
        return text.codePointCount(0, text.length()) > LONGEST ? shown + "…" : shown.toString();
    }
}
