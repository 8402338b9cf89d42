package hms.artifact;

import com.google.re2j.Pattern;
import java.util.Optional;

/// What no text of an artifact may have in it, because a reader would not see it or a page would
/// run it.
final class Letters {
    /// Run by RE2, because the text is as hostile as it is long.
    private static final Pattern SCRIPT =
            Pattern.compile(
                    "</?(?:script|iframe|object|embed|style|link|meta|base|form|svg|math)(?:[\\s/>]|$)"
                            + "|<[a-z][^<>]{0,200}[\\s/\"']on[a-z]{3,30}\\s*="
                            + "|(?:javascript|vbscript)\\s*:\\S"
                            + "|data\\s*:\\s*text/html",
                    Pattern.CASE_INSENSITIVE);

    private Letters() {}

    /// Whether the character must not be anywhere in a file: controls, bidi controls, byte order
    /// marks, characters that are none, lone surrogates.
    static boolean isHidden(int c) {
        return (c < 0x20 && c != '\n' && c != '\r' && c != '\t')
                || (c >= 0x7F && c <= 0x9F)
                || c == 0xFEFF
                || (c & 0xFFFE) == 0xFFFE
                || (c >= 0xFDD0 && c <= 0xFDEF)
                || (c >= 0xD800 && c <= 0xDFFF)
                || isBidiControl(c);
    }

    /// Unicode's Bidi_Control property.
    static boolean isBidiControl(int c) {
        return c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    /// Checks a decoded scalar: escapes bring in what the file's own characters may not be.
    static boolean isClean(String text, At at, Findings findings) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if ((c < 0x20 || c >= 0x7F) && isHidden(text.codePointAt(i))) {
                var surrogate =
                        Character.isSurrogate(c)
                                && !Character.isSupplementaryCodePoint(text.codePointAt(i));
                var code =
                        surrogate
                                ? "lone-surrogate"
                                : isBidiControl(c) ? "bidi-control" : "control-character";
                findings.error(
                        code,
                        at,
                        surrogate
                                ? "the text has half of a surrogate pair ("
                                        + Excerpts.name(c)
                                        + "), which is no character"
                                : "the text has the character "
                                        + Excerpts.name(text.codePointAt(i))
                                        + ", which nobody would see",
                        "take the character out");
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
            }
        }
        return true;
    }

    /// The piece of `text` that a browser might run, if there is one.
    static Optional<String> script(String text) {
        if (text.indexOf('<') < 0 && text.indexOf(':') < 0) {
            return Optional.empty();
        }
        var match = SCRIPT.matcher(text);
        return match.find() ? Optional.of(match.group()) : Optional.empty();
    }

    /// The first character of a one-line text that breaks the line or cannot be seen, if there is
    /// one.
    static Optional<String> unseen(String line) {
        return line.codePoints()
                .filter(c -> c < 0x20 || isInvisible(c))
                .mapToObj(Excerpts::name)
                .findFirst();
    }

    private static boolean isInvisible(int c) {
        var type = Character.getType(c);
        var joiner = c == 0x200C || c == 0x200D;
        return (type == Character.FORMAT && !joiner)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
