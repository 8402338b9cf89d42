package hms.core.pipeline.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/// Keeps apart what YAML makes equal: a backslash at a line's end, which joins lines in a shell,
/// and a backslash in front of a space, which is a space in a word. Where YAML folds lines (`>`, or
/// a text that goes on in the next line) the one becomes the other.
///
/// Such backslashes are marked before YAML reads the text, with a character that the text does not
/// have, and found again in what YAML made of them.
///
/// @param marked the text with its marks
record JoinedLines(String marked, String mark) {
    private static final int FIRST_PRIVATE = 0xE000;
    private static final int LAST_PRIVATE = 0xF8FF;

    /// An odd number of backslashes, and then the end of the line: the last one joins.
    private static final Pattern JOINS = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)(?=\\\\\\r?\\n)");

    /// @throws ConfigRefused if the text has all the characters that could be the mark
    static JoinedLines mark(String file, byte[] bytes) {
        var text = new String(bytes, UTF_8);
        for (int c = FIRST_PRIVATE; c <= LAST_PRIVATE; c++) {
            if (text.indexOf(c) < 0) {
                var mark = Character.toString(c);
                var marked = JOINS.matcher(text).replaceAll("$1" + mark);
                return new JoinedLines(marked, mark);
            }
        }
        throw new ConfigRefused(file + " has every private-use character of Unicode");
    }

    byte[] bytes() {
        return marked.getBytes(UTF_8);
    }

    /// A script with its lines joined where YAML has folded them. Where YAML kept the line's end,
    /// the shell joins.
    String join(String script) {
        var backslash = mark + "\\";
        var text = script.replace(backslash + " ", "");
        if (text.endsWith(backslash)) {
            text = text.substring(0, text.length() - backslash.length());
        }
        return unmark(text);
    }

    String unmark(String text) {
        return text.replace(mark, "");
    }
}
