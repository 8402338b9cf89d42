package hms.checks.lint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Finding;
import hms.artifact.ParseResult;
import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LintReportTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final LintContext ALONE = LintContext.alone(Map.of(), NOW, ZONE);

    @Test
    void faultless_file_has_no_findings() {
        var report = lint("id: clean-air\nversion: 1.0.0\nlimit: 25\n", ALONE);

        assertThat(report.findings()).isEmpty();
        assertThat(report.passes(true)).isTrue();
        assertThat(report.text()).isEqualTo("air.yaml: no findings\n");
    }

    @Test
    void text_shows_each_finding_where_it_is() {
        var report = lint("id: clean-air\nversion: 1.0.0\nlimit: 25\nlimit: 35\n", ALONE);

        assertThat(report.passes(false)).isFalse();
        assertThat(report.text())
                .startsWith("error[duplicate-key]: ")
                .contains("\n  --> air.yaml:4:1 ($.limit)\n")
                .contains("\n   |\n 4 | limit: 35\n   | ^\n   = ")
                .endsWith("\nair.yaml: 1 error\n");
    }

    @Test
    void every_kind_of_check_is_made() {
        var live = parse("id: clean-air\nversion: 1.4.0\nlimit: 35\naverage_days: 1\n");
        var context = new LintContext(Optional.of(live), Timeline.empty(ZONE), Map.of(), NOW, ZONE);

        var report =
                lint(
                        """
                        id: clean-air
                        version: 1.5.0
                        content: The limit is 35 µg/m³.
                        effective: 2020-01-01
                        limit: 25
                        units: ug_per_m3
                        inputs: { reading: { type: number, unit: ug_per_m3 } }
                        rules: { violation: reading > limits }
                        schema: { limit: { type: number, maximum: 10 } }
                        """,
                        context);

        assertThat(report.findings())
                .extracting(Finding::isError)
                .isSortedAccordingTo((a, b) -> Boolean.compare(b, a));
        assertThat(report.findings())
                .extracting(Finding::path)
                .contains("$.limit", "$.rules.violation", "$.version", "$.effective", "$.content");
        assertThat(report.summary()).matches("\\d+ errors, \\d+ warnings");
    }

    @Test
    void rules_are_not_judged_without_the_policies_that_they_use() {
        var policy =
                "id: cap\nversion: 1.0.0\nuses: { fpl: guidelines }\nrules: { cap: fpl.first }\n";
        var guidelines = parse("id: guidelines\nversion: 1.0.0\nfirst: 12880\n");
        var known = Map.of(PolicyId.of("guidelines"), guidelines);

        var without = lint(policy, ALONE);
        var with = lint(policy, LintContext.alone(known, NOW, ZONE));

        assertThat(without.passes(false)).isTrue();
        assertThat(without.findings())
                .extracting(Finding::code)
                .containsExactly("used-policy-unknown");
        assertThat(with.findings()).isEmpty();
    }

    @Test
    void strict_holds_warnings_against_a_file() {
        var report = lint("id: a\nversion: 1.0.0\neffective: 2020-01-01\n", ALONE);

        assertThat(report.warnings()).isPositive();
        assertThat(report.passes(false)).isTrue();
        assertThat(report.passes(true)).isFalse();
    }

    @Test
    void text_keeps_what_could_deceive_a_terminal_away_from_it() {
        var report = lint("id: a\nversion: 1.0.0\ntitle: \"\u202Eevil\"\nx: \u001B[31m\n", ALONE);

        assertThat(report.errors()).isPositive();
        assertThat(report.text().codePoints()).doesNotContain(0x202E, 0x1B);
    }

    @Test
    void long_lines_are_cut_around_the_place() {
        var report =
                lint("id: a\nversion: 1.0.0\nlevels: [" + "1, ".repeat(200) + "null]\n", ALONE);

        var lines = report.text().lines().toList();
        var quoted =
                lines.stream().filter(line -> line.startsWith(" 3 | ")).findFirst().orElseThrow();
        var marked = lines.get(lines.indexOf(quoted) + 1);
        assertThat(quoted).hasSizeLessThan(120).contains("| …");
        assertThat(quoted.substring(marked.indexOf('^'))).startsWith("null]");
    }

    @Test
    void json_tells_programs_the_same() {
        var report = lint("id: Clean Air\nversion: 1.0.0\n", ALONE);

        var json = new JsonMapper().readTree(report.json());

        assertThat(json.get("file").stringValue()).isEqualTo("air.yaml");
        assertThat(json.get("errors").intValue()).isEqualTo(1);
        var finding = json.get("findings").get(0);
        assertThat(finding.get("code").stringValue()).isEqualTo("bad-id");
        assertThat(finding.get("line").intValue()).isEqualTo(1);
        assertThat(finding.get("path").stringValue()).isEqualTo("$.id");
    }

    private static LintReport lint(String yaml, LintContext context) {
        return LintReport.of(yaml.getBytes(UTF_8), "air.yaml", Optional.empty(), context);
    }

    private static Artifact parse(String yaml) {
        var parsed = ArtifactParser.parse(yaml.getBytes(UTF_8), "live.yaml", Optional.empty());
        return ((ParseResult.Parsed) parsed).artifact();
    }
}
