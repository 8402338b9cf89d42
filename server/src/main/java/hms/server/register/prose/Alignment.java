package hms.server.register.prose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/// Which elements of a new sequence are elements of an old one, in order: a longest common
/// subsequence, by Myers' O(ND) method ("An O(ND) Difference Algorithm and Its Variations", 1986).
final class Alignment {

    static final int NONE = -1;

    /// With more differences than this, what lies between the common beginning and end counts as
    /// replaced. It bounds time and memory to its square.
    private static final int MAX_DIFFERENCES = 1_000;

    private Alignment() {}

    /// For each element of `after`, the index in `before` that it matches, or [#NONE].
    static <T> int[] match(List<T> before, List<T> after, BiPredicate<T, T> same) {
        var matched = new int[after.size()];
        Arrays.fill(matched, NONE);
        int head = 0;
        int shorter = Math.min(before.size(), after.size());
        while (head < shorter && same.test(before.get(head), after.get(head))) {
            matched[head] = head;
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && same.test(
                        before.get(before.size() - 1 - tail), after.get(after.size() - 1 - tail))) {
            matched[after.size() - 1 - tail] = before.size() - 1 - tail;
            tail++;
        }
        middle(
                before.subList(head, before.size() - tail),
                after.subList(head, after.size() - tail),
                same,
                head,
                matched);
        return matched;
    }

    private static <T> void middle(
            List<T> before, List<T> after, BiPredicate<T, T> same, int offset, int[] matched) {
        int n = before.size();
        int m = after.size();
        if (n == 0 || m == 0) {
            return;
        }
        int most = Math.min(n + m, MAX_DIFFERENCES);
        var trace = new ArrayList<int[]>();
        var reach =
                new int[2 * most + 3]; // reach[most + 1 + k]: how far into `before` on diagonal k
        for (int d = 0; d <= most; d++) {
            trace.add(Arrays.copyOfRange(reach, most + 1 - d - 1, most + 1 + d + 2));
            for (int k = -d; k <= d; k += 2) {
                int at = most + 1 + k;
                boolean down = k == -d || (k != d && reach[at - 1] < reach[at + 1]);
                int x = down ? reach[at + 1] : reach[at - 1] + 1;
                int y = x - k;
                while (x < n
                        && y < m
                        && x >= 0
                        && y >= 0
                        && same.test(before.get(x), after.get(y))) {
                    x++;
                    y++;
                }
                reach[at] = x;
                if (x >= n && y >= m) {
                    backtrack(trace, d, n, m, offset, matched);
                    return;
                }
            }
        }
    }

    /// Walks back from the end; `trace.get(d)` is what was reached before step d, diagonals -d-1 to
    /// d+1.
    private static void backtrack(
            List<int[]> trace, int steps, int n, int m, int offset, int[] matched) {
        int x = n;
        int y = m;
        for (int d = steps; d >= 0; d--) {
            var reach = trace.get(d);
            int k = x - y;
            int at = d + 1 + k;
            boolean down = k == -d || (k != d && reach[at - 1] < reach[at + 1]);
            int former = down ? reach[at + 1] : reach[at - 1];
            int snake = d == 0 ? 0 : down ? former : former + 1;
            while (x > snake) {
                x--;
                y--;
                matched[offset + y] = offset + x;
            }
            x = former;
            y = former - (down ? k + 1 : k - 1);
        }
    }
}
