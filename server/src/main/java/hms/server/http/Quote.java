package hms.server.http;

/// Repeats a part of a request in a message: short, and with nothing in it that a terminal or a
/// page would take for more than text.
final class Quote {

    private static final int LONGEST = 60;

    private Quote() {}

    /// In quotation marks.
    static String of(String text) {
        return '"' + plain(text) + '"';
    }

    static String plain(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(
                        c ->
                                out.appendCodePoint(
                                        c < ' ' || c > '~' || c == '"' || c == '<' ? '?' : c));
        return text.codePointCount(0, text.length()) > LONGEST ? out + "…" : out.toString();
    }
}
