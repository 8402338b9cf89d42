package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineDiffTest {
    @TempDir Path folder;

    @Test
    void equal_texts_have_no_difference() {
        assertThat(LineDiff.unified("a", "b", List.of("x", "y"), List.of("x", "y"))).isEmpty();
    }

    @Test
    void distant_changes_have_hunks_of_their_own() {
        var a = new ArrayList<String>();
        for (var i = 1; i <= 30; i++) {
            a.add("line " + i);
        }
        var b = new ArrayList<>(a);
        b.set(1, "changed");
        b.add(25, "new");
        assertThat(LineDiff.unified("a", "b", a, b))
                .isEqualTo(
                        """
                        --- a
                        +++ b
                        @@ -1,5 +1,5 @@
                         line 1
                        -line 2
                        +changed
                         line 3
                         line 4
                         line 5
                        @@ -23,6 +23,7 @@
                         line 23
                         line 24
                         line 25
                        +new
                         line 26
                         line 27
                         line 28
                        """);
    }

    @Test
    void patch_turns_one_random_text_into_the_other() throws Exception {
        for (var seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var a = text(random);
            var b = text(random);
            var patched = patch(a, LineDiff.unified("f", "f", a, b));
            assertThat(patched).as("seed " + seed).isEqualTo(b);
        }
    }

    private static List<String> text(Random random) {
        return random.ints(random.nextInt(25), 0, 6).mapToObj(i -> "line " + i).toList();
    }

    /// What git makes of it.
    private List<String> patch(List<String> text, String diff) throws Exception {
        if (diff.isEmpty()) {
            return text;
        }
        var file = folder.resolve("f");
        Files.write(file, text);
        Files.writeString(folder.resolve("p"), diff);
        var process =
                new ProcessBuilder("git", "apply", "-p0", "--unidiff-zero", "p")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said + diff).isZero();
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
