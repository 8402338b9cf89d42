package hms.artifact;

import static hms.artifact.Documents.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {
    private static List<Finding> check(String body) {
        return SchemaCheck.check(yaml("id: a\nversion: 1.0.0\n" + body));
    }

    private static List<String> codes(String body) {
        return check(body).stream()
                .map(
                        finding ->
                                finding.code()
                                        + " "
                                        + finding.line()
                                        + ":"
                                        + finding.column()
                                        + " "
                                        + finding.path())
                .toList();
    }

    @Test
    void values_that_fit_have_no_findings() {
        assertThat(
                        check(
                                "limit: 25\nschema: { limit: { type: number, minimum: 0, maximum: 500 } }\n"))
                .isEmpty();
        assertThat(check("limit: 25\n")).isEmpty();
    }

    @Test
    void finding_has_the_place_of_the_value() {
        var findings = check("limit: -1\nschema: { limit: { type: number, minimum: 0 } }\n");
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).text())
                .startsWith("policy.yaml:3:8 error: the value limit does not fit the schema: ")
                .contains("minimum")
                .contains("($.limit)");
    }

    @Test
    void nested_and_listed_values_have_their_own_place() {
        assertThat(
                        codes(
                                "share:\n  AL: 1\n  KS: [1, x]\nschema: {share: {additionalProperties: {items: {type: number}}}}\n"))
                .containsExactly("schema-violation 5:11 $.share.KS[1]");
    }

    @Test
    void dated_value_is_held_against_the_schema_on_every_date() {
        var findings =
                check(
                        "cap: { dated: { 2024-01-01: 1, 2025-01-01: 900, 2026-01-01: null } }\nschema: { cap: { maximum: 500 } }\n");
        assertThat(findings)
                .extracting(Finding::path)
                .containsExactly("$.cap.dated[\"2025-01-01\"]");
        assertThat(findings.get(0).message()).contains("from 2025-01-01 on");
        assertThat(findings.get(0).column()).isEqualTo(44);
    }

    @Test
    void full_schema_is_about_all_values_together() {
        assertThat(
                        codes(
                                "limit: 1\nschema: { type: object, required: [limit, cap], properties: { limit: { type: integer } } }\n"))
                .containsExactly("schema-violation 1:1 $");
        assertThat(
                        codes(
                                "limit: 1\nschema: {\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"$defs\": {n: {maximum: 0}}, properties: {limit: {\"$ref\": \"#/$defs/n\"}}}\n"))
                .containsExactly("schema-violation 3:8 $.limit");
    }

    @Test
    void decimals_are_compared_exactly() {
        assertThat(check("limit: 0.3\nschema: { limit: { multipleOf: 0.1 } }\n")).isEmpty();
        assertThat(
                        check(
                                "limit: 0.1000000000000000000000001\nschema: { limit: { maximum: 0.1 } }\n"))
                .hasSize(1);
    }

    @Test
    void schema_for_a_value_that_does_not_exist_is_pointed_out() {
        var findings = check("limit: 1\nschema: { limt: { type: number } }\n");
        assertThat(findings).extracting(Finding::code).containsExactly("schema-without-value");
        assertThat(findings.get(0).isError()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "look-around            | {limit: {pattern: '(?=a)b'}}",
                "back-reference         | {limit: {pattern: '(a)\\1'}}",
                "repeat bomb            | {limit: {pattern: '((a{1000}){1000}){1000}'}}",
                "unclosed group         | {limit: {pattern: '('}}",
                "long pattern           | {limit: {pattern: 'LONG'}}",
                "pattern property       | {limit: {patternProperties: {'(?=a)': {type: number}}}}",
                "circle                 | {$defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/a'}}, $ref: '#/$defs/a'}",
                "self                   | {$ref: '#'}",
                "missing definition     | {$ref: '#/$defs/none'}",
                "anchor                 | {$anchor: x, $ref: '#x'}",
                "inner id               | {type: object, properties: {limit: {$id: 'urn:x'}}}",
                "draft 7                | {$schema: 'http://json-schema.org/draft-07/schema#'}",
                "type that is none      | {limit: {type: nummer}}",
                "text as minimum        | {limit: {minimum: x}}",
                "negative multiple      | {limit: {multipleOf: -1}}",
                "number for required    | {limit: {required: 5}}",
            })
    void schema_that_cannot_be_run_safely_is_refused_with_its_place(String what, String schema) {
        var text = schema.replace("LONG", "a?".repeat(300));
        var found = check("limit: aaaaaaaaaaaaaaaaaaaaaaaaaaaaab\nschema: " + text + "\n");
        assertThat(found).describedAs(what).isNotEmpty().allMatch(finding -> finding.line() >= 3);
        assertThat(found).extracting(Finding::code).containsAnyOf("bad-schema", "schema-refused");
    }

    @Test
    void references_that_multiply_are_refused() {
        var definitions = new StringBuilder();
        IntStream.range(0, 30)
                .forEach(
                        i ->
                                definitions.append(
                                        "d%d: {allOf: [{$ref: '#/$defs/d%d'}, {$ref: '#/$defs/d%d'}]}, "
                                                .formatted(i, i + 1, i + 1)));
        var schema = "{$defs: {" + definitions + "d30: {type: object}}, $ref: '#/$defs/d0'}";
        assertThat(check("limit: 1\nschema: " + schema + "\n"))
                .extracting(Finding::code)
                .containsExactly("schema-refused");
    }

    @Test
    @Timeout(5)
    void exponential_pattern_runs_in_linear_time() {
        var text = "a".repeat(50_000) + "!";
        var begin = System.nanoTime();
        assertThat(check("limit: " + text + "\nschema: {limit: {pattern: '^(a+)+$'}}\n"))
                .hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{limit: {minimum: x}}",
                "{limit: {pattern: 5}}",
                "{limit: {required: x}}",
                "{limit: {maxLength: 1e50}}",
                "{limit: {enum: 5}}",
                "{limit: {allOf: 5}}",
                "{limit: {properties: 5}}",
                "{limit: 5}",
                "{limit: x}",
                "{limit: {items: [1]}}",
                "{limit: {type: []}}",
                "{limit: {type: 5}}",
                "{limit: {multipleOf: 0}}",
                "{limit: {multipleOf: -1}}",
                "{limit: {if: 5}}",
                "{limit: {const: null}}",
                "{limit: {dependentRequired: 5}}",
                "{limit: {contains: 5, minContains: x}}",
                "{limit: {format: 5}}",
                "{limit: {format: regex}}",
                "{limit: {unevaluatedItems: 5}}",
                "{limit: {maxLength: -1}}",
                "{limit: null}",
            })
    void nonsense_in_a_schema_never_throws(String schema) {
        for (var value : List.of("5", "text", "[1, 2]", "{a: 1}")) {
            assertThat(check("limit: " + value + "\nschema: " + schema + "\n"))
                    .allMatch(finding -> finding.line() > 0);
        }
    }
}
