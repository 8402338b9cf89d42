package hms.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Artifact;
import hms.artifact.Rule;

/// Finds the place in an artifact's file where a position in a rule's expression stands. A file
/// may fold an expression over several lines or escape characters in it, so the two are walked
/// side by side, blank characters left out.
final class RulePosition {
    private final int[] file;
    private final Rule rule;

    /// @param file the characters of the artifact's file
    RulePosition(int[] file, Rule rule) {
        this.file = file;
        this.rule = rule;
    }

    static int[] characters(Artifact artifact) {
        return new String(artifact.bytes(), UTF_8).codePoints().toArray();
    }

    /// Line and column in the file, from 1.
    record At(int line, int column) {}

    /// @param line the line in the expression, from 1
    /// @param column the column in that line in characters, from 1
    At of(int line, int column) {
        var expression = rule.expression().codePoints().toArray();
        int target = offset(expression, line, column);
        int at = offset(file, rule.place().line(), rule.place().column());
        for (int i = 0; i < target; i++) {
            if (isBlank(expression[i])) {
                continue;
            }
            at = skipBlank(at);
            if (at < file.length
                    && file[at] != expression[i]
                    && (file[at] == '\\' || file[at] == '\'')) {
                at++;
            }
            if (at >= file.length || file[at] != expression[i]) {
                return new At(rule.place().line(), rule.place().column());
            }
            at++;
        }
        return place(target < expression.length ? skipBlank(at) : at);
    }

    private static int offset(int[] text, int line, int column) {
        int at = 0;
        for (int seen = 1; seen < line && at < text.length; at++) {
            if (text[at] == '\n') {
                seen++;
            }
        }
        return Math.min(text.length, at + column - 1);
    }

    private int skipBlank(int from) {
        int at = from;
        while (at < file.length && isBlank(file[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private At place(int offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset && i < file.length; i++) {
            if (file[i] == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new At(line, column);
    }
}
