package hms.decisions;

import static hms.decisions.Rules.DAY;
import static hms.decisions.Rules.artifact;
import static hms.decisions.Rules.ask;
import static hms.decisions.Rules.compiled;
import static hms.decisions.Rules.findings;
import static org.assertj.core.api.Assertions.assertThat;

import hms.decisions.Decision.Failed;
import hms.decisions.Decision.Outcome;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final String PM25 =
            """
            limit: 25
            advisory_share: 0.8
            inputs:
              reading: { type: number, unit: ug_per_m3, min: 0 }
            rules:
              violation: reading > limit
              action: 'reading > limit ? "violation" : reading > limit * advisory_share ? "advisory" : "none"'
            """;

    private static final String CAPS =
            """
            share:
              AL: 3.17
              IL: { dated: { 2019-01-01: 3.18, 2022-07-01: null } }
              KS: { dated: { 2019-01-01: 2.41, 2021-04-01: 2.30 } }
            uses: { fpl: hhs-poverty-guidelines }
            inputs:
              income: { type: number, min: 0 }
              household: { type: integer, min: 1, default: 1 }
              state: { type: string }
            rules:
              cap: share[state] * (fpl.first_person + fpl.each_additional * (household - 1))
              eligible: state in share && income <= cap
              kansas: share.KS * fpl.first_person
            """;

    private static final String GUIDELINES =
            """
            first_person: { dated: { 2021-01-01: 12880, 2022-01-01: 13590 } }
            each_additional: { dated: { 2021-01-01: 4540, 2022-01-01: 4720 } }
            """;

    private final RuleSet caps = compiled(CAPS, Map.of("fpl", artifact(GUIDELINES)));

    @Test
    void a_rule_compares_an_input_with_a_value() {
        var rules = compiled(PM25);
        assertThat(ask(rules, "violation", Map.of("reading", "25.1"), DAY))
                .isEqualTo(new Outcome(true));
        assertThat(ask(rules, "violation", Map.of("reading", "25.0"), DAY))
                .isEqualTo(new Outcome(false));
        assertThat(ask(rules, "action", Map.of("reading", "20.1"), DAY))
                .isEqualTo(new Outcome("advisory"));
    }

    @Test
    void values_of_a_used_policy_are_read_as_of_the_same_date() {
        var given = Map.of("state", "KS", "household", "3");
        assertThat(ask(caps, "cap", given, LocalDate.of(2021, 3, 31)))
                .isEqualTo(new Outcome(new BigDecimal("52923.6")));
        assertThat(ask(caps, "cap", given, LocalDate.of(2021, 4, 1)))
                .isEqualTo(new Outcome(new BigDecimal("50508")));
        assertThat(ask(caps, "kansas", Map.of(), LocalDate.of(2022, 1, 1)))
                .isEqualTo(new Outcome(new BigDecimal("31257")));
    }

    @Test
    void a_rule_reads_another_rule() {
        var given = Map.of("state", "KS", "household", "3", "income", "50508.00");
        assertThat(ask(caps, "eligible", given, LocalDate.of(2021, 4, 1)))
                .isEqualTo(new Outcome(true));
    }

    @Test
    void what_has_ended_is_not_in_a_map_any_more() {
        var given = Map.of("state", "IL", "income", "1");
        assertThat(ask(caps, "eligible", given, LocalDate.of(2022, 6, 30)))
                .isEqualTo(new Outcome(true));
        assertThat(ask(caps, "eligible", given, LocalDate.of(2022, 7, 1)))
                .isEqualTo(new Outcome(false));
    }

    @Test
    void a_value_that_has_not_begun_or_has_ended_says_so() {
        var rules =
                compiled(
                        """
                        cap: { dated: { 2024-01-01: 200000, 2026-01-01: null } }
                        rules:
                          twice: cap * 2
                          known: has(policy.cap)
                        """);
        assertThat(ask(rules, "twice", Map.of(), LocalDate.of(2023, 12, 31)))
                .isEqualTo(
                        new Failed(
                                FailureReason.NO_VALUE,
                                "cap has no value on 2023-12-31: it begins on 2024-01-01"));
        assertThat(ask(rules, "twice", Map.of(), LocalDate.of(2026, 1, 1)))
                .isEqualTo(
                        new Failed(
                                FailureReason.NO_VALUE,
                                "cap has no value on 2026-01-01: it ended on 2026-01-01"));
        assertThat(ask(rules, "known", Map.of(), LocalDate.of(2026, 1, 1)))
                .isEqualTo(new Outcome(false));
        assertThat(ask(rules, "known", Map.of(), LocalDate.of(2025, 1, 1)))
                .isEqualTo(new Outcome(true));
    }

    @Test
    void an_input_that_was_not_given_is_missed_only_where_it_is_read() {
        assertThat(ask(caps, "eligible", Map.of("state", "KS"), LocalDate.of(2021, 4, 1)))
                .isEqualTo(
                        new Failed(
                                FailureReason.INPUT_MISSING, "the input 'income' was not given"));
        assertThat(ask(caps, "eligible", Map.of("state", "ZZ"), LocalDate.of(2021, 4, 1)))
                .isEqualTo(new Outcome(false));
    }

    @Test
    void a_rule_that_is_not_there_is_a_failure_with_a_suggestion() {
        assertThat(ask(compiled(PM25), "violations", Map.of(), DAY))
                .isEqualTo(
                        new Failed(
                                FailureReason.NO_SUCH_RULE,
                                "test-policy has no rule 'violations' (did you mean 'violation'?)"));
    }

    @Test
    void all_rules_can_be_asked_at_once() {
        var bound = compiled(PM25).at(DAY);
        var inputs = (Reading.Complete) bound.inputs().read(Map.of("reading", "30"));
        assertThat(bound.evaluateAll(inputs.inputs()))
                .containsExactly(
                        Map.entry("violation", new Outcome(true)),
                        Map.entry("action", new Outcome("violation")));
    }

    @Test
    void rules_in_a_circle_are_refused() {
        assertThat(
                        findings(
                                """
                                rules:
                                  a: b > 1
                                  b: c + 1
                                  c: "a ? 1 : 2"
                                  d: 'a || true'
                                """))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.code()).isEqualTo("rules-in-a-circle");
                            assertThat(finding.message()).contains("a → b → c → a");
                        });
    }

    @Test
    void an_alias_whose_policy_is_missing_is_refused_where_it_is_read() {
        assertThat(findings(CAPS)).extracting(finding -> finding.code()).contains("missing-policy");
        assertThat(findings("uses: { fpl: other }\nrules: { r: true }\n")).isEmpty();
    }

    @Test
    void a_finding_names_rule_column_and_line() {
        var finding =
                findings(
                                """
                                limit: 25
                                rules:
                                  fine: limit > 3
                                  wrong: >-
                                    limit > 3 &&
                                    limit > "much"
                                """)
                        .get(0);
        assertThat(finding.text())
                .isEqualTo(
                        "test.yaml:8:11 error: rule wrong, column 20: `>` does not work on number and"
                                + " text ($.rules.wrong); compare and calculate with values of one"
                                + " type");
    }

    @Test
    void a_finding_has_its_place_also_behind_escaped_characters() {
        var json =
                """
                {"id": "test-policy", "version": "1.0.0", "limit": 3,
                 "rules": {"wrong": "\\"a\\" + \\"b\\" > limt"}}
                """;
        var finding = RuleSet.findings(Rules.parse(json, "test.json"), Map.of()).get(0);
        assertThat(finding.text()).startsWith("test.json:2:38 error: rule wrong, column 13: ");
        var yaml = "limit: 3\nrules:\n  wrong: 'limit == ''a'''\n";
        assertThat(findings(yaml).get(0).text())
                .startsWith("test.yaml:5:17 error: rule wrong, column 7: ");
    }

    @Test
    void rules_can_be_asked_by_many_threads() {
        var bound = caps.at(LocalDate.of(2021, 4, 1));
        var wrong =
                IntStream.range(0, 2_000)
                        .parallel()
                        .filter(
                                i ->
                                        !eligible(bound, i % 2 == 0 ? "50508" : "50508.01")
                                                .equals(new Outcome(i % 2 == 0)))
                        .count();
        assertThat(wrong).isZero();
    }

    private static Decision eligible(BoundRules bound, String income) {
        var given = Map.of("state", "KS", "household", "3", "income", income);
        var inputs = (Reading.Complete) bound.inputs().read(given);
        return bound.evaluate("eligible", inputs.inputs());
    }

    @Test
    void an_artifact_without_rules_compiles() {
        assertThat(compiled("limit: 25\n").names()).isEmpty();
    }
}
