package hms.cli;

import hms.artifact.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Findings as a good compiler shows them: the place, the message, the line itself with a mark
/// under the column, and what to do.
final class FindingText {
    private static final int MOST_BYTES = 2 * 1024 * 1024;
    private static final int MARGIN = 12;

    private final Path folder;
    private final int width;

    private FindingText(Path folder, int width) {
        this.folder = folder;
        this.width = width;
    }

    /// Prints findings to the messages.
    static void print(Invocation invocation, List<Finding> findings) {
        var text = new FindingText(invocation.environment().folder(), invocation.screen().width());
        findings.forEach(finding -> invocation.screen().printError(text.of(finding)));
    }

    private String of(Finding finding) {
        var severity = finding.isError() ? Ink.HARM.of("error") : Ink.WAIT.of("warning");
        var where = finding.path().equals("$") ? "" : Ink.QUIET.of("  " + finding.path());
        var lines = new ArrayList<String>();
        lines.add(place(finding) + severity + ": " + oneLine(finding.message()) + where);
        excerpt(finding).ifPresent(lines::addAll);
        lines.add("  → " + oneLine(finding.remedy()));
        return String.join("\n", lines) + "\n";
    }

    private static String place(Finding finding) {
        if (finding.file().isEmpty()) {
            return "";
        }
        return finding.line() == 0
                ? finding.file() + ": "
                : "%s:%d:%d: ".formatted(finding.file(), finding.line(), finding.column());
    }

    /// The line that the finding is about, if the file is here.
    private Optional<List<String>> excerpt(Finding finding) {
        if (finding.line() == 0 || finding.file().isEmpty()) {
            return Optional.empty();
        }
        return source(finding).map(line -> marked(finding, line));
    }

    private Optional<String> source(Finding finding) {
        try {
            var file = folder.resolve(finding.file());
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                return Optional.empty();
            }
            return Files.readString(file).lines().skip(finding.line() - 1L).findFirst();
        } catch (IOException | RuntimeException _) {
            // not UTF-8, no path, or gone: the finding says enough without its line
            return Optional.empty();
        }
    }

    private List<String> marked(Finding finding, String source) {
        var number = Integer.toString(finding.line());
        var gutter = " ".repeat(Math.max(0, 4 - number.length())) + number + " │ ";
        var points = source.replace('\t', ' ').codePoints().toArray();
        var column = Math.clamp(finding.column() - 1L, 0, points.length);
        var room = Math.max(20, width - MARGIN);
        var from = column < room ? 0 : column - room / 2;
        var to = Math.min(points.length, from + room);
        var before = new String(points, from, column - from);
        var shown = new String(points, from, to - from);
        var blank = " ".repeat(Ink.width(Ink.render(before, false)));
        return List.of(
                Ink.QUIET.of(gutter) + shown,
                Ink.QUIET.of(" ".repeat(gutter.length() - 2) + "│ ")
                        + blank
                        + (finding.isError() ? Ink.HARM : Ink.WAIT).of("^"));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
