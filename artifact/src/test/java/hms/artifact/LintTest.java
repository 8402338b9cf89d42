package hms.artifact;

import static hms.artifact.Documents.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import hms.trust.Digest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LintTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant NOW = Instant.parse("2025-06-01T00:00:00Z");

    private static Artifact at(String version, String body) {
        return yaml("id: a\nversion: " + version + "\n" + body);
    }

    // versions

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit: 25              | limit: 35                    | PATCH |",
                "limit: 25              | limit: 25.0                  | PATCH |",
                "limit: 25              | {limit: 25, cap: 3}          | MINOR | adds the value cap",
                "{limit: 25, cap: 3}    | limit: 25                    | MAJOR | removes the value cap",
                "limit: 25              | bound: 25                    | MAJOR | renames the value limit to bound",
                "limit: 25              | limit: '25'                  | MAJOR | makes the value limit a text instead of a number",
                "limit: 25              | limit: {dated: {2024-01-01: 25}} | PATCH |",
                "limit: {dated: {2024-01-01: 25}} | limit: {dated: {2024-01-01: x}} | MAJOR | makes the value limit a text instead of a number",
                "share: {AL: 1, KS: 2}  | share: {AL: 1}               | MAJOR | removes the value share.KS",
                "share: {AL: 1}         | share: {AL: 1, KS: 2}        | MINOR | adds the value share.KS",
                "share: {AL: 1}         | share: {AL: true}            | MAJOR | makes the value share.AL a truth value instead of a number",
                "codes: [1, 2]          | codes: [1, x]                | MAJOR | puts a text into the list value codes",
                "codes: [1, 2]          | codes: [3]                   | PATCH |",
                "inputs: {x: {type: number}} | inputs: {}               | MAJOR | removes the input x",
                "inputs: {x: {type: number}} | inputs: {x: {type: integer}} | MAJOR | makes the input x integer instead of number",
                "inputs: {}             | inputs: {x: {type: number}}  | MINOR | adds the input x",
                "rules: {r: '1 > 0'}    | rules: {}                    | MAJOR | removes the rule r",
                "rules: {r: '1 > 0'}    | rules: {r: '2 > 0'}          | PATCH |",
                "rules: {}              | rules: {r: '1 > 0'}          | MINOR | adds the rule r",
            })
    void change_asks_for_a_bump_and_says_why(
            String before, String after, Bump bump, String reason) {
        var result = VersionLint.compare(document("1.4.2", before), document("1.4.3", after));
        assertThat(result.required()).isEqualTo(bump);
        assertThat(result.reasons()).isEqualTo(reason == null ? List.of() : List.of(reason));
        if (bump == Bump.PATCH) {
            assertThat(result.findings()).isEmpty();
        } else {
            assertThat(result.findings())
                    .extracting(Finding::code)
                    .containsExactly("version-bump-too-small");
            assertThat(result.findings().get(0).message())
                    .contains(reason)
                    .contains(
                            "requires a "
                                    + bump.name().toLowerCase(java.util.Locale.ROOT)
                                    + " bump");
            assertThat(result.findings().get(0).remedy())
                    .isEqualTo("set version to " + (bump == Bump.MAJOR ? "2.0.0" : "1.5.0"));
            assertThat(result.findings().get(0).line()).isEqualTo(1);
            assertThat(result.findings().get(0).path()).isEqualTo("$.version");
        }
        var enough =
                VersionLint.compare(
                        document("1.4.2", before),
                        document(bump == Bump.MAJOR ? "2.0.0" : "1.5.0", after));
        assertThat(enough.findings()).isEmpty();
    }

    private static Artifact document(String version, String body) {
        var inner = body.startsWith("{") ? body.substring(1, body.length() - 1) : body;
        return yaml("{id: a, version: " + version + ", " + inner + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0, 1.0.0, version-not-higher",
        "1.0.0, 0.9.9, version-not-higher",
        "1.0.0, 1.0.0+build, version-not-higher",
        "1.0.0, 1.0.0-rc.1, version-not-higher",
        "0.1.0, 0.1.1, version-bump-too-small",
        "1.0.0, 2.0.0-rc.1, ",
        "2.0.0-rc.1, 2.0.0, ",
        "2.0.0-rc.1, 2.0.0-rc.2, ",
        "0.1.0, 1.0.0, ",
    })
    void version_of_a_breaking_change_has_to_be_higher_by_a_major_step(
            String live, String next, String code) {
        var findings = VersionLint.compare(at(live, "x: 1\n"), at(next, "y: 2\n")).findings();
        assertThat(findings)
                .extracting(Finding::code)
                .isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void same_bytes_are_live_already() {
        var findings = VersionLint.compare(at("1.0.0", "x: 1\n"), at("1.0.0", "x: 1\n")).findings();
        assertThat(findings).extracting(Finding::code).containsExactly("already-live");
    }

    @Test
    void same_version_with_other_bytes_is_a_conflict() {
        var artifact = at("1.0.0", "x: 1\n");
        assertThat(VersionLint.conflict(artifact, artifact.digest())).isEmpty();
        var finding = VersionLint.conflict(artifact, Digest.sha256()).orElseThrow();
        assertThat(finding.code()).isEqualTo("version-conflict");
        assertThat(finding.line()).isEqualTo(2);
        assertThat(finding.remedy()).contains("1.0.1");
    }

    // dates

    private static List<String> dates(String body, Timeline others) {
        return DateLint.check(at("9.0.0", body), others, NOW, NEW_YORK).stream()
                .map(
                        finding ->
                                finding.severity()
                                        + " "
                                        + finding.code()
                                        + " "
                                        + finding.line()
                                        + " "
                                        + finding.path())
                .toList();
    }

    private static Timeline timeline(String... spans) {
        var timeline = Timeline.empty(NEW_YORK);
        var number = 1;
        for (var span : spans) {
            var ends = span.split("/", -1);
            var until =
                    ends[1].isEmpty()
                            ? Optional.<Instant>empty()
                            : Optional.of(Instant.parse(ends[1] + "T00:00:00Z"));
            timeline =
                    timeline.plus(
                            Timeline.Entry.activated(
                                    Version.of(number++, 0, 0),
                                    Digest.sha256(),
                                    Instant.parse(ends[0] + "T00:00:00Z"),
                                    until));
        }
        return timeline;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "effective: 2026-01-01\\nexpires: 2026-01-01 | ERROR expires-before-effective 4 $.expires",
                "expires: 2025-01-01                         | ERROR already-expired 3 $.expires",
                "effective: 2025-01-01                       | WARNING effective-in-the-past 3 $.effective",
                "effective: 2025-01-01\\nretroactive: {basis: law} |",
                "effective: 2020-01-01\\nexpires: 2021-01-01\\nretroactive: {basis: law} | WARNING already-expired 4 $.expires",
                "effective: 2026-01-01\\nretroactive: {basis: law} | WARNING retroactive-in-the-future 4 $.retroactive",
                "effective: 2026-03-08T02:30:00              | WARNING clock-change 3 $.effective",
                "effective: 2026-11-01T01:30:00              | WARNING clock-change 3 $.effective",
                "effective: 2026-11-01T01:30:00-04:00        |",
                "effective: 2025-09-07\\ntimezone: America/Santiago | WARNING clock-change 3 $.effective",
                "effective: 2026-01-01\\nx: {dated: {2020-01-01: 1, 2025-01-01: null}} | WARNING dates-outside-term 4 $.x",
                "expires: 2026-01-01\\nx: {dated: {2026-01-01: 1}} | WARNING dates-outside-term 4 $.x",
                "expires: 2026-01-01\\nx: {y: {dated: {2027-01-01: 1}}} | WARNING dates-outside-term 4 $.x.y",
                "expires: 2026-01-01\\nx: {dated: {2024-01-01: 1, 2027-01-01: 2}} |",
            })
    void dates_of_an_artifact_are_held_against_each_other(String body, String expected) {
        var found = dates(body.strip().replace("\\n", "\n") + "\n", Timeline.empty(NEW_YORK));
        assertThat(found).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void skipped_midnight_says_which_instant_counts() {
        var artifact = at("1.0.0", "effective: 2025-09-07\ntimezone: America/Santiago\n");
        var finding = DateLint.check(artifact, Timeline.empty(NEW_YORK), NOW, NEW_YORK).get(0);
        assertThat(finding.message()).contains("2025-09-07T04:00:00Z");
    }

    @Test
    void overlap_with_a_scheduled_version_is_reported() {
        assertThat(dates("x: 1\n", timeline("2020-01-01/", "2026-01-01/")))
                .containsExactly("WARNING overlap 1 $");
        assertThat(
                        dates(
                                "effective: 2026-01-01T00:00:00Z\n",
                                timeline("2020-01-01/", "2026-01-01/")))
                .containsExactly("WARNING overlap 3 $.effective");
        assertThat(dates("expires: 2025-12-01\n", timeline("2020-01-01/", "2026-01-01/")))
                .containsExactly("WARNING gap 3 $.expires");
    }

    @Test
    void retroactive_version_names_what_it_replaces() {
        assertThat(
                        dates(
                                "effective: 2019-01-01\nretroactive: {basis: law}\n",
                                timeline("2020-01-01/", "2022-01-01/")))
                .containsExactly("WARNING overlap 3 $.effective", "WARNING overlap 3 $.effective");
    }

    @Test
    void gap_after_a_version_that_expires_is_reported() {
        assertThat(dates("effective: 2027-01-01\n", timeline("2020-01-01/2026-01-01")))
                .containsExactly("WARNING gap 3 $.effective");
        assertThat(dates("effective: 2026-01-01T00:00:00Z\n", timeline("2020-01-01/2026-01-01")))
                .isEmpty();
        assertThat(dates("x: 1\n", timeline("2020-01-01/"))).isEmpty();
    }

    // prose

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The 24-hour PM2.5 limit is 25 µg/m³.",
                "The limit is 25.5 µg/m3",
                "At most 25 micrograms per cubic meter are allowed.",
                "The limit is 1,035 µg/m³.",
            })
    void number_beside_the_unit_that_no_value_has_is_a_warning(String text) {
        var findings =
                ProseLint.check(
                        at(
                                "1.0.0",
                                "limit: 35\nunits: ug_per_m3\ncontent: |\n  # Limit\n\n  "
                                        + text
                                        + "\n"));
        assertThat(findings).extracting(Finding::code).containsExactly("prose-contradicts-values");
        assertThat(findings.get(0).severity()).isEqualTo(Severity.WARNING);
        assertThat(findings.get(0).line()).isEqualTo(8);
        assertThat(findings.get(0).column()).isGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The 24-hour PM2.5 limit is 35 µg/m³.",
                "The limit is 35.0 µg/m³.",
                "The limit is lowered from 65 µg/m³ to 35 µg/m³.",
                "The limit of 35 µg/m³ replaces that of 65 µg/m³.",
                "Formerly it was 65 µg/m³.",
                "Section 25 applies; 25 states, 24 hours, PM2.5.",
                "It was set in 2006 (71 FR 61144).",
                "25 mg/m³ is another unit.",
            })
    void other_numbers_in_prose_are_no_contradiction(String text) {
        assertThat(
                        ProseLint.check(
                                at(
                                        "1.0.0",
                                        "limit: 35\nunits: ug_per_m3\ncontent: |\n  "
                                                + text
                                                + "\n")))
                .isEmpty();
    }

    @Test
    void amounts_of_money_are_recognised() {
        var body =
                "cap: {dated: {2024-01-01: 200000, 2025-01-01: 210000}}\ncurrency: USD\nsummary: ";
        assertThat(ProseLint.check(at("1.0.0", body + "The cap is $200,000 or 210,000 dollars.")))
                .isEmpty();
        assertThat(ProseLint.check(at("1.0.0", body + "The cap is $0.2 million."))).isEmpty();
        assertThat(ProseLint.check(at("1.0.0", body + "The cap is $220,000."))).hasSize(1);
        assertThat(ProseLint.check(at("1.0.0", body + "The cap is 220,000 US dollars.")))
                .hasSize(1);
    }

    @Test
    void artifact_without_a_unit_is_not_read() {
        assertThat(ProseLint.check(at("1.0.0", "limit: 35\ncontent: The limit is 25 µg/m³.\n")))
                .isEmpty();
    }
}
