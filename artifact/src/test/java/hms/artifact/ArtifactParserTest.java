package hms.artifact;

import static hms.artifact.Documents.artifact;
import static hms.artifact.Documents.json;
import static hms.artifact.Documents.parse;
import static hms.artifact.Documents.rejected;
import static hms.artifact.Documents.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import hms.trust.Digest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArtifactParserTest {
    private static final String PM25 =
            """
            id: epa-pm25-limit
            version: 2.0.0
            title: 24-hour fine-particle limit
            agency: Environmental Protection Agency
            summary: Tightens the daily PM2.5 limit.
            content: |
              The 24-hour PM2.5 limit is 25 µg/m³.
            effective: 2024-09-01T00:00:00Z
            timezone: America/New_York
            expires: 2030-01-01
            tags: [health, air, epa]
            limit: 25
            units: ug_per_m3
            cap: { dated: { 2024-01-01: 200000, 2025-01-01: 210000, 2026-01-01: null } }
            inputs:
              reading: { type: number, unit: ug_per_m3, min: 0 }
            rules:
              violation: reading > limit
            schema: { limit: { type: number, minimum: 0 } }
            scenarios: [scenarios/pm25.yaml]
            partners: [state-airboards, epa-open-data]
            uses: { fpl: hhs-poverty-guidelines }
            tests: [tests/pm25.yaml]
            """;

    @Test
    void every_key_of_the_reference_artifact_is_read() {
        var artifact = yaml(PM25);

        assertThat(artifact.name()).isEqualTo("epa-pm25-limit@2.0.0");
        assertThat(artifact.title()).isEqualTo("24-hour fine-particle limit");
        assertThat(artifact.agency()).contains("Environmental Protection Agency");
        assertThat(artifact.summary()).contains("Tightens the daily PM2.5 limit.");
        assertThat(artifact.content()).contains("The 24-hour PM2.5 limit is 25 µg/m³.\n");
        var zone = ZoneId.of("UTC");
        assertThat(artifact.effectiveInstant(zone)).contains(Instant.parse("2024-09-01T00:00:00Z"));
        assertThat(artifact.expiresInstant(zone)).contains(Instant.parse("2030-01-01T05:00:00Z"));
        assertThat(artifact.timezone()).contains(ZoneId.of("America/New_York"));
        assertThat(artifact.tags()).containsExactly("health", "air", "epa");
        assertThat(artifact.values().keySet()).containsExactly("limit", "units", "cap");
        assertThat(artifact.inputs().get("reading").min()).contains(BigDecimal.ZERO);
        assertThat(artifact.rules().get("violation"))
                .isEqualTo(
                        new Rule(
                                "violation",
                                "reading > limit",
                                new Place(18, 14, "$.rules.violation")));
        assertThat(artifact.schema()).contains("{\"limit\":{\"type\":\"number\",\"minimum\":0}}");
        assertThat(artifact.namedFiles()).containsExactly("scenarios/pm25.yaml", "tests/pm25.yaml");
        assertThat(artifact.partners()).containsExactly("state-airboards", "epa-open-data");
        assertThat(artifact.uses()).isEqualTo(Map.of("fpl", PolicyId.of("hhs-poverty-guidelines")));
        assertThat(artifact.offline()).isEqualTo(Offline.FLIP);
        assertThat(artifact.isOpen()).isFalse();
    }

    @Test
    void digest_is_over_the_exact_bytes() {
        var bytes = PM25.getBytes(StandardCharsets.UTF_8);
        assertThat(yaml(PM25).digest()).isEqualTo(Digest.sha256(bytes));
        assertThat(yaml(PM25 + "\n").digest()).isNotEqualTo(yaml(PM25).digest());
        assertThat(yaml(PM25).bytes()).isEqualTo(bytes);
    }

    @Test
    void id_and_version_are_enough() {
        var artifact = yaml("id: a\nversion: 1.0.0\n");
        assertThat(artifact.title()).isEqualTo("a");
        assertThat(artifact.values()).isEmpty();
    }

    @Test
    void version_given_by_the_caller_stands_in_for_a_missing_one() {
        var bytes = "{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        var result = ArtifactParser.parse(bytes, "body.json", Optional.of(Version.of(1, 0, 0)));
        assertThat(((ParseResult.Parsed) result).artifact().name()).isEqualTo("a@1.0.0");
    }

    @Test
    void numbers_keep_the_form_they_were_written_in() {
        var text =
                "{\"id\":\"a\",\"version\":\"1.0.0\",\"a\":25,\"b\":25.0,\"c\":2.50,\"d\":0.1,\"e\":1e3,\"f\":-0.00}";
        assertThat(json(text).valuesJson())
                .isEqualTo("{\"a\":25,\"b\":25.0,\"c\":2.50,\"d\":0.1,\"e\":1000,\"f\":0.00}");
    }

    @Test
    void dated_values_are_read_as_of_a_day() {
        var artifact = yaml(PM25);
        assertThat(artifact.valuesJson(LocalDate.parse("2023-12-31")))
                .isEqualTo("{\"limit\":25,\"units\":\"ug_per_m3\"}");
        assertThat(artifact.valuesJson(LocalDate.parse("2024-12-31")))
                .isEqualTo("{\"limit\":25,\"units\":\"ug_per_m3\",\"cap\":200000}");
        assertThat(artifact.valuesJson(LocalDate.parse("2026-01-01")))
                .isEqualTo("{\"limit\":25,\"units\":\"ug_per_m3\"}");
        assertThat(artifact.datedFrom()).contains(LocalDate.parse("2024-01-01"));
    }

    @Test
    void duplicate_key_is_refused_with_both_lines() {
        var finding =
                rejected("id: a\nversion: 1.0.0\nlimit: 1\nlimit: 2\n", "p.yaml").findings().get(0);
        assertThat(finding.code()).isEqualTo("duplicate-key");
        assertThat(finding.text())
                .isEqualTo(
                        "p.yaml:4:1 error: the key \"limit\" stands twice in the same map, first in line 3"
                                + " ($.limit); delete one of the two");
    }

    @Test
    void mistyped_reserved_key_is_refused_with_the_word_meant() {
        var finding =
                rejected("id: a\nversion: 1.0.0\nefective: 2024-01-01\n", "p.yaml")
                        .findings()
                        .get(0);
        assertThat(finding.code()).isEqualTo("mistyped-key");
        assertThat(finding.remedy()).contains("effective");
        assertThat(finding.line()).isEqualTo(3);
    }

    @Test
    void unquoted_version_with_two_parts_is_explained() {
        var finding = rejected("id: a\nversion: 2.0\n", "p.yaml").findings().get(0);
        assertThat(finding.code()).isEqualTo("version-is-a-number");
        assertThat(finding.remedy()).contains("2.0.0");
        assertThat(finding.column()).isEqualTo(10);
    }

    @Test
    void yaml_and_json_are_the_same_document() {
        var yaml = yaml("id: a\nversion: 1.0.0\nday: 2024-01-01\nmany: [1, 2.50, x]\nyes: no\n");
        var json =
                json(
                        "{\"id\":\"a\",\"version\":\"1.0.0\",\"day\":\"2024-01-01\",\"many\":[1,2.50,\"x\"],\"yes\":\"no\"}");
        assertThat(json.values()).isEqualTo(yaml.values());
        assertThat(json.values().get("day"))
                .isEqualTo(new Value.Date(LocalDate.parse("2024-01-01")));
    }

    @Test
    void file_without_a_telling_name_is_json_if_it_begins_with_a_brace() {
        assertThat(artifact("{\"id\":\"a\",\"version\":\"1.0.0\"}", "-").name())
                .isEqualTo("a@1.0.0");
        assertThat(artifact("id: a\nversion: 1.0.0\n", "-").name()).isEqualTo("a@1.0.0");
    }

    @Test
    void texts_that_only_look_like_numbers_are_pointed_out() {
        var result =
                (ParseResult.Parsed)
                        parse("id: a\nversion: 1.0.0\ncap: 200_000\ncode: 007\n", "p.yaml");
        assertThat(result.warnings())
                .extracting(Finding::code)
                .isEqualTo(List.of("text-like-number", "leading-zero"));
    }
}
