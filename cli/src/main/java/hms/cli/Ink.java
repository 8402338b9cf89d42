package hms.cli;

/// How a piece of text looks. Done is quiet; colour is for what moves, what waits for a person, and
/// what failed.
///
/// In a text, an ink is a mark (a private-use character), not an escape code: so a text can be
/// cleaned of everything that could steer a terminal after it has been put together.
enum Ink {
    PLAIN('\uE1A0', "0"),
    STRONG('\uE1A1', "1"),
    QUIET('\uE1A2', "2"),
    ACCENT('\uE1A3', "34"),
    WAIT('\uE1A4', "33"),
    HARM('\uE1A5', "31");

    private static final Ink[] ALL = values();

    private final char mark;
    private final String code;

    Ink(char mark, String code) {
        this.mark = mark;
        this.code = code;
    }

    /// The text in this ink.
    String of(String text) {
        return mark + text + PLAIN.mark;
    }

    /// The text as it goes to the screen: marks as escape codes, or left out; control characters,
    /// direction marks and the like made visible.
    static String render(String text, boolean coloured) {
        var shown = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        c -> {
                            if (isMark(c)) {
                                shown.append(coloured ? escape(c) : "");
                            } else if (c == '\n' || !isHidden(c)) {
                                shown.appendCodePoint(c);
                            } else {
                                shown.append("\\u{").append(Integer.toHexString(c)).append('}');
                            }
                        });
        return shown.toString();
    }

    /// How many columns the text takes on a screen.
    static int width(String text) {
        return text.codePoints().map(Ink::width).sum();
    }

    /// The text cut to this many columns, the cut shown.
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        var shown = new StringBuilder();
        var left = Math.max(1, columns) - 1;
        for (var c : text.codePoints().toArray()) {
            left -= width(c);
            if (left < 0) {
                break;
            }
            shown.appendCodePoint(c);
        }
        return shown + "…";
    }

    /// The text with blanks up to this many columns.
    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    private static String escape(int mark) {
        return "\u001b[" + ALL[mark - PLAIN.mark].code + "m";
    }

    private static boolean isMark(int c) {
        return c >= PLAIN.mark && c <= HARM.mark;
    }

    private static int width(int c) {
        if (isMark(c)) {
            return 0;
        }
        var type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /// East Asian wide characters and pictures, roughly (Unicode Standard Annex 11).
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
