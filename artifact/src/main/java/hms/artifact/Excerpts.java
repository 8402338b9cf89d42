package hms.artifact;

import java.util.Locale;

/// Shows pieces of hostile text in messages: short, on one line, with nothing invisible in them.
final class Excerpts {
    private static final int LONGEST = 60;

    private Excerpts() {}

    /// `text` in double quotes, cut after 60 characters, with what is invisible written as escapes.
    static String quote(String text) {
        var shown = new StringBuilder("\"");
        var cut = text.length() > LONGEST;
        text.codePoints().limit(LONGEST).forEach(c -> append(shown, c));
        return shown.append(cut ? "…\"" : "\"").toString();
    }

    /// `text` without quotes, cut after 200 characters, with what is invisible written as escapes.
    static String plain(String text) {
        var shown = new StringBuilder();
        text.codePoints().limit(200).forEach(c -> append(shown, c));
        return shown.toString();
    }

    /// A code point as its number and Unicode name: `U+202E RIGHT-TO-LEFT OVERRIDE`.
    static String name(int codePoint) {
        var name = Character.getName(codePoint);
        var number = String.format(Locale.ROOT, "U+%04X", codePoint);
        return name == null ? number : number + " " + name;
    }

    private static void append(StringBuilder shown, int c) {
        if (isPlain(c)) {
            shown.appendCodePoint(c);
        } else {
            shown.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
