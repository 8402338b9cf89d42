package hms.connectors.git;

import static hms.connectors.git.Releases.AT;
import static hms.connectors.git.Releases.companion;
import static hms.connectors.git.Releases.release;
import static hms.connectors.git.Releases.tag;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.runs.port.ReleaseTag;
import hms.runs.port.TagReceipt;
import hms.runs.port.TagReceipt.TagRefused;
import hms.runs.port.TagReceipt.Tagged;
import hms.runs.port.TaggedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitReleaseTagsTest {

    @TempDir private Path home;

    private GitFolder repository;
    private GitReleaseTags tags;

    @BeforeEach
    void setUp() {
        repository = new GitFolder(home.resolve("data/policies.git"));
        tags = new GitReleaseTags(repository.path());
    }

    @Test
    void git_reads_the_tag_as_it_was_asked_for() {
        var tagged = tagged(tags.tag(release("epa-pm25-limit", "2.0.0", "limit: 25\n")));

        assertThat(tagged.alreadyThere()).isFalse();
        assertThat(tagged.tags()).containsExactly("epa-pm25-limit@2.0.0");
        assertThat(repository.git("cat-file", "tag", "epa-pm25-limit@2.0.0"))
                .isEqualTo(
                        """
                        object %s
                        type commit
                        tag epa-pm25-limit@2.0.0
                        tagger HMS-SVC <hms-svc@localhost> 1772366400 +0000

                        Tightens the daily limit.

                        Run #184.
                        """
                                .formatted(tagged.commit()));
        assertThat(repository.git("cat-file", "commit", tagged.commit()).split("\n", 2)[1])
                .isEqualTo(
                        """
                        author HMS-SVC <hms-svc@localhost> 1772366400 +0000
                        committer HMS-SVC <hms-svc@localhost> 1772366400 +0000

                        Release epa-pm25-limit@2.0.0

                        Tightens the daily limit.

                        Run #184.

                        Release-Tag: epa-pm25-limit@2.0.0
                        """);
        assertThat(repository.git("show", "epa-pm25-limit@2.0.0:policies/epa-pm25-limit.yaml"))
                .isEqualTo("limit: 25\n");
        assertThat(repository.git("describe", "releases")).isEqualTo("epa-pm25-limit@2.0.0\n");
        assertThat(repository.git("fsck", "--strict", "--no-dangling")).isEmpty();
    }

    @Test
    void the_history_of_a_policy_is_the_history_of_its_file() {
        tagged(tags.tag(release("epa-pm25-limit", "1.5.0", "limit: 35\n")));
        tagged(tags.tag(release("chip-income-cap", "1.0.0", "cap: 200\n")));
        tagged(tags.tag(release("epa-pm25-limit", "2.0.0", "limit: 25\n")));

        assertThat(repository.commits()).isEqualTo(3);
        assertThat(repository.git("log", "-p", "--format=%s", "--", "policies/epa-pm25-limit.yaml"))
                .contains("Release epa-pm25-limit@2.0.0\n", "-limit: 35\n+limit: 25\n")
                .doesNotContain("chip");
        assertThat(repository.git("ls-tree", "-r", "--name-only", "releases"))
                .isEqualTo("policies/chip-income-cap.yaml\npolicies/epa-pm25-limit.yaml\n");
    }

    @Test
    void a_clone_has_the_files_of_the_newest_releases() throws Exception {
        tagged(tags.tag(release("epa-pm25-limit", "2.0.0", "limit: 25\n")));
        new GitFolder(home).git("clone", "-q", repository.path().toString(), "clone");
        assertThat(home.resolve("clone/policies/epa-pm25-limit.yaml")).hasContent("limit: 25");
        assertThat(new GitFolder(home.resolve("clone")).git("tag"))
                .isEqualTo("epa-pm25-limit@2.0.0\n");
        assertThat(Files.exists(home.resolve("data/policies.git.unfinished"))).isFalse();
    }

    @Test
    void a_release_replaces_all_files_of_its_policy_and_no_other() {
        var first =
                List.of(
                        TaggedFile.artifact("epa", "yaml", "v: 1".getBytes(UTF_8)),
                        companion("epa", "scenarios/a.yaml", "a"),
                        companion("epa", "scenarios/b.yaml", "b"));
        var second =
                List.of(
                        TaggedFile.artifact("epa", "json", "{}".getBytes(UTF_8)),
                        companion("epa", "scenarios/b.yaml", "b"));
        tagged(tags.tag(tag("epa", "1.0.0", first)));
        tagged(tags.tag(release("epa-2", "1.0.0", "other")));
        tagged(tags.tag(tag("epa", "2.0.0", second)));
        assertThat(repository.git("ls-tree", "-r", "--name-only", "releases"))
                .isEqualTo(
                        """
                        policies/epa-2.yaml
                        policies/epa.json
                        policies/epa/scenarios/b.yaml
                        """);
    }

    @Test
    void asking_again_changes_nothing() {
        var release = release("epa", "1.0.0", "v: 1");
        var first = tagged(tags.tag(release));
        tagged(tags.tag(release("epa", "2.0.0", "v: 2")));
        var before = repository.git("show-ref") + repository.git("count-objects");

        assertThat(tags.tag(release))
                .isEqualTo(new Tagged(first.commit(), List.of("epa@1.0.0"), true));
        assertThat(repository.git("show-ref") + repository.git("count-objects")).isEqualTo(before);
    }

    @Test
    void a_name_that_is_taken_by_other_content_is_refused() {
        var first = tagged(tags.tag(release("epa", "1.0.0", "v: 1")));
        var before = repository.git("show-ref");
        assertThat(refused(tags.tag(release("epa", "1.0.0", "v: 2"))))
                .contains("epa@1.0.0", "other files", first.commit());
        var withMore =
                List.of(
                        TaggedFile.artifact("epa", "yaml", "v: 1".getBytes(UTF_8)),
                        companion("epa", "more.yaml", "x"));
        assertThat(refused(tags.tag(tag("epa", "1.0.0", withMore)))).contains("other files");
        assertThat(repository.git("show-ref")).isEqualTo(before);
    }

    @Test
    void a_release_of_several_policies_is_one_commit_with_a_tag_each() {
        var release =
                List.of(
                        release("a", "1.0.0", "v: a"),
                        release("b", "2.0.0", "v: b"),
                        release("c", "3.0.0", "v: c"));
        var tagged = tagged(tags.tag(release));
        assertThat(tagged.tags()).containsExactly("a@1.0.0", "b@2.0.0", "c@3.0.0");
        assertThat(repository.commits()).isEqualTo(1);
        assertThat(repository.git("tag", "--points-at", tagged.commit()))
                .isEqualTo("a@1.0.0\nb@2.0.0\nc@3.0.0\n");
        assertThat(repository.git("log", "--format=%s%n%(trailers:key=Release-Tag)"))
                .startsWith("Release 3 policies\nRelease-Tag: a@1.0.0\nRelease-Tag: b@2.0.0\n");
    }

    @Test
    void a_large_release_is_one_pack_and_reads_the_same() {
        tagged(tags.tag(release("p-7", "1.0.0", "v: 7")));
        var release =
                IntStream.range(0, 300)
                        .mapToObj(i -> release("p-" + i, "1.0.0", "v: " + i))
                        .toList();
        tagged(tags.tag(release));
        assertThat(repository.git("fsck", "--strict", "--no-dangling")).isEmpty();
        assertThat(repository.git("tag").lines()).hasSize(300);
        assertThat(repository.git("show", "p-299@1.0.0:policies/p-299.yaml")).isEqualTo("v: 299");
        assertThat(repository.git("count-objects", "-v")).contains("packs: 2");
        assertThat(tagged(tags.tag(release)).alreadyThere()).isTrue();
    }

    @Test
    void what_an_earlier_release_tagged_is_left_where_it_is() {
        var first = tagged(tags.tag(release("a", "1.0.0", "v: a")));
        var both =
                tagged(
                        tags.tag(
                                List.of(
                                        release("a", "1.0.0", "v: a"),
                                        release("b", "1.0.0", "v: b"))));
        assertThat(both.commit()).isEqualTo(first.commit());
        assertThat(both.alreadyThere()).isFalse();
        assertThat(repository.git("rev-parse", "a@1.0.0^{commit}").strip())
                .isEqualTo(first.commit());
        assertThat(repository.git("show", "b@1.0.0:policies/b.yaml")).isEqualTo("v: b");
        assertThat(repository.commits()).isEqualTo(2);
    }

    @Test
    void one_taken_name_refuses_the_whole_release() {
        tagged(tags.tag(release("b", "1.0.0", "v: b")));
        var before = repository.git("show-ref");
        var release = List.of(release("a", "1.0.0", "v: a"), release("b", "1.0.0", "other"));
        assertThat(refused(tags.tag(release))).contains("b@1.0.0");
        assertThat(repository.git("show-ref")).isEqualTo(before);
    }

    @Test
    void equal_releases_are_equal_commits_everywhere() {
        var release = release("epa", "1.0.0", "v: 1");
        var here = tagged(tags.tag(release));
        var there = tagged(new GitReleaseTags(home.resolve("other")).tag(release));
        assertThat(here.commit()).isEqualTo(there.commit());
        assertThat(repository.git("rev-parse", "epa@1.0.0"))
                .isEqualTo(new GitFolder(home.resolve("other")).git("rev-parse", "epa@1.0.0"));
    }

    @Test
    void a_signatory_of_the_organisation_is_named() {
        var signatory = new GitReleaseTags.Signatory("EPA Releases", "releases@epa.example");
        tagged(
                new GitReleaseTags(repository.path(), signatory)
                        .tag(release("epa", "1.0.0", "v: 1")));
        assertThat(repository.git("log", "--format=%an <%ae> %cn"))
                .isEqualTo("EPA Releases <releases@epa.example> EPA Releases\n");
    }

    @Test
    void a_message_cannot_pass_for_anything_else() {
        var message =
                "One.\r\n\r\n-----BEGIN SSH SIGNATURE-----\nfake\0\u001b[31m\n\nRelease-Tag: b@1.0.0";
        var files = List.of(TaggedFile.artifact("a", "yaml", "v: a".getBytes(UTF_8)));
        tagged(tags.tag(new ReleaseTag("a@1.0.0", message, AT, files)));
        assertThat(repository.git("tag", "-l", "--format=%(contents:signature)", "a@1.0.0").strip())
                .isEmpty();
        assertThat(repository.git("cat-file", "tag", "a@1.0.0"))
                .contains("One.\n\n -----BEGIN SSH SIGNATURE-----\nfake  [31m")
                .doesNotContain("\r", "\0", "\u001b");
        assertThat(repository.git("log", "--format=%(trailers:key=Release-Tag,valueonly)").strip())
                .isEqualTo("a@1.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/hooks/pre-commit",
                "x/.GIT/config",
                "x/git~1/config",
                ".g\u200cit/config",
                "aux.yaml",
                "con",
                "a:b",
                "trailing.",
                "trailing ",
                "a*b",
                "a<b"
            })
    void paths_that_some_system_takes_for_something_else_are_refused(String path) {
        var files = List.of(companion("epa", path, "x"));
        assertThat(refused(tags.tag(tag("epa", "1.0.0", files)))).contains("rename it");
        assertThat(repository.git("for-each-ref")).isEmpty();
    }

    @Test
    void a_version_that_git_cannot_name_is_refused() {
        assertThat(refused(tags.tag(release("epa", "1.0.0-a.lock", "v: 1"))))
                .contains("epa@1.0.0-a.lock");
    }

    @Test
    void no_release_and_two_versions_of_a_policy_are_mistakes() {
        assertThatThrownBy(() -> tags.tag(List.of())).hasMessageContaining("at least one");
        var two = List.of(release("a", "1.0.0", "x"), release("a", "2.0.0", "y"));
        assertThatThrownBy(() -> tags.tag(two)).hasMessageContaining("one version of a policy");
    }

    private static Tagged tagged(TagReceipt receipt) {
        assertThat(receipt).isInstanceOf(Tagged.class);
        return (Tagged) receipt;
    }

    private static String refused(TagReceipt receipt) {
        assertThat(receipt).isInstanceOf(TagRefused.class);
        return ((TagRefused) receipt).reason();
    }
}
