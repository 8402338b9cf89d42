package hms.checks.simulate;

import static hms.checks.simulate.Policies.DAY;
import static hms.checks.simulate.Policies.files;
import static hms.checks.simulate.Policies.pm25;
import static hms.checks.simulate.Policies.replayed;
import static hms.checks.simulate.Policies.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final String READINGS =
            """
            name,on,reading,operator
            clean,2023-01-01,8.9,Smith
            between,2023-01-01,30,Jones
            drifted,2023-01-02,-0.4,Jones
            smoke,2023-01-02,96.5,
            """;

    @Test
    void a_case_that_expects_nothing_adapts_if_every_rule_decides() {
        var report = replayed(Optional.empty(), pm25("25", "r.csv"), files("r.csv", READINGS));
        assertThat(report.cases()).isEqualTo(4);
        assertThat(report.adapted()).isEqualTo(3);
        assertThat(report.unadapted())
                .containsExactly(
                        new UnadaptedCase(
                                "r.csv:4",
                                "drifted",
                                "violation",
                                "reading must be at least 0, not -0.4"));
        assertThat(report.compared()).isFalse();
        assertThat(report.summary()).isEqualTo("75.0% of 4 cases adapted · 0 outcomes change");
        assertThat(report.passed()).isFalse();
    }

    @Test
    void outcomes_that_differ_from_the_live_version_are_counted_and_listed() {
        var report =
                replayed(Optional.of(pm25("35")), pm25("25", "r.csv"), files("r.csv", READINGS));
        assertThat(report.changedOutcomes()).isEqualTo(2);
        assertThat(report.changed())
                .containsExactly(
                        new ChangedOutcome(
                                "r.csv:3",
                                "between",
                                "violation",
                                LocalDate.of(2023, 1, 1),
                                Map.of("reading", "30"),
                                "false",
                                "true"),
                        new ChangedOutcome(
                                "r.csv:3",
                                "between",
                                "action",
                                LocalDate.of(2023, 1, 1),
                                Map.of("reading", "30"),
                                "none",
                                "violation"));
        assertThat(report.rules().get(0))
                .isEqualTo(
                        new RuleCounts(
                                "violation",
                                4,
                                1,
                                1,
                                Map.of("false → true", 1L),
                                Map.of("false", 1L, "true", 2L),
                                Map.of("false → true", 1L)));
    }

    @Test
    void a_case_adapts_if_what_it_expects_holds() {
        var cases =
                """
                rule: violation
                cases:
                  - { name: at the limit, inputs: { reading: 25.0 }, expect: false }
                  - { name: above, inputs: { reading: 25.1 }, expect: { violation: true, action: violation } }
                  - { name: wrongly expected, inputs: { reading: 27 }, expect: false }
                  - { name: other rule, rule: action, inputs: { reading: 3 }, expect: none }
                """;
        var report = replayed(Optional.empty(), pm25("25", "c.yaml"), files("c.yaml", cases));
        assertThat(report.adapted()).isEqualTo(3);
        assertThat(report.unadapted())
                .containsExactly(
                        new UnadaptedCase(
                                "c.yaml:5",
                                "wrongly expected",
                                "violation",
                                "expected false, got true"));
    }

    @Test
    void a_case_is_evaluated_on_its_own_date_or_else_the_files_or_else_the_given_one() {
        var candidate =
                rules(
                        """
                        cap: { dated: { 2020-01-01: 1, 2024-01-01: 2, 2025-01-01: 3 } }
                        rules: { cap_now: cap }
                        scenarios: [own.yaml, file.yaml, given.yaml]
                        """);
        var report =
                replayed(
                        Optional.empty(),
                        candidate,
                        files(
                                "own.yaml",
                                "on: 2025-06-01\ncases: [{ rule: cap_now, on: 2020-06-01, expect: 1 }]",
                                "file.yaml",
                                "on: 2025-06-01\ncases: [{ rule: cap_now, expect: 3 }]",
                                "given.yaml",
                                "cases: [{ rule: cap_now, expect: 2 }]"));
        assertThat(report.summary()).isEqualTo("100.0% of 3 cases adapted · 0 outcomes change");
    }

    @Test
    void rows_can_be_mapped_from_columns_of_other_names() {
        var cases =
                """
                rows: readings.csv
                map: { reading: pm25 }
                expect: { violation: was_violation }
                """;
        var rows = "pm25,was_violation\n24,false\n26,false\n40,true\n41,\n";
        var report =
                replayed(
                        Optional.empty(),
                        pm25("25", "s/c.yaml", "s/readings.csv"),
                        files("s/c.yaml", cases, "s/readings.csv", rows));
        assertThat(report.cases()).isEqualTo(4);
        assertThat(report.adapted()).isEqualTo(3);
        assertThat(report.unadapted().get(0).place()).isEqualTo("s/readings.csv:3");
    }

    @Test
    void rows_may_be_json_lines() {
        var rows =
                """
                {"name": "a", "reading": 24.9, "on": "2023-05-01", "site": {"x": [1]}}
                {"reading": "25.10", "expect.violation": true}

                {"reading": 26, "expect": {"violation": false, "action": "violation"}}
                {"reading": null, "expect": {"violation": null}}
                """;
        var report = replayed(Optional.empty(), pm25("25", "r.jsonl"), files("r.jsonl", rows));
        assertThat(report.cases()).isEqualTo(4);
        assertThat(report.unadapted())
                .extracting(UnadaptedCase::place, UnadaptedCase::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "r.jsonl:4", "expected false, got true"),
                        org.assertj.core.groups.Tuple.tuple(
                                "r.jsonl:5", "the input 'reading' was not given"));
    }

    @Test
    void a_live_version_with_other_inputs_is_asked_with_its_own() {
        var live =
                rules(
                        """
                        limit: 35
                        inputs: { pm25: { type: number } }
                        rules: { violation: pm25 > limit }
                        """);
        var rows = "reading,pm25\n30,30\n36,36\n";
        var report = replayed(Optional.of(live), pm25("25", "r.csv"), files("r.csv", rows));
        assertThat(report.changedOutcomes()).isEqualTo(1);
        assertThat(report.changed().get(0).before()).isEqualTo("false");
    }

    @Test
    void an_outcome_that_the_live_version_had_and_the_new_one_lacks_has_changed() {
        var candidate =
                rules(
                        """
                        limit: 25
                        inputs: { reading: { type: number, min: 10 } }
                        rules: { violation: reading > limit, extra: reading > 1 }
                        scenarios: [r.csv]
                        """);
        var report =
                replayed(
                        Optional.of(pm25("35")), candidate, files("r.csv", "reading\n5\n-1\n20\n"));
        assertThat(report.changed())
                .extracting(ChangedOutcome::place, ChangedOutcome::rule, ChangedOutcome::after)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "r.csv:2",
                                "violation",
                                "failed: reading must be at least 10, not 5"));
    }

    @Test
    void a_policy_without_rules_or_scenarios_has_no_cases_and_passes() {
        var report = replayed(Optional.empty(), rules("limit: 3\n"), Map.of());
        assertThat(report.summary()).isEqualTo("no cases to replay");
        assertThat(report.passed()).isTrue();
    }

    @Test
    void the_summary_counts_and_rounds_down() {
        assertThat(report(5_000, 4_920, 312).summary())
                .isEqualTo("98.4% of 5,000 cases adapted · 312 outcomes change");
        assertThat(report(1, 1, 1).summary())
                .isEqualTo("100.0% of 1 case adapted · 1 outcome changes");
        assertThat(report(100_000, 99_999, 0).summary()).startsWith("99.9% of 100,000 cases");
        assertThat(report(1_000, 950, 0).passed()).isTrue();
        assertThat(report(10_000, 9_499, 0).passed()).isFalse();
    }

    private static SimulationReport report(long cases, long adapted, long changed) {
        return new SimulationReport(
                cases,
                adapted,
                new BigDecimal("0.95"),
                true,
                changed,
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of());
    }

    @Test
    void only_the_first_changes_are_listed_but_all_are_counted() {
        var rows = new StringBuilder("reading\n");
        for (int i = 0; i < 1_000; i++) {
            rows.append("30\n");
        }
        var report =
                replayed(
                        Optional.of(pm25("35")),
                        pm25("25", "r.csv"),
                        files("r.csv", rows.toString()));
        assertThat(report.changedOutcomes()).isEqualTo(2_000);
        assertThat(report.changed()).hasSize(SimulationReport.LISTED);
    }

    @Test
    void the_report_is_json_for_evidence() {
        var json =
                replayed(
                                Optional.of(pm25("35")),
                                pm25("25", "r.csv"),
                                files("r.csv", "reading\n30\n-1\n"))
                        .toJson();
        assertThat(json)
                .isEqualTo(
                        "{\"summary\":\"50.0% of 2 cases adapted · 2 outcomes change\",\"passed\":false,"
                                + "\"cases\":2,\"adapted\":1,\"share\":0.5000,\"threshold\":0.95,\"compared\":true,"
                                + "\"changedOutcomes\":2,\"changed\":[{\"place\":\"r.csv:2\",\"name\":\"r.csv:2\","
                                + "\"rule\":\"violation\",\"on\":\""
                                + DAY
                                + "\",\"inputs\":{\"reading\":\"30\"},\"before\":\"false\",\"after\":\"true\"},"
                                + "{\"place\":\"r.csv:2\",\"name\":\"r.csv:2\",\"rule\":\"action\",\"on\":\""
                                + DAY
                                + "\",\"inputs\":{\"reading\":\"30\"},\"before\":\"none\",\"after\":\"violation\"}],"
                                + "\"unadapted\":[{\"place\":\"r.csv:3\",\"name\":\"r.csv:3\",\"rule\":\"violation\","
                                + "\"why\":\"reading must be at least 0, not -1\"}],"
                                + "\"rules\":[{\"rule\":\"violation\",\"asked\":2,\"failed\":1,\"changed\":1,"
                                + "\"changes\":{\"false → true\":1},\"outcomes\":{\"true\":1},"
                                + "\"kinds\":{\"false → true\":1}},{\"rule\":\"action\",\"asked\":2,\"failed\":1,"
                                + "\"changed\":1,\"changes\":{\"none → violation\":1},"
                                + "\"outcomes\":{\"violation\":1},\"kinds\":{\"none → violation\":1}}]}");
    }
}
