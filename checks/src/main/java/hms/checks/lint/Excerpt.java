package hms.checks.lint;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Finding;
import java.util.List;
import java.util.Locale;

/// Shows findings in the text that they are about, as a compiler does:
///
/// ```
/// error[duplicate-key]: the key "limit" is there twice
///   --> pm25.yaml:9:1 ($.limit)
///    |
///  9 | limit: 25
///    | ^
///    = delete one of the two
/// ```
final class Excerpt {
    /// How much of a line is shown, in characters.
    private static final int WIDTH = 100;

    private final List<String> lines;

    /// @param bytes the file, whatever it is
    Excerpt(byte[] bytes) {
        this.lines = new String(bytes, UTF_8).lines().toList();
    }

    /// The finding, ending with a line feed.
    String of(Finding finding) {
        var out = new StringBuilder();
        out.append(finding.severity().name().toLowerCase(Locale.ROOT));
        out.append('[')
                .append(finding.code())
                .append("]: ")
                .append(visible(finding.message()))
                .append('\n');
        var gutter = " ".repeat(String.valueOf(finding.line()).length() + 1);
        out.append(gutter).append("--> ").append(visible(place(finding))).append('\n');
        if (finding.line() > 0 && finding.line() <= lines.size()) {
            quote(finding, gutter, out);
        }
        out.append(gutter).append(" = ").append(visible(finding.remedy())).append('\n');
        return out.toString();
    }

    private static String place(Finding finding) {
        var place =
                finding.line() == 0
                        ? finding.file()
                        : finding.file() + ":" + finding.line() + ":" + finding.column();
        return finding.path().equals("$") ? place : place + " (" + finding.path() + ")";
    }

    private void quote(Finding finding, String gutter, StringBuilder out) {
        var characters = visible(lines.get(finding.line() - 1)).codePoints().toArray();
        var column = Math.min(Math.max(finding.column(), 1), characters.length + 1);
        var from = column <= WIDTH ? 0 : column - WIDTH / 2;
        var to = Math.min(characters.length, from + WIDTH);
        var cutBefore = from > 0 ? "…" : "";
        out.append(gutter).append(" |\n");
        out.append(' ').append(finding.line()).append(" | ").append(cutBefore);
        out.append(new String(characters, from, to - from))
                .append(to < characters.length ? "…" : "")
                .append('\n');
        out.append(gutter)
                .append(" | ")
                .append(" ".repeat(cutBefore.length() + column - 1 - from))
                .append("^\n");
    }

    /// The text with one visible character for each of its own: what would move a cursor or turn
    /// the direction of writing does not reach the terminal.
    private static String visible(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .forEach(c -> shown.appendCodePoint(isVisible(c) ? c : c == '\t' ? ' ' : 0xFFFD));
        return shown.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
