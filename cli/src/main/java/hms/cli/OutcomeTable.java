package hms.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a simulation found, from its report: the outcomes that change, as a small table, and the
/// cases that did not adapt.
final class OutcomeTable {
    private static final int SHOWN = 10;

    private OutcomeTable() {}

    /// The outcomes that change; nothing if there are none.
    ///
    /// @param report the report, or the first lines of one
    static List<String> changed(JsonNode report, int width) {
        var list = report.path("changed");
        var total = report.path("changedOutcomes").asLong(list.size());
        if (list.isEmpty()) {
            return List.of();
        }
        var columns = inputs(list);
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<String>(List.of("case", "rule"));
        head.addAll(columns);
        head.add("before → after");
        rows.add(head);
        for (var i = 0; i < Math.min(SHOWN, list.size()); i++) {
            rows.add(row(list.get(i), columns));
        }
        var lines = new ArrayList<String>();
        lines.add(total == 1 ? "1 outcome changes:" : Spelling.number(total) + " outcomes change:");
        lines.addAll(Table.lines(rows, width));
        if (total > rows.size() - 1) {
            lines.add("  … and " + Spelling.number(total - rows.size() + 1) + " more");
        }
        return lines;
    }

    /// The cases that the new version does not handle as expected; nothing if there are none.
    static List<String> unadapted(JsonNode report, int width) {
        var list = report.path("unadapted");
        var missing = report.path("cases").asLong(0) - report.path("adapted").asLong(0);
        if (list.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add(Spelling.count(missing, "case does not adapt:", "cases do not adapt:"));
        for (var i = 0; i < Math.min(SHOWN, list.size()); i++) {
            var each = list.get(i);
            lines.add(
                    Ink.cut(
                            "  %s  %s: %s"
                                    .formatted(
                                            each.path("place").asString(""),
                                            each.path("rule").asString(""),
                                            each.path("why").asString("")),
                            width));
        }
        if (missing > SHOWN) {
            lines.add("  … and " + Spelling.number(missing - SHOWN) + " more");
        }
        return lines;
    }

    private static Set<String> inputs(JsonNode list) {
        var names = new LinkedHashSet<String>();
        for (var i = 0; i < Math.min(SHOWN, list.size()); i++) {
            names.addAll(list.get(i).path("inputs").propertyNames());
        }
        return names;
    }

    private static List<String> row(JsonNode outcome, Set<String> columns) {
        var row = new ArrayList<String>();
        row.add(outcome.path("name").asString(""));
        row.add(outcome.path("rule").asString(""));
        columns.forEach(name -> row.add(text(outcome.path("inputs").path(name))));
        row.add(text(outcome.path("before")) + " → " + text(outcome.path("after")));
        return row;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "" : ChangeText.text(value);
    }
}
