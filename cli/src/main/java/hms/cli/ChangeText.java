package hms.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What differs between two versions, a line each: `limit  35 → 25`.
final class ChangeText {
    private static final int LONGEST_PATH = 28;

    private ChangeText() {}

    /// @param changes as the API has them: `[{"path","before","after"}]`
    static List<String> lines(JsonNode changes, int width) {
        var column = 0;
        for (var change : changes) {
            column = Math.max(column, Math.min(LONGEST_PATH, Ink.width(path(change))));
        }
        var lines = new ArrayList<String>();
        for (var change : changes) {
            var start = Ink.pad(path(change), column) + "  ";
            lines.add(start + value(change, Math.max(12, width - Ink.width(start))));
        }
        return lines;
    }

    private static String path(JsonNode change) {
        return change.path("path").asString("");
    }

    private static String value(JsonNode change, int room) {
        var before = change.path("before");
        var after = change.path("after");
        if (isAbsent(before)) {
            return "+ " + Ink.cut(text(after), room - 2);
        }
        if (isAbsent(after)) {
            return "− " + Ink.cut(text(before), room - 2);
        }
        var was = text(before);
        var is = text(after);
        if (Ink.width(was) + Ink.width(is) + 3 <= room) {
            return was + " → " + is;
        }
        var half = (room - 3) / 2;
        return Ink.cut(was, half) + " → " + Ink.cut(is, half);
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /// A value as people write it: texts without quotes, on one line.
    static String text(JsonNode value) {
        return value.isString()
                ? value.asString().strip().replaceAll("\\s+", " ")
                : value.toString();
    }
}
