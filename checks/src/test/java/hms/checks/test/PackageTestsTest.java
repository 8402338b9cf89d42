package hms.checks.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Finding;
import hms.artifact.ParseResult;
import hms.artifact.PolicyId;
import hms.checks.pack.PackagedPolicy;
import hms.decisions.Decision;
import hms.trust.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageTestsTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final String POLICY =
            """
            id: p
            version: 1.0.0
            limit: 25
            schema: { limit: { type: number, exclusiveMinimum: 0 } }
            inputs: { reading: { type: number, min: 0 } }
            rules:
              violation: reading > limit
              action: 'reading > limit ? "stop" : "go"'
            tests: [tests/t.yaml]
            """;

    @Test
    void schema_examples_rule_cases_and_the_integration_case_count() {
        var report =
                run(
                        POLICY,
                        """
                        rule: violation
                        cases:
                          - { name: below, inputs: { reading: 1 }, expect: false }
                          - { inputs: { reading: 25.1 }, expect: { violation: true, action: stop } }
                          - { inputs: { reading: -1 }, fails: true }
                        schema: { accept: [{ limit: 1 }], refuse: [{ limit: 0 }, { limit: x }] }
                        """);

        assertThat(report.problems()).isEmpty();
        assertThat(report.failures()).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.count(TestKind.RULE)).isEqualTo(3);
        assertThat(report.count(TestKind.SCHEMA)).isEqualTo(3);
        assertThat(report.count(TestKind.INTEGRATION)).isEqualTo(1);
        assertThat(report.summary()).isEqualTo("7 tests");
    }

    @Test
    void failure_says_where_what_was_expected_and_what_was_found() {
        var report =
                run(
                        POLICY,
                        """
                        rule: violation
                        cases:
                          - { inputs: { reading: 25 }, expect: true }
                          - { name: two, inputs: { reading: 1 }, expect: { violation: true, action: stop } }
                          - { name: fails, inputs: { reading: 1 }, fails: true }
                        """);

        assertThat(report.summary()).isEqualTo("3 of 4 tests failed");
        assertThat(report.failures())
                .extracting(
                        TestOutcome::place,
                        TestOutcome::name,
                        test -> test.miss().orElseThrow().expected(),
                        test -> test.miss().orElseThrow().found())
                .containsExactly(
                        row("tests/t.yaml:3:5", "violation: tests/t.yaml:3", "true", "false"),
                        row(
                                "tests/t.yaml:4:5",
                                "violation, action: two",
                                "violation: true, action: stop",
                                "violation: false, action: go"),
                        row("tests/t.yaml:5:5", "violation: fails", "no answer", "false"));
    }

    @Test
    void error_of_a_rule_is_a_failed_test() {
        var report =
                run(
                        POLICY.replace("reading > limit\n", "limit / (reading - 1) > 2\n"),
                        "rule: violation\ncases: [{ inputs: { reading: 1 }, expect: true }]\n");

        assertThat(report.failures()).hasSize(1);
        assertThat(report.failures().getFirst().miss().orElseThrow().found())
                .startsWith("failed: ");
    }

    @Test
    void schema_that_is_too_lax_or_too_strict_fails() {
        var report = run(POLICY, "schema: { accept: [{ limit: -1 }], refuse: [{ limit: 3 }] }\n");

        assertThat(report.failures())
                .extracting(
                        TestOutcome::place,
                        test -> test.miss().orElseThrow().expected(),
                        test -> test.miss().orElseThrow().found().replaceFirst(":.*", ""))
                .containsExactly(
                        row("tests/t.yaml:1:20", "accepted", "refused"),
                        row("tests/t.yaml:1:45", "refused", "accepted"));
    }

    @Test
    void package_without_tests_says_so_and_is_loaded_all_the_same() {
        var report = run(POLICY.replace("tests: [tests/t.yaml]\n", ""), null);

        assertThat(report.passed()).isTrue();
        assertThat(report.summary()).isEqualTo("1 test · no tests of its own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cases: [{ inputs: { reading: 1 }, expect: true }]|which-rule|1:43",
                "rule: violation\\ncases: [{ inputs: { reading: 1 } }]|case-without-expectation|2:9",
                "rule: none\\ncases: []|no-such-rule|1:7",
                "rule: violation\\ncases: [{ inputs: { x: 1 }, expect: true }]|no-such-input|2:24",
                "rule: violation\\ncases: [{ inputs: { reading: 1 }, expects: true }]|unknown-key|2:44",
                "rule: violation\\ncases: [{ inputs: { reading: 1 }, fails: no }]|bad-fails|2:42",
                "rule: violation\\ncases: [{ inputs: { reading: 1 }, fails: true, expect: true }]|bad-fails|2:42",
                "cases: [{ inputs: { reading: 1 }, fails: true }]|which-rule|1:42",
                "rule: violation\\ncases: [{ on: 2024-02-30, inputs: { reading: 1 }, expect: true }]|not-a-date|2:15",
                "schema: { refuses: [{ limit: 0 }] }|unknown-key|1:20",
                "schema: [{ limit: 0 }]|not-a-map|1:9",
                "schema: { refuse: { limit: 0 } }|not-a-list|1:19",
                "schema: { refuse: [{ limti: 0 }] }|no-such-value|1:29",
                "schema: { refuse: [0] }|not-a-map|1:20",
                "schema: { refuse: [{}] }|not-a-map|1:20",
                "cases: &a [*a]|anchor|1:8",
                "title: nothing|no-cases|1:1",
                "[]|not-a-map|1:1",
            })
    void fault_in_a_file_of_tests_is_told_with_its_place(String file, String code, String place) {
        var report = run(POLICY, file.replace("\\n", "\n"));

        assertThat(report.passed()).isFalse();
        assertThat(report.problems())
                .as(report.problems().toString())
                .anySatisfy(
                        finding -> {
                            assertThat(finding.code()).contains(code);
                            assertThat(finding.file()).isEqualTo("tests/t.yaml");
                            assertThat(finding.line() + ":" + finding.column()).isEqualTo(place);
                        });
        assertThat(report.summary()).contains("with the tests");
    }

    @Test
    void examples_for_a_schema_that_is_not_there_are_refused() {
        var report =
                run(
                        POLICY.replaceFirst("schema: .*\n", ""),
                        "schema: { refuse: [{ limit: 0 }] }\n");

        assertThat(report.problems()).extracting(Finding::code).containsExactly("no-schema");
    }

    @Test
    void number_of_tests_is_bounded() {
        var rows = new StringBuilder("reading,expect.violation\n");
        for (int i = 0; i < RuleCases.MOST + 10; i++) {
            rows.append("1,false\n");
        }

        var report = run(POLICY.replace("t.yaml", "t.csv"), rows.toString());

        assertThat(report.problems()).extracting(Finding::code).containsExactly("too-many-tests");
        assertThat(report.count(TestKind.RULE)).isEqualTo(RuleCases.MOST);
    }

    @Test
    void unknown_used_policy_is_told_with_what_to_do() {
        var report =
                run(POLICY + "uses: { fpl: guidelines }\n", "schema: { accept: [{ limit: 1 }] }");

        assertThat(report.problems())
                .extracting(Finding::code)
                .containsExactly("used-policy-unknown");
        assertThat(report.problems().getFirst().remedy()).contains("pack guidelines as well");
    }

    @Test
    void client_that_answers_otherwise_fails_the_integration_case() {
        ClientSdk lying =
                (artifacts, at) ->
                        Verdict.accepted(
                                new DirectSdk.Direct(artifacts, at) {
                                    @Override
                                    public Decision ask(
                                            PolicyId id, String rule, Map<String, ?> in) {
                                        return new Decision.Outcome(true);
                                    }
                                });

        var report =
                run(lying, "rule: violation\ncases: [{ inputs: { reading: 1 }, expect: false }]");

        var miss = report.failures().getFirst().miss().orElseThrow();
        assertThat(report.failures().getFirst().kind()).isEqualTo(TestKind.INTEGRATION);
        assertThat(miss.expected()).isEqualTo("violation of tests/t.yaml:2: false");
        assertThat(miss.found()).isEqualTo("true in the client");
    }

    @Test
    void client_that_reads_another_value_fails_the_integration_case() {
        ClientSdk lying =
                (artifacts, at) ->
                        Verdict.accepted(
                                new DirectSdk.Direct(artifacts, at) {
                                    @Override
                                    public Optional<Object> value(PolicyId id, String name) {
                                        return Optional.of("25");
                                    }
                                });

        var report = run(lying, "schema: { accept: [{ limit: 1 }] }");

        assertThat(report.failures().getFirst().miss().orElseThrow().expected())
                .isEqualTo("limit: 25");
    }

    @Test
    void client_that_takes_nothing_fails_the_integration_case() {
        var report =
                run((artifacts, at) -> Verdict.refused("no"), "schema: { accept: [{ limit: 1 }] }");

        assertThat(report.failures().getFirst().miss().orElseThrow().found())
                .isEqualTo("refused: no");
    }

    @Test
    void cases_of_any_order_and_century_are_asked_of_the_client() {
        var report =
                run(
                        POLICY,
                        """
                        rule: violation
                        cases:
                          - { on: 2026-01-01, inputs: { reading: 1 }, expect: false }
                          - { on: 1900-01-01, inputs: { reading: 26 }, expect: true }
                          - { on: 9999-12-31, inputs: { reading: 1 }, expect: false }
                          - { on: 0001-01-01, inputs: { reading: 1 }, expect: false }
                        """);

        assertThat(report.failures()).isEmpty();
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void reports_are_json_and_junit_whatever_the_names() {
        var report =
                run(
                        POLICY,
                        "rule: violation\ncases: [{ name: '<a&\"]]>', inputs: { reading: 1 }, expect: true }]\n");

        assertThat(report.toJson())
                .contains("\"tests\":2", "\"failed\":1", "\"line\":2,\"column\":9")
                .contains("\"kinds\":{\"schema\":0,\"rule\":1,\"integration\":1}")
                .isEqualTo(report.toJson());
        assertThat(report.toJunit())
                .contains("tests=\"2\" failures=\"1\" errors=\"0\"")
                .contains("name=\"violation: &lt;a&amp;&quot;]]&gt;\"")
                .contains("message=\"expected true, found false\"");
    }

    private static org.assertj.core.groups.Tuple row(Object... cells) {
        return org.assertj.core.groups.Tuple.tuple(cells);
    }

    private static TestReport run(String policy, @org.jspecify.annotations.Nullable String tests) {
        return run(policy, tests, new DirectSdk());
    }

    private static TestReport run(ClientSdk sdk, String tests) {
        return run(POLICY, tests, sdk);
    }

    private static TestReport run(
            String policy, @org.jspecify.annotations.Nullable String tests, ClientSdk sdk) {
        var artifact = artifact(policy);
        var files = new HashMap<String, byte[]>();
        if (tests != null) {
            files.put(artifact.tests().getFirst(), tests.getBytes(UTF_8));
        }
        return PackageTests.run(
                List.of(new PackagedPolicy(artifact, files)), Map.of(), NOW, NEW_YORK, sdk);
    }

    private static Artifact artifact(String text) {
        var result = ArtifactParser.parse(text.getBytes(UTF_8), "p.yaml", Optional.empty());
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.artifact();
        }
        throw new AssertionError(result.findings().toString());
    }
}
