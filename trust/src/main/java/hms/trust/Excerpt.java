package hms.trust;

/// A quotation of hostile text that is safe to show: short, and without control or invisible
/// characters.
final class Excerpt {
    private static final int LONGEST = 60;

    private Excerpt() {}

    static String of(String text) {
        var shown = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(c -> append(shown, c));
        return shown.append(text.codePointCount(0, text.length()) > LONGEST ? "…\"" : "\"")
                .toString();
    }

    private static void append(StringBuilder shown, int codePoint) {
        if (isPlain(codePoint)) {
            shown.appendCodePoint(codePoint);
        } else {
            shown.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
        }
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
