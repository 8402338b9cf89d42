package hms.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The law beside an input, and values that a schema is tried on.
class InputBasisTest {

    @Test
    void input_may_name_the_law_that_allows_it() {
        var inputs =
                artifact("inputs: { age: { type: integer, basis: 42 U.S.C. 1396a } }").inputs();

        assertThat(inputs.get("age").basis()).contains("42 U.S.C. 1396a");
        assertThat(artifact("inputs: { age: { type: integer } }").inputs().get("age").basis())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "' '", "null", "[a]", "{ a: b }", "\"a\\nb\""})
    void basis_is_one_line_that_says_something(String basis) {
        var result = parse("inputs: { age: { type: integer, basis: " + basis + " } }");

        assertThat(result.findings()).isNotEmpty();
        assertThat(result).isInstanceOf(ParseResult.Rejected.class);
        assertThat(result.findings().get(0).path()).isEqualTo("$.inputs.age.basis");
    }

    @Test
    void basis_alone_is_a_patch() {
        var before = artifact("inputs: { age: { type: integer } }");
        var after = artifact("inputs: { age: { type: integer, basis: law } }");

        assertThat(VersionLint.compare(before, after).required()).isEqualTo(Bump.PATCH);
    }

    @Test
    void schema_is_tried_on_values_that_the_artifact_does_not_have() {
        var trial =
                SchemaTrial.of(
                                artifact(
                                        "limit: 25\nother: 1\nschema: { properties: { limit: { type: number, minimum: 0 } }, required: [other] }"))
                        .orElseThrow();

        assertThat(complaint(trial, "limit: 1")).isEmpty();
        assertThat(complaint(trial, "limit: -1"))
                .hasValueSatisfying(c -> assertThat(c).contains("minimum"));
        assertThat(complaint(trial, "limit: '1'")).isPresent();
        assertThat(complaint(trial, "other: null")).isPresent();
        assertThat(complaint(trial, "limit: 1e999999999")).isPresent();
        assertThat(SchemaTrial.of(artifact("limit: 25"))).isEmpty();
    }

    private static Optional<String> complaint(SchemaTrial trial, String values) {
        var tree = (Document.Tree) Document.read(values.getBytes(UTF_8), "v.yaml");
        return trial.complaint(
                Map.copyOf(((Document.Entries) tree.root()).entries()), LocalDate.EPOCH);
    }

    private static Artifact artifact(String yaml) {
        return ((ParseResult.Parsed) parse(yaml)).artifact();
    }

    private static ParseResult parse(String yaml) {
        return ArtifactParser.parse(
                ("id: p\nversion: 1.0.0\n" + yaml + "\n").getBytes(UTF_8),
                "p.yaml",
                Optional.empty());
    }
}
