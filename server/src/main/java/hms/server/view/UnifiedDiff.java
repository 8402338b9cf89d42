package hms.server.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The lines in which two texts differ, in the unified format of `diff -u`: a shortest script of
/// edits (Myers 1986), with three lines of context.
///
/// Texts that have hardly a line in common are shown as one taken out and one put in.
final class UnifiedDiff {

    private static final int CONTEXT = 3;
    private static final int MOST_EDITS = 2_000;

    private UnifiedDiff() {}

    private enum Side {
        BOTH(" "),
        OLD("-"),
        NEW("+");

        private final String mark;

        Side(String mark) {
            this.mark = mark;
        }
    }

    /// @param old position of the line in the old text, or where it would stand there
    /// @param now the same in the new text
    private record Edit(Side side, int old, int now, String line) {}

    /// Empty if the texts are equal.
    static String of(String oldName, String oldText, String newName, String newText) {
        if (oldText.equals(newText)) {
            return "";
        }
        var edits = edits(lines(oldText), lines(newText));
        var out = new StringBuilder();
        out.append("--- ").append(oldName).append("\n+++ ").append(newName).append('\n');
        for (int i = 0; i < edits.size(); ) {
            if (edits.get(i).side() == Side.BOTH) {
                i++;
                continue;
            }
            int first = Math.max(0, i - CONTEXT);
            int end = hunkEnd(edits, i);
            hunk(out, edits.subList(first, end));
            i = end;
        }
        return out.toString();
    }

    private static List<String> lines(String text) {
        var lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        } else {
            lines.set(lines.size() - 1, lines.getLast() + "\n\\ No newline at end of file");
        }
        return lines;
    }

    /// Where the hunk ends that has a change at `i`: changes that are close stand in one.
    private static int hunkEnd(List<Edit> edits, int i) {
        int end = i;
        int same = 0;
        for (int j = i; j < edits.size() && same <= 2 * CONTEXT; j++) {
            same = edits.get(j).side() == Side.BOTH ? same + 1 : 0;
            if (same == 0) {
                end = j + 1;
            }
        }
        return Math.min(edits.size(), end + CONTEXT);
    }

    private static void hunk(StringBuilder out, List<Edit> edits) {
        var start = edits.getFirst();
        long old = edits.stream().filter(e -> e.side() != Side.NEW).count();
        long now = edits.stream().filter(e -> e.side() != Side.OLD).count();
        out.append("@@ -")
                .append(range(start.old(), old))
                .append(" +")
                .append(range(start.now(), now))
                .append(" @@\n");
        edits.forEach(e -> out.append(e.side().mark).append(e.line()).append('\n'));
    }

    private static String range(int start, long count) {
        return (count == 0 ? start : start + 1) + (count == 1 ? "" : "," + count);
    }

    private static List<Edit> edits(List<String> old, List<String> now) {
        var trace = trace(old, now);
        return trace.isEmpty() ? replaced(old, now) : walkedBack(old, now, trace);
    }

    /// The furthest reaching paths for 0, 1, 2 … edits, up to the one that reaches the end; empty
    /// if none does within the limit.
    private static List<int[]> trace(List<String> old, List<String> now) {
        int most = Math.min(MOST_EDITS, old.size() + now.size());
        var reach = new int[2 * most + 3];
        var trace = new ArrayList<int[]>();
        for (int d = 0; d <= most; d++) {
            trace.add(Arrays.copyOfRange(reach, most - d, most + d + 3));
            for (int k = -d; k <= d; k += 2) {
                int at = k + most + 1;
                int x = isDown(reach, at, k, d) ? reach[at + 1] : reach[at - 1] + 1;
                int y = x - k;
                while (x < old.size() && y < now.size() && old.get(x).equals(now.get(y))) {
                    x++;
                    y++;
                }
                reach[at] = x;
                if (x >= old.size() && y >= now.size()) {
                    return trace;
                }
            }
        }
        return List.of();
    }

    private static boolean isDown(int[] reach, int at, int k, int d) {
        return k == -d || (k != d && reach[at - 1] < reach[at + 1]);
    }

    private static List<Edit> walkedBack(List<String> old, List<String> now, List<int[]> trace) {
        var edits = new ArrayList<Edit>();
        int x = old.size();
        int y = now.size();
        for (int d = trace.size() - 1; d >= 0; d--) {
            var reach = trace.get(d);
            int k = x - y;
            int at = k + d + 1;
            boolean down = isDown(reach, at, k, d);
            int fromX = down ? reach[at + 1] : reach[at - 1];
            int fromY = fromX - (down ? k + 1 : k - 1);
            while (x > fromX && y > fromY && x > 0 && y > 0) {
                x--;
                y--;
                edits.add(new Edit(Side.BOTH, x, y, old.get(x)));
            }
            if (d > 0) {
                x = fromX;
                y = fromY;
                edits.add(
                        down
                                ? new Edit(Side.NEW, x, y, now.get(y))
                                : new Edit(Side.OLD, x, y, old.get(x)));
            }
        }
        Collections.reverse(edits);
        return edits;
    }

    private static List<Edit> replaced(List<String> old, List<String> now) {
        var edits = new ArrayList<Edit>();
        for (int i = 0; i < old.size(); i++) {
            edits.add(new Edit(Side.OLD, i, 0, old.get(i)));
        }
        for (int i = 0; i < now.size(); i++) {
            edits.add(new Edit(Side.NEW, old.size(), i, now.get(i)));
        }
        return edits;
    }
}
