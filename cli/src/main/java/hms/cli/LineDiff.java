package hms.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The shortest way from one text to another, line by line (Myers, "An O(ND) Difference Algorithm",
/// 1986), in the unified format.
final class LineDiff {
    private static final int CONTEXT = 3;
    /// Beyond so many differing lines the way is not searched any more: all of it changes.
    private static final int MOST_EDITS = 1_000;

    private final List<String> a;
    private final List<String> b;
    private final List<Line> lines = new ArrayList<>();

    /// @param mark `' '`, `'-'` or `'+'`
    private record Line(char mark, String text) {}

    private LineDiff(List<String> a, List<String> b) {
        this.a = a;
        this.b = b;
    }

    /// The unified diff; empty where nothing differs.
    static String unified(String fromName, String toName, List<String> from, List<String> to) {
        var diff = new LineDiff(from, to);
        diff.find();
        if (diff.lines.stream().allMatch(line -> line.mark() == ' ')) {
            return "";
        }
        return "--- " + fromName + "\n+++ " + toName + "\n" + diff.hunks();
    }

    private void find() {
        var trace = search();
        if (trace.isEmpty()) {
            a.forEach(line -> lines.add(new Line('-', line)));
            b.forEach(line -> lines.add(new Line('+', line)));
            return;
        }
        var x = a.size();
        var y = b.size();
        for (var d = trace.size() - 1; d >= 0; d--) {
            var k = x - y;
            var down = d > 0 && isDown(trace.get(d), k, d);
            var beforeX = d == 0 ? 0 : at(trace.get(d), down ? k + 1 : k - 1);
            var beforeY = d == 0 ? 0 : beforeX - (down ? k + 1 : k - 1);
            var snakeX = d == 0 ? 0 : down ? beforeX : beforeX + 1;
            while (x > snakeX && y > 0) {
                lines.add(new Line(' ', a.get(--x)));
                y--;
            }
            if (d > 0) {
                lines.add(down ? new Line('+', b.get(beforeY)) : new Line('-', a.get(beforeX)));
            }
            x = beforeX;
            y = beforeY;
        }
        Collections.reverse(lines);
    }

    /// For each number of edits, how far one came before them; empty if there are too many.
    private List<Map<Integer, Integer>> search() {
        var trace = new ArrayList<Map<Integer, Integer>>();
        var reach = new HashMap<Integer, Integer>();
        reach.put(1, 0);
        for (var d = 0; d <= Math.min(a.size() + b.size(), MOST_EDITS); d++) {
            trace.add(new HashMap<>(reach));
            for (var k = -d; k <= d; k += 2) {
                var x = isDown(reach, k, d) ? at(reach, k + 1) : at(reach, k - 1) + 1;
                while (x < a.size() && x - k < b.size() && a.get(x).equals(b.get(x - k))) {
                    x++;
                }
                reach.put(k, x);
                if (x >= a.size() && x - k >= b.size()) {
                    return trace;
                }
            }
        }
        return List.of();
    }

    private static boolean isDown(Map<Integer, Integer> reach, int k, int d) {
        return k == -d || (k != d && at(reach, k - 1) < at(reach, k + 1));
    }

    private static int at(Map<Integer, Integer> reach, int k) {
        return reach.getOrDefault(k, -1);
    }

    private String hunks() {
        var text = new StringBuilder();
        var i = 0;
        while (i < lines.size()) {
            if (lines.get(i).mark() == ' ') {
                i++;
                continue;
            }
            var start = Math.max(0, i - CONTEXT);
            var end = endOfHunk(i);
            append(text, start, end);
            i = end;
        }
        return text.toString();
    }

    /// Changes with few equal lines between them share a hunk.
    private int endOfHunk(int from) {
        var last = from;
        for (var i = from; i < lines.size() && i - last <= 2 * CONTEXT; i++) {
            if (lines.get(i).mark() != ' ') {
                last = i;
            }
        }
        return Math.min(lines.size(), last + 1 + CONTEXT);
    }

    private void append(StringBuilder text, int start, int end) {
        var hunk = lines.subList(start, end);
        text.append(
                "@@ -%s +%s @@\n"
                        .formatted(
                                range(before(start, '+'), count(hunk, '+')),
                                range(before(start, '-'), count(hunk, '-'))));
        hunk.forEach(line -> text.append(line.mark()).append(line.text()).append('\n'));
    }

    private static String range(long before, long count) {
        return (count == 0 ? before : before + 1) + (count == 1 ? "" : "," + count);
    }

    /// How many lines without this mark lie before an index.
    private long before(int index, char without) {
        return count(lines.subList(0, index), without);
    }

    private static long count(List<Line> lines, char without) {
        return lines.stream().filter(line -> line.mark() != without).count();
    }
}
