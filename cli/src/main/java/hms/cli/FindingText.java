package hms.cli;

import hms.artifact.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Findings as a good compiler shows them: what, where, the line itself with a mark under the
/// column, and what to do.
///
/// ```
/// error[duplicate-key]: the key "limit" is there twice
///   --> pm25.yaml:9:1 ($.limit)
///    |
///  9 | limit: 25
///    | ^
///    = delete one of the two
/// ```
final class FindingText {
    private static final long MOST_BYTES = 4L * 1024 * 1024;
    private static final int MARGIN = 10;
    private static final int TAB = 4;

    private final Invocation invocation;

    private FindingText(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Prints findings to the messages.
    static void print(Invocation invocation, List<Finding> findings) {
        var text = new FindingText(invocation);
        findings.forEach(finding -> invocation.screen().printError(text.of(finding)));
    }

    /// Prints findings where they are the result.
    static void printResult(Invocation invocation, List<Finding> findings) {
        var text = new FindingText(invocation);
        findings.forEach(finding -> invocation.screen().print(text.of(finding)));
    }

    private String of(Finding finding) {
        var ink = finding.isError() ? Ink.HARM : Ink.WAIT;
        var severity = finding.severity().name().toLowerCase(Locale.ROOT);
        var code = finding.code().isEmpty() ? "" : "[" + finding.code() + "]";
        var gutter = " ".repeat(Integer.toString(finding.line()).length() + 1);
        var text = new StringBuilder();
        text.append(ink.of(severity + code)).append(": ").append(oneLine(finding.message()));
        text.append('\n');
        place(finding)
                .ifPresent(
                        place ->
                                text.append(gutter)
                                        .append(Ink.QUIET.of("-->"))
                                        .append(' ')
                                        .append(place)
                                        .append('\n'));
        source(finding).ifPresent(line -> quote(text, gutter, finding, line));
        text.append(gutter).append(Ink.QUIET.of(" = ")).append(oneLine(finding.remedy()));
        return text.append('\n').toString();
    }

    private Optional<String> place(Finding finding) {
        if (finding.file().isEmpty()) {
            return Optional.empty();
        }
        var file = invocation.file(finding.file());
        var place =
                finding.line() == 0
                        ? file
                        : "%s:%d:%d".formatted(file, finding.line(), finding.column());
        return Optional.of(
                finding.path().equals("$") ? place : place + " (" + finding.path() + ")");
    }

    /// The line that the finding is about, if the file is here.
    private Optional<String> source(Finding finding) {
        if (finding.line() == 0 || finding.file().isEmpty()) {
            return Optional.empty();
        }
        try {
            var file = invocation.environment().path(invocation.file(finding.file()));
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                return Optional.empty();
            }
            try (var lines = Files.lines(file)) {
                return lines.skip(finding.line() - 1L).findFirst();
            }
        } catch (IOException | RuntimeException _) {
            // not UTF-8, no path, or gone: the finding says enough without its line
            return Optional.empty();
        }
    }

    private void quote(StringBuilder text, String gutter, Finding finding, String source) {
        var points = source.codePoints().toArray();
        var column = Math.clamp(finding.column() - 1L, 0, points.length);
        var room = Math.max(20, invocation.screen().width() - MARGIN - gutter.length());
        var from = column < room ? 0 : column - room / 2;
        var to = Math.min(points.length, from + room);
        var shown = visible(points, from, to);
        var blank = " ".repeat(Ink.width(visible(points, from, column)));
        text.append(gutter).append(Ink.QUIET.of(" |")).append('\n');
        text.append(Ink.QUIET.of(" " + finding.line() + " | ")).append(shown).append('\n');
        text.append(gutter)
                .append(Ink.QUIET.of(" | "))
                .append(blank)
                .append((finding.isError() ? Ink.HARM : Ink.WAIT).of("^"))
                .append('\n');
    }

    private static String visible(int[] points, int from, int to) {
        var text = new String(points, from, to - from).replace("\t", " ".repeat(TAB));
        return Ink.render(text, false);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
