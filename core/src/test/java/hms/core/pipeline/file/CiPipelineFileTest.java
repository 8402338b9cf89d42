package hms.core.pipeline.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.core.pipeline.file.CiPipeline.BuiltIn;
import hms.core.pipeline.file.CiPipeline.CiStage;
import hms.core.pipeline.file.CiPipeline.Scripted;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CiPipelineFileTest {
    private static CiPipeline parse(String text) {
        return CiPipelineFile.parse("p.yml", text.getBytes(UTF_8));
    }

    private static String script(String text) {
        return ((Scripted) parse(text).stages().getFirst()).script().strip();
    }

    @Test
    void scripts_and_built_in_stages_stand_in_one_file() {
        var pipeline =
                parse(
                        """
                        name: policies
                        policies: [policies/a.yaml, policies/b.yaml]
                        package: out/pkg.tgz
                        stages:
                          - { id: lint, uses: validate, title: Lint & Schema, timeout: 30s }
                          - id: compliance
                            title: Compliance
                            timeout: 10m
                            script:
                              - hms scan out/pkg.tgz
                              - echo done
                        """);
        assertThat(pipeline.name()).isEqualTo("policies");
        assertThat(pipeline.policies()).containsExactly("policies/a.yaml", "policies/b.yaml");
        assertThat(pipeline.packageFile()).isEqualTo("out/pkg.tgz");
        assertThat(pipeline.stages()).extracting(CiStage::label).containsExactly("lint", "comp");
        var lint = (BuiltIn) pipeline.stages().get(0);
        assertThat(lint.title()).isEqualTo("Lint & Schema");
        assertThat(lint.timeout()).contains(Duration.ofSeconds(30));
        assertThat(lint.place()).isEqualTo("p.yml: $.stages[0]");
        var compliance = (Scripted) pipeline.stages().get(1);
        assertThat(compliance.script()).isEqualTo("hms scan out/pkg.tgz\necho done");
        assertThat(compliance.timeout()).contains(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @CsvSource({
        "build,build",
        "test,test",
        "compliance,comp",
        "chaos,chaos",
        "deploy,deploy",
        "validate,vali",
        "prüfung,prüf"
    })
    void label_is_the_id_or_its_first_letters(String id, String label) {
        var pipeline = parse("stages:\n  - { id: %s, script: 'true' }\n".formatted(id));
        assertThat(pipeline.stages().getFirst().label()).isEqualTo(label);
    }

    /// The command as it stands in a person's shell, in every way in which YAML can hold it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                    script: |
                      hms promote pkg.tgz \\
                        --targets a,b \\
                        --schedule "00:00"
                """,
                """
                    script: >
                      hms promote pkg.tgz \\
                        --targets a,b \\
                        --schedule "00:00"
                """,
                """
                    script: >-
                      hms promote pkg.tgz \\
                      --targets a,b \\
                      --schedule "00:00"
                """,
                """
                    script: hms promote pkg.tgz \\
                      --targets a,b \\
                      --schedule "00:00"
                """,
                """
                    script: 'hms promote pkg.tgz \\
                      --targets a,b \\
                      --schedule "00:00"'
                """,
                """
                    script: "hms promote pkg.tgz \\
                      --targets a,b \\
                      --schedule \\"00:00\\""
                """,
                """
                    script:
                      - >
                        hms promote pkg.tgz \\
                        --targets a,b \\
                        --schedule "00:00"
                """
            })
    void backslash_at_a_lines_end_joins_the_lines(String script) {
        var text = "stages:\n  - id: deploy\n" + script;
        assertThat(joined(script(text)))
                .isEqualTo("hms promote pkg.tgz --targets a,b --schedule \"00:00\"");
        assertThat(joined(script(text.replace("\n", "\r\n"))))
                .isEqualTo("hms promote pkg.tgz --targets a,b --schedule \"00:00\"");
    }

    /// What a shell makes of lines that YAML kept.
    private static String joined(String script) {
        assertThat(script).doesNotContain("\\ ");
        return script.replaceAll("\\\\\n *", "");
    }

    @Test
    void last_line_may_end_with_a_backslash() {
        assertThat(script("stages:\n  - id: a\n    script: >-\n      echo a \\\n      b \\\n"))
                .isEqualTo("echo a b");
    }

    @Test
    void a_word_that_is_broken_in_two_becomes_one_again() {
        assertThat(script("stages:\n  - id: a\n    script: >\n      echo foo\\\n      bar\n"))
                .isEqualTo("echo foobar");
    }

    @Test
    void a_space_in_a_word_and_a_backslash_that_is_one_stay() {
        assertThat(script("stages:\n  - id: a\n    script: cat my\\ file\n"))
                .isEqualTo("cat my\\ file");
        assertThat(
                        script(
                                "stages:\n  - id: a\n    script: >\n      cat my\\ file a\\\\\n      b\n"))
                .isEqualTo("cat my\\ file a\\\\ b");
        assertThat(script("stages:\n  - id: a\n    script: >\n      a\\\\\\\n      b \uE000\n"))
                .isEqualTo("a\\\\b \uE000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- { script: ls }|$.stages[0].id is missing",
                "- { id: a }|$.stages[0].script is missing; a stage has a script, or uses",
                "- { id: a, script: ls, uses: validate }|$.stages[0].script cannot stand beside uses",
                "- { id: a, script: ' ' }|$.stages[0].script has no commands",
                "- { id: a, script: [] }|$.stages[0].script has no commands",
                "- { id: a, script: [ { echo: x } ] }|$.stages[0].script[0] has to be a text; put it in quotes",
                "- { id: a, script: ls, timeout: soon }|$.stages[0].timeout has to be a time such as 10m, not soon",
                "- { id: a, script: ls, timeout: 0s }|$.stages[0].timeout has to be a time such as 10m, not 0s",
                "- { id: a, script: ls, label: 'a]b' }|$.stages[0].label has to be 1 to 12 characters, not a]b",
                "- { id: a, script: ls, when: never }|$.stages[0].when is not known here; known are",
                "- { uses: magic }|$.stages[0].uses names no built-in stage: magic",
                "- { uses: simulate, threshold: many }|$.stages[0].threshold has to be a share",
            })
    void what_cannot_be_run_is_refused_with_its_place(String stage, String says) {
        assertThatThrownBy(() -> parse("stages:\n  " + stage + "\n"))
                .isInstanceOf(ConfigRefused.class)
                .hasMessageStartingWith("p.yml: ")
                .hasMessageContaining(says);
    }

    @Test
    void same_id_twice_and_no_stages_are_refused() {
        assertThatThrownBy(() -> parse("stages: [{id: a, script: b}, {id: a, script: c}]"))
                .hasMessageContaining("two stages with the id a");
        assertThatThrownBy(() -> parse("name: x")).hasMessageContaining("has no stages");
    }

    @Test
    void yaml_that_is_none_is_quoted_without_our_marks() {
        assertThatThrownBy(() -> parse("stages: [ \\\n  }"))
                .hasMessageContaining("p.yml is not YAML")
                .hasMessageNotContaining("\uE000");
    }

    @Test
    void server_takes_no_scripts() {
        var text = "name: x\nstages:\n  - { id: a, script: ls }\n".getBytes(UTF_8);
        assertThatThrownBy(() -> PipelineFile.parse("p.yml", text))
                .hasMessageContaining("$.stages[0].script is not run by a server")
                .hasMessageContaining("hms ci run");
    }
}
