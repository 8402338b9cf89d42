package hms.connectors.git;

import static hms.connectors.git.Releases.release;
import static org.assertj.core.api.Assertions.assertThat;

import hms.runs.port.TagReceipt;
import hms.runs.port.TagReceipt.TagDeferred;
import hms.runs.port.TagReceipt.TagRefused;
import hms.runs.port.TagReceipt.Tagged;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The repository is a user's, who works in it, and other processes come and go.
class OthersInTheRepositoryTest {

    @TempDir private Path folder;

    private GitFolder repository;
    private GitReleaseTags tags;

    @BeforeEach
    void setUp() {
        repository = new GitFolder(folder.resolve("policies"));
        repository.write("README", "ours\n");
        tags = new GitReleaseTags(repository.path());
    }

    @Test
    void uncommitted_changes_of_a_user_stay_as_they_are() throws Exception {
        repository.init("-b", "main").commit("policies/epa.yaml", "draft: 1\n");
        repository.write("policies/epa.yaml", "draft: 2\n");
        repository.write("policies/staged.yaml", "staged\n");
        repository.git("add", "policies/staged.yaml");
        repository.write(".git/index.lock", "");
        var status = repository.git("status", "--porcelain");
        var index = Files.readAllBytes(repository.path().resolve(".git/index"));
        var main = repository.git("rev-parse", "main", "HEAD");

        assertThat(tags.tag(release("epa", "1.0.0", "v: 1\n"))).isInstanceOf(Tagged.class);

        assertThat(repository.git("status", "--porcelain")).isEqualTo(status);
        assertThat(Files.readAllBytes(repository.path().resolve(".git/index"))).isEqualTo(index);
        assertThat(repository.git("rev-parse", "main", "HEAD")).isEqualTo(main);
        assertThat(repository.path().resolve("policies/epa.yaml")).hasContent("draft: 2");
        assertThat(repository.git("show", "epa@1.0.0:policies/epa.yaml")).isEqualTo("v: 1\n");
    }

    @Test
    void a_repository_without_any_commit_will_do() {
        repository.init("-b", "main");
        assertThat(tags.tag(release("epa", "1.0.0", "v: 1"))).isInstanceOf(Tagged.class);
        assertThat(repository.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main\n");
        assertThat(repository.git("status", "--porcelain")).isEqualTo("?? README\n");
    }

    @Test
    void a_detached_head_will_do() {
        repository.init("-b", "main").commit("a", "1").git("switch", "-q", "--detach");
        var head = repository.git("rev-parse", "HEAD");
        assertThat(tags.tag(release("epa", "1.0.0", "v: 1"))).isInstanceOf(Tagged.class);
        assertThat(repository.git("rev-parse", "HEAD")).isEqualTo(head);
    }

    @Test
    void a_bare_repository_of_others_will_do() {
        new GitFolder(folder).git("init", "-q", "--bare", "-b", "main", "bare.git");
        var bare = new GitFolder(folder.resolve("bare.git"));
        assertThat(new GitReleaseTags(bare.path()).tag(release("epa", "1.0.0", "v: 1")))
                .isInstanceOf(Tagged.class);
        assertThat(bare.git("tag")).isEqualTo("epa@1.0.0\n");
        assertThat(bare.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main\n");
    }

    @Test
    void packed_objects_and_refs_are_read() {
        assertThat(tagTwiceAround(() -> repository.git("gc", "-q"))).isTrue();
    }

    @Test
    void a_checkout_of_the_releases_has_to_step_aside_first() {
        repository.init("-b", "releases").commit("a", "1");
        var receipt = tags.tag(release("epa", "1.0.0", "v: 1"));
        assertThat(deferred(receipt)).contains(repository.path().toString(), "git switch --detach");
        assertThat(repository.git("tag")).isEmpty();

        repository.git("switch", "-q", "--detach");
        assertThat(tags.tag(release("epa", "1.0.0", "v: 1"))).isInstanceOf(Tagged.class);
        assertThat(repository.commits()).isEqualTo(2);
    }

    @Test
    void a_linked_work_tree_is_a_checkout_too() {
        repository.init("-b", "main").commit("a", "1");
        repository.git("branch", "releases");
        repository.git("worktree", "add", "-q", "../linked", "releases");
        assertThat(deferred(tags.tag(release("epa", "1.0.0", "v: 1")))).contains("linked");

        new GitFolder(folder.resolve("linked")).git("switch", "-q", "--detach");
        assertThat(
                        new GitReleaseTags(folder.resolve("linked"))
                                .tag(release("epa", "1.0.0", "v: 1")))
                .isInstanceOf(Tagged.class);
        assertThat(repository.git("tag")).isEqualTo("epa@1.0.0\n");
    }

    @Test
    void a_ref_that_another_process_holds_is_named_and_left() throws Exception {
        repository.init("-b", "main");
        for (var ref : new String[] {"refs/heads/releases", "refs/tags/epa@1.0.0"}) {
            var lock = repository.path().resolve(".git/" + ref + ".lock");
            Files.createDirectories(lock.getParent());
            Files.createFile(lock);
            assertThat(deferred(tags.tag(release("epa", "1.0.0", "v: 1"))))
                    .contains(ref, "delete", lock.toString());
            assertThat(repository.git("tag")).isEmpty();
            assertThat(lock).exists();
            Files.delete(lock);
        }
        assertThat(tags.tag(release("epa", "1.0.0", "v: 1"))).isInstanceOf(Tagged.class);
        assertThat(repository.commits()).isEqualTo(1);
    }

    @Test
    void another_process_of_ours_has_its_turn_first() throws Exception {
        repository.init("-b", "main");
        try (var other =
                        FileChannel.open(
                                repository.path().resolve(".git/hms-tagging"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var held = other.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(deferred(tags.tag(release("epa", "1.0.0", "v: 1"))))
                    .contains("Another process");
        }
        assertThat(tags.tag(release("epa", "1.0.0", "v: 1"))).isInstanceOf(Tagged.class);
    }

    @Test
    void a_users_tag_of_that_name_counts_if_it_holds_the_release() {
        repository.init("-b", "main").commit("policies/epa.yaml", "v: 1");
        repository.git("tag", "epa@1.0.0");
        assertThat(tags.tag(release("epa", "1.0.0", "v: 1")))
                .isInstanceOfSatisfying(
                        Tagged.class, tagged -> assertThat(tagged.alreadyThere()).isTrue());
        assertThat(refused(tags.tag(release("epa", "1.0.0", "v: 2")))).contains("other files");
    }

    @Test
    void a_tag_of_something_else_refuses() {
        repository.init("-b", "main").commit("a", "1");
        repository.git("tag", "epa@1.0.0", "HEAD:a");
        assertThat(refused(tags.tag(release("epa", "1.0.0", "v: 1")))).contains("none of a commit");
    }

    @Test
    void branches_that_leave_no_room_for_ours_are_named() {
        repository.init("-b", "main").commit("a", "1").git("branch", "releases/2026");
        assertThat(refused(tags.tag(release("epa", "1.0.0", "v: 1"))))
                .contains("refs/heads/releases/2026");
    }

    @Test
    void a_folder_that_is_no_repository_is_left_alone() throws Exception {
        assertThat(refused(tags.tag(release("epa", "1.0.0", "v: 1"))))
                .contains("no Git repository");
        try (var files = Files.list(repository.path())) {
            assertThat(files).hasSize(1);
        }
        var file = repository.path().resolve("README");
        assertThat(refused(new GitReleaseTags(file).tag(release("epa", "1.0.0", "v: 1"))))
                .contains("no Git repository");
    }

    @Test
    void a_broken_repository_is_a_reason_to_wait() throws Exception {
        repository.init("-b", "main");
        var objects = repository.path().resolve(".git/objects");
        try (var inside = Files.walk(objects)) {
            inside.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
        Files.createFile(objects);
        assertThat(deferred(tags.tag(release("epa", "1.0.0", "v: 1"))))
                .contains(repository.path().toString());
    }

    private boolean tagTwiceAround(Runnable between) {
        repository.init("-b", "main");
        assertThat(tags.tag(release("epa", "1.0.0", "v: 1"))).isInstanceOf(Tagged.class);
        between.run();
        assertThat(tags.tag(release("epa", "2.0.0", "v: 2"))).isInstanceOf(Tagged.class);
        assertThat(repository.git("tag")).isEqualTo("epa@1.0.0\nepa@2.0.0\n");
        return tags.tag(release("epa", "1.0.0", "v: 1")) instanceof Tagged tagged
                && tagged.alreadyThere();
    }

    private static String deferred(TagReceipt receipt) {
        assertThat(receipt).isInstanceOf(TagDeferred.class);
        return ((TagDeferred) receipt).reason();
    }

    private static String refused(TagReceipt receipt) {
        assertThat(receipt).isInstanceOf(TagRefused.class);
        return ((TagRefused) receipt).reason();
    }
}
