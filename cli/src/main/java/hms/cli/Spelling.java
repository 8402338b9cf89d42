package hms.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Small things about words.
final class Spelling {
    private static final int FARTHEST = 2;
    private static final int LONGEST = 30;

    private Spelling() {}

    /// The candidate that was probably meant, if one is near.
    static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(c -> distance(word, c) <= Math.min(FARTHEST, c.length() / 2))
                .min(
                        Comparator.comparingInt((String c) -> distance(word, c))
                                .thenComparing(c -> c));
    }

    /// Letters to put in, leave out, change, or swap with their neighbour.
    static int distance(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        var least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        var swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }

    static String lowerFirst(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /// The text with a capital letter and a full stop.
    static String sentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        var end = text.endsWith(".") || text.endsWith("?") || text.endsWith("!") ? "" : ".";
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + end;
    }

    /// `1 policy`, `2 policies`.
    static String count(long n, String one, String many) {
        return number(n) + " " + (n == 1 ? one : many);
    }

    /// `5,000`.
    static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
