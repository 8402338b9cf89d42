package hms.server.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class UnifiedDiffTest {

    private static final Pattern HUNK =
            Pattern.compile("@@ -([0-9]+)(?:,([0-9]+))? \\+([0-9]+)(?:,([0-9]+))? @@");

    @Test
    void equal_texts_have_no_difference() {
        assertThat(UnifiedDiff.of("a", "x\n", "b", "x\n")).isEmpty();
    }

    @Test
    void change_stands_with_three_lines_around_it() {
        var old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";

        assertThat(UnifiedDiff.of("a", old, "b", old.replace("5", "five")))
                .isEqualTo(
                        """
                        --- a
                        +++ b
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
    }

    @Test
    void changes_far_apart_stand_apart_and_near_ones_together() {
        var old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";

        assertThat(
                        hunks(
                                UnifiedDiff.of(
                                        "a",
                                        old,
                                        "b",
                                        old.replace("2\n3", "2x\n3").replace("9", "9x"))))
                .isEqualTo(1);
        assertThat(
                        hunks(
                                UnifiedDiff.of(
                                        "a",
                                        old,
                                        "b",
                                        old.replaceFirst("1", "one").replace("12", "x"))))
                .isEqualTo(2);
    }

    @Test
    void empty_side_counts_from_nought() {
        assertThat(UnifiedDiff.of("a", "", "b", "x\n")).contains("@@ -0,0 +1 @@\n+x\n");
        assertThat(UnifiedDiff.of("a", "x\n", "b", "")).contains("@@ -1 +0,0 @@\n-x\n");
    }

    @Test
    void missing_end_of_line_is_said() {
        assertThat(UnifiedDiff.of("a", "x", "b", "x\n"))
                .contains("-x\n\\ No newline at end of file\n+x\n");
    }

    private static int hunks(String diff) {
        return (int) diff.lines().filter(line -> line.startsWith("@@")).count();
    }

    @Test
    void every_difference_leads_from_the_old_text_to_the_new() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            var old = text(random);
            var now = random.nextInt(10) == 0 ? text(random) : edited(old, random);
            var diff = UnifiedDiff.of("a", join(old), "b", join(now));
            assertThat(patched(old, diff)).as("seed " + seed + ", round " + i).isEqualTo(now);
        }
    }

    private static List<String> text(Random random) {
        var lines = new ArrayList<String>();
        for (int i = random.nextInt(60); i > 0; i--) {
            lines.add("line " + random.nextInt(12));
        }
        return lines;
    }

    private static List<String> edited(List<String> old, Random random) {
        var now = new ArrayList<>(old);
        for (int i = random.nextInt(8); i > 0; i--) {
            int at = random.nextInt(now.size() + 1);
            if (random.nextBoolean() || at == now.size()) {
                now.add(at, "new " + random.nextInt(12));
            } else {
                now.remove(at);
            }
        }
        return now;
    }

    private static String join(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /// Applies the difference, strictly: every line of it has to stand where it says.
    private static List<String> patched(List<String> old, String diff) {
        var out = new ArrayList<String>();
        int at = 0;
        for (var line : diff.lines().skip(2).toList()) {
            var hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                boolean none = "0".equals(hunk.group(2));
                int start = Integer.parseInt(hunk.group(1)) - (none ? 0 : 1);
                while (at < start) {
                    out.add(old.get(at++));
                }
                boolean noneNow = "0".equals(hunk.group(4));
                assertThat(out).hasSize(Integer.parseInt(hunk.group(3)) - (noneNow ? 0 : 1));
            } else if (line.startsWith("+")) {
                out.add(line.substring(1));
            } else {
                assertThat(old.get(at)).isEqualTo(line.substring(1));
                if (line.startsWith(" ")) {
                    out.add(old.get(at));
                }
                at++;
            }
        }
        out.addAll(old.subList(at, old.size()));
        return out;
    }
}
