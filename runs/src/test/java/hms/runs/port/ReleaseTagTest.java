package hms.runs.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTagTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] BYTES = {1, 2, 3};

    @Test
    void a_tag_knows_its_policy() {
        assertThat(tagged("epa-pm25-limit@2.0.0-rc.1+build.7", "epa-pm25-limit").policy())
                .isEqualTo("epa-pm25-limit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "epa",
                "@1.0.0",
                "epa@",
                "Epa@1.0.0",
                "epa@1.0.0@2",
                "epa@{1}",
                "-epa@1.0.0",
                "epa/x@1.0.0",
                "epa@1 0",
                "epa@1.0.0\n"
            })
    void a_name_that_is_not_id_at_version_is_refused(String name) {
        assertThatThrownBy(() -> tagged(name, "epa")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void files_of_another_policy_are_refused() {
        assertThatThrownBy(() -> tagged("epa@1.0.0", "epa-other"))
                .hasMessageContaining("policies/epa-other.yaml")
                .hasMessageContaining("policies/epa/");
    }

    @Test
    void files_are_the_artifact_and_what_lies_under_its_id() {
        var files =
                List.of(
                        TaggedFile.artifact("epa", "yaml", BYTES),
                        TaggedFile.companion("epa", "scenarios/pm25.yaml", BYTES));
        assertThat(new ReleaseTag("epa@1.0.0", "First.", AT, files).files())
                .extracting(TaggedFile::path)
                .containsExactly("policies/epa.yaml", "policies/epa/scenarios/pm25.yaml");
    }

    @Test
    void a_path_cannot_be_a_file_and_a_folder() {
        var files =
                List.of(
                        TaggedFile.companion("epa", "a", BYTES),
                        TaggedFile.companion("epa", "a/b", BYTES));
        assertThatThrownBy(() -> new ReleaseTag("epa@1.0.0", "m", AT, files))
                .hasMessageContaining("policies/epa/a");
    }

    @Test
    void no_files_a_path_twice_or_no_message_are_refused() {
        var file = TaggedFile.artifact("epa", "yaml", BYTES);
        assertThatThrownBy(() -> new ReleaseTag("epa@1.0.0", "m", AT, List.of()))
                .hasMessageContaining("no files");
        assertThatThrownBy(() -> new ReleaseTag("epa@1.0.0", "m", AT, List.of(file, file)))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new ReleaseTag("epa@1.0.0", " \n", AT, List.of(file)))
                .hasMessageContaining("no message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../up",
                "a/../b",
                "a//b",
                "a/",
                "./a",
                "a\\b",
                "a\nb",
                "a\0b",
                "..",
                "."
            })
    void paths_that_leave_or_confuse_are_refused(String path) {
        assertThatThrownBy(() -> new TaggedFile(path, BYTES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_file_keeps_its_own_bytes() {
        var bytes = BYTES.clone();
        var file = new TaggedFile("policies/epa.yaml", bytes);
        bytes[0] = 9;
        file.bytes()[1] = 9;
        assertThat(file.bytes()).containsExactly(1, 2, 3);
        assertThat(file)
                .isEqualTo(new TaggedFile("policies/epa.yaml", BYTES))
                .hasSameHashCodeAs(new TaggedFile("policies/epa.yaml", BYTES))
                .isNotEqualTo(new TaggedFile("policies/epa.yaml", bytes));
    }

    private static ReleaseTag tagged(String name, String policy) {
        return new ReleaseTag(
                name, "A release.", AT, List.of(TaggedFile.artifact(policy, "yaml", BYTES)));
    }
}
