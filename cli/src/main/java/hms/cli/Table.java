package hms.cli;

import java.util.ArrayList;
import java.util.List;

/// Left-aligned columns under a quiet head. Where they are wider than the screen, the widest give
/// way.
final class Table {
    private static final String GAP = "  ";
    private static final int WIDEST = 60;
    private static final int NARROWEST = 6;

    private Table() {}

    /// @param rows the first is the head; all have the same number of cells
    /// @param width columns of the screen; [Integer#MAX_VALUE] for no end
    static List<String> lines(List<List<String>> rows, int width) {
        var widths = widths(rows, width);
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var i = 0; i < widths.length; i++) {
                var cell = row.get(i).replaceAll("\\s+", " ");
                line.append(GAP).append(Ink.pad(Ink.cut(cell, widths[i]), widths[i]));
            }
            var text = line.toString().stripTrailing();
            lines.add(lines.isEmpty() ? Ink.QUIET.of(text) : text);
        }
        return lines;
    }

    private static int[] widths(List<List<String>> rows, int width) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Ink.width(row.get(i)));
            }
        }
        if (width < Integer.MAX_VALUE) {
            shrink(widths, width - widths.length * GAP.length());
        }
        return widths;
    }

    private static void shrink(int[] widths, int room) {
        var sum = 0;
        for (var i = 0; i < widths.length; i++) {
            widths[i] = Math.min(widths[i], WIDEST);
            sum += widths[i];
        }
        while (sum > room) {
            var widest = 0;
            for (var i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            sum--;
        }
    }
}
