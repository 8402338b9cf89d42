package hms.server.register.prose;

import hms.server.register.prose.Marked.Change;
import hms.server.register.prose.Marked.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Marks a text against an earlier one: leaves that are the same are matched first; between them,
/// leaves that resemble each other are compared word by word, and the others are struck or new as a
/// whole.
final class Marking {

    /// Two leaves resemble each other if they share this part of their words.
    private static final double LIKENESS = 0.35;

    /// Between two unchanged leaves, at most this many pairs are compared for likeness; beyond it,
    /// all is replaced.
    private static final int MAX_PAIRS = 10_000;

    private Marking() {}

    static List<Marked> unmarked(List<Leaf> leaves) {
        return leaves.stream().map(leaf -> Marked.all(leaf, Change.NONE)).toList();
    }

    static List<Marked> mark(List<Leaf> before, List<Leaf> after) {
        var matched = Alignment.match(before, after, Leaf::sameAs);
        var marked = new ArrayList<Marked>();
        int oldFrom = 0;
        int newFrom = 0;
        for (int i = 0; i <= after.size(); i++) {
            boolean end = i == after.size();
            if (end || matched[i] != Alignment.NONE) {
                int oldTo = end ? before.size() : matched[i];
                between(before.subList(oldFrom, oldTo), after.subList(newFrom, i), marked);
                if (!end) {
                    marked.add(Marked.all(after.get(i), Change.NONE));
                    oldFrom = oldTo + 1;
                    newFrom = i + 1;
                }
            }
        }
        return marked;
    }

    private static void between(List<Leaf> before, List<Leaf> after, List<Marked> marked) {
        var pairs = resembling(before, after);
        int old = 0;
        for (int i = 0; i < after.size(); i++) {
            if (pairs[i] != Alignment.NONE) {
                while (old < pairs[i]) {
                    marked.add(Marked.all(before.get(old++), Change.STRUCK));
                }
                marked.add(compared(before.get(old++), after.get(i)));
            } else {
                marked.add(Marked.all(after.get(i), Change.NEW));
            }
        }
        while (old < before.size()) {
            marked.add(Marked.all(before.get(old++), Change.STRUCK));
        }
    }

    // --- leaves that resemble each other ---

    /// The pairing, in order, whose likenesses add up to the most.
    private static int[] resembling(List<Leaf> before, List<Leaf> after) {
        int n = before.size();
        int m = after.size();
        var pairs = new int[m];
        Arrays.fill(pairs, Alignment.NONE);
        if (n == 0 || m == 0 || (long) n * m > MAX_PAIRS) {
            return pairs;
        }
        var oldBags = before.stream().map(Marking::bag).toList();
        var newBags = after.stream().map(Marking::bag).toList();
        var likeness = new double[n][m];
        var best = new double[n + 1][m + 1];
        for (int i = n - 1; i >= 0; i--) {
            for (int k = m - 1; k >= 0; k--) {
                if (before.get(i).comparableTo(after.get(k))) {
                    likeness[i][k] = likeness(oldBags.get(i), newBags.get(k));
                }
                double paired =
                        likeness[i][k] >= LIKENESS ? likeness[i][k] + best[i + 1][k + 1] : 0;
                best[i][k] = Math.max(paired, Math.max(best[i + 1][k], best[i][k + 1]));
            }
        }
        int i = 0;
        int k = 0;
        while (i < n && k < m) {
            if (likeness[i][k] >= LIKENESS && best[i][k] == likeness[i][k] + best[i + 1][k + 1]) {
                pairs[k++] = i++;
            } else if (best[i][k] == best[i + 1][k]) {
                i++;
            } else {
                k++;
            }
        }
        return pairs;
    }

    private static Map<String, Integer> bag(Leaf leaf) {
        var bag = new HashMap<String, Integer>();
        for (var cell : leaf.cells()) {
            for (var word : cell) {
                if (word.says()) {
                    bag.merge(word.text(), 1, Integer::sum);
                }
            }
        }
        return bag;
    }

    /// The share of words that two bags have in common (Dice), from 0 to 1; two without words are
    /// alike.
    private static double likeness(Map<String, Integer> one, Map<String, Integer> other) {
        int size = count(one) + count(other);
        if (size == 0) {
            return 1;
        }
        int common = 0;
        for (var word : one.entrySet()) {
            common += Math.min(word.getValue(), other.getOrDefault(word.getKey(), 0));
        }
        return 2.0 * common / size;
    }

    private static int count(Map<String, Integer> bag) {
        return bag.values().stream().mapToInt(Integer::intValue).sum();
    }

    // --- words ---

    private static Marked compared(Leaf before, Leaf after) {
        var cells = new ArrayList<List<Span>>();
        for (int i = 0; i < after.cells().size(); i++) {
            cells.add(spans(before.cells().get(i), after.cells().get(i)));
        }
        var marker = before.marker().equals(after.marker()) ? Change.NONE : Change.NEW;
        return new Marked(after, marker, cells);
    }

    static List<Span> spans(List<Word> before, List<Word> after) {
        var matched = Alignment.match(before, after, Word::sameAs);
        dropLoneMatches(after, matched);
        var spans = new ArrayList<Span>();
        int old = 0;
        int i = 0;
        while (i < after.size() || old < before.size()) {
            int newFrom = i;
            while (i < after.size() && matched[i] == Alignment.NONE) {
                i++;
            }
            int oldTo = i < after.size() ? matched[i] : before.size();
            add(spans, Change.STRUCK, before.subList(old, oldTo));
            add(spans, Change.NEW, after.subList(newFrom, i));
            old = oldTo;
            int sameFrom = i;
            while (i < after.size() && matched[i] == old) {
                i++;
                old++;
            }
            add(spans, Change.NONE, after.subList(sameFrom, i));
        }
        return Collections.unmodifiableList(spans);
    }

    private static void add(List<Span> spans, Change change, List<Word> words) {
        if (!words.isEmpty()) {
            spans.add(new Span(change, words));
        }
    }

    /// A space or a comma that happens to be in both, between words that are not, only chops the
    /// marking: it counts as changed as well.
    private static void dropLoneMatches(List<Word> after, int[] matched) {
        int from = 0;
        while (from < matched.length) {
            if (matched[from] == Alignment.NONE) {
                from++;
                continue;
            }
            int to = from + 1;
            while (to < matched.length && matched[to] == matched[to - 1] + 1) {
                to++;
            }
            boolean inside = from > 0 && to < matched.length;
            if (inside && after.subList(from, to).stream().noneMatch(Word::says)) {
                Arrays.fill(matched, from, to, Alignment.NONE);
            }
            from = to;
        }
    }
}
