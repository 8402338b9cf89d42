package hms.connectors.git;

import static hms.connectors.git.Releases.release;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.runs.port.ReleaseTag;
import hms.runs.port.TagReceipt.Tagged;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DyingWhileTaggingTest {

    private static final int RELEASES = 24;

    @TempDir private Path folder;

    private GitFolder repository;
    private GitReleaseTags tags;

    @BeforeEach
    void setUp() {
        repository = new GitFolder(folder.resolve("policies.git"));
        tags = new GitReleaseTags(repository.path());
    }

    @Test
    void dead_between_commit_and_tag_needs_no_second_commit() {
        var first = tags.tag(release("a", "1.0.0", "v: a"));
        repository.git("tag", "-d", "a@1.0.0");
        tags.tag(release("b", "1.0.0", "v: b"));

        var again = tags.tag(release("a", "1.0.0", "v: a"));

        assertThat(((Tagged) again).commit()).isEqualTo(((Tagged) first).commit());
        assertThat(((Tagged) again).alreadyThere()).isFalse();
        assertThat(repository.commits()).isEqualTo(2);
        assertThat(repository.git("tag")).isEqualTo("a@1.0.0\nb@1.0.0\n");
    }

    @Test
    void dead_between_two_tags_of_a_release_is_completed() {
        var release = List.of(release("a", "1.0.0", "v: a"), release("b", "1.0.0", "v: b"));
        tags.tag(release);
        repository.git("tag", "-d", "b@1.0.0");
        tags.tag(release);
        assertThat(repository.commits()).isEqualTo(1);
        assertThat(repository.git("tag")).isEqualTo("a@1.0.0\nb@1.0.0\n");
    }

    @Test
    void a_commit_of_other_content_under_that_name_is_not_taken_for_ours() {
        tags.tag(release("a", "1.0.0", "v: withdrawn"));
        repository.git("tag", "-d", "a@1.0.0");
        tags.tag(release("a", "1.0.0", "v: a"));
        assertThat(repository.commits()).isEqualTo(2);
        assertThat(repository.git("show", "a@1.0.0:policies/a.yaml")).isEqualTo("v: a");
    }

    @Test
    void locks_that_the_dead_left_are_removed() throws Exception {
        tags.tag(release("a", "1.0.0", "v: a"));
        var branchLock = repository.path().resolve("refs/heads/releases.lock");
        var tagLock = repository.path().resolve("refs/tags/a@2.0.0.lock");
        Files.createFile(branchLock);
        Files.createFile(tagLock);
        Files.writeString(
                repository.path().resolve("hms-tagging"),
                "refs/heads/releases\nrefs/tags/a@2.0.0\n../../x\n");

        assertThat(tags.tag(release("a", "2.0.0", "v: 2"))).isInstanceOf(Tagged.class);
        assertThat(branchLock).doesNotExist();
        assertThat(tagLock).doesNotExist();
        assertThat(repository.path().resolve("hms-tagging")).isEmptyFile();
    }

    @Test
    void a_repository_that_was_half_made_is_made_anew() throws Exception {
        var unfinished = folder.resolve("policies.git.unfinished");
        Files.createDirectories(unfinished.resolve("objects/pack"));
        Files.writeString(unfinished.resolve("HEAD"), "ref: refs/he");
        assertThat(tags.tag(release("a", "1.0.0", "v: a"))).isInstanceOf(Tagged.class);
        assertThat(unfinished).doesNotExist();
        assertThat(repository.git("fsck", "--strict")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void killed_anywhere_every_release_ends_with_one_commit_and_one_tag(long seed)
            throws Exception {
        var random = new Random(seed);
        for (var life = 0; life < 3; life++) {
            liveAndBeKilled(random.nextInt(RELEASES / 4), random.nextInt(20_000));
        }
        for (var i = 0; i < RELEASES; i++) {
            assertThat(tags.tag(numbered(i))).as("seed %d", seed).isInstanceOf(Tagged.class);
        }
        assertThat(repository.commits()).as("seed %d", seed).isEqualTo(RELEASES);
        assertThat(repository.git("tag").lines()).as("seed %d", seed).hasSize(RELEASES);
        assertThat(repository.git("fsck", "--strict", "--no-dangling")).isEmpty();
    }

    /// Another process tags one release after the other, and is killed some microseconds after it
    /// has reported so many.
    private void liveAndBeKilled(int reports, int spins) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TagsUntilKilled.class.getName(),
                                repository.path().toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var i = 0; i <= reports; i++) {
                assertThat(lines.readLine()).contains("Tagged");
            }
            for (var i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            process.destroyForcibly();
        }
        process.waitFor();
    }

    static ReleaseTag numbered(int i) {
        return release("policy-" + i % 7, "1.0." + i, "v: " + i);
    }

    /// The other process.
    static final class TagsUntilKilled {

        private TagsUntilKilled() {}

        public static void main(String[] arguments) {
            var tags = new GitReleaseTags(Path.of(arguments[0]));
            for (var i = 0; i < RELEASES; i++) {
                System.out.println(tags.tag(numbered(i)));
            }
        }
    }
}
