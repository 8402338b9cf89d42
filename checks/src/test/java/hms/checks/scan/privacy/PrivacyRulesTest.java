package hms.checks.scan.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import hms.checks.scan.Packages;
import hms.checks.scan.ScanFinding;
import hms.checks.scan.ScanFindings;
import hms.checks.scan.ScanResult;
import hms.checks.scan.ScanSeverity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacyRulesTest {

    @ParameterizedTest
    @CsvSource({
        "ssn, 123-45-6789, ssn",
        "SSN, 6789, ssn",
        "applicantSsn, 123456789, ssn",
        "social_security_number, 123456789, ssn",
        "dob, 1980-03-04, birth-date",
        "date_of_birth, 03/04/1980, birth-date",
        "birthDate, 1980-03-04, birth-date",
        "child_dob, 2015-01-02, birth-date",
        "Geburtsdatum, 04.03.1980, birth-date",
        "born, 1980-03-04, birth-date",
        "mrn, 0012345, record-number",
        "medical_record_number, A-0012345, record-number",
        "patientId, P-00123, record-number",
        "case_number, 2023-4711, record-number",
        "drivers_license, D1234567, record-number",
        "passport_no, X1234567, record-number",
        "first_name, Jane, person-name",
        "LastName, Doe, person-name",
        "surname, Doe, person-name",
        "patient_name, Jane Doe, person-name",
        "Nachname, Müller, person-name",
        "phone, 2025550143, phone",
        "mobile_number, 0171 1234567, phone",
        "street_address, 1 Main St, home-address",
        "account_number, 12345678, iban",
    })
    void column_tells_by_its_name(String column, String value, String rule) {
        var csv = csv("reading," + column + "\n1,\"" + value + "\"\n");
        var lines = jsonLines("{\"reading\": 1, \"" + column + "\": \"" + value + "\"}\n");
        var yaml =
                yaml("cases:\n  - inputs: { reading: 1 }\n    " + column + ": \"" + value + "\"\n");

        for (var result : new ScanResult[] {csv, lines, yaml}) {
            assertThat(result.findings())
                    .singleElement()
                    .satisfies(
                            finding -> {
                                assertThat(finding.rule()).isEqualTo(rule);
                                assertThat(finding.severity()).isEqualTo(ScanSeverity.BLOCKING);
                                assertThat(finding.path()).isEqualTo(column);
                                assertThat(finding.line()).isPositive();
                                assertThat(finding.message())
                                        .doesNotContain(value)
                                        .contains(Mask.of(value));
                            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "name, household-0001",
        "title, Jane",
        "state, KS",
        "birth_date, n/a",
        "dob, unknown",
        "born_before, 1957-01-01",
        "min_birth_date, 1980-01-01",
        "birth_rate, 2010",
        "license, CC-BY-4.0",
        "case_number_length, 12345",
        "first_name, n/a",
        "agency_name, Environmental Protection Agency",
        "file_name, a.txt",
        "phone, n/a",
        "phone_count, 12345678",
        "passport_required, true",
        "passport, no",
        "household, 12345",
        "income, 50508.01",
        "reading, 25.1",
        "record, 12345",
        "number, 123456",
        "address, here",
        "account, 1",
    })
    void column_that_tells_nothing_is_let_be(String column, String value) {
        assertThat(csv("reading," + column + "\n1,\"" + value + "\"\n").findings()).isEmpty();
    }

    @Test
    void contact_in_the_text_of_a_rule_is_a_warning_and_elsewhere_blocks() {
        var result =
                scan(
                        """
                        summary: Ask (202) 555-0143.
                        content: |
                          Questions go to help@epa.gov.

                          ## Contact
                          +44 20 7946 0958
                        # written by jane.doe@gmail.com
                        hotline: 1-800-555-1212
                        inspector: joe@gmail.com
                        limit: 25 # ask (202) 555-0199
                        """,
                        Map.of());

        assertThat(result.findings())
                .extracting(f -> f.line() + " " + f.severity() + " " + f.path())
                .containsExactlyInAnyOrder(
                        "3 WARNING $.summary",
                        "5 WARNING $.content",
                        "8 WARNING $.content",
                        "9 BLOCKING $.content",
                        "10 WARNING $.hotline",
                        "11 BLOCKING $.inspector",
                        "12 BLOCKING $.limit");
        assertThat(result.blocking()).isEqualTo(3);
        assertThat(result.warnings()).isEqualTo(4);
    }

    @Test
    void number_of_a_person_in_the_text_of_a_rule_blocks() {
        var result = scan("content: As in the case of 123-45-6789.\nlimit: 1\n", Map.of());

        assertThat(result.findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.text())
                                    .startsWith("p.yaml:3:28 privacy/ssn: ")
                                    .contains("###-##-####")
                                    .doesNotContain("6789");
                            assertThat(finding.isBlocking()).isTrue();
                        });
    }

    @Test
    void inputs_and_rules_may_be_called_as_they_like() {
        var result =
                scan(
                        """
                        limit: 1
                        inputs:
                          birth_date: { type: date, default: 2000-01-01 }
                          case_number: { type: string, default: "12345", description: as printed }
                        rules:
                          patient_id: '"4711 " + case_number'
                        """,
                        Map.of());

        assertThat(result.findings()).isEmpty();
    }

    @Test
    void date_of_birth_that_the_rules_ask_for_is_a_warning() {
        var policy =
                "inputs: { birth_date: { type: date } }\nrules: { r: birth_date < on }\nscenarios: [s.csv]\n";
        var result = scan(policy, Map.of("s.csv", "birth_date,dob\n2001-02-03,2001-02-03\n"));

        assertThat(result.findings())
                .extracting(ScanFinding::path, ScanFinding::severity)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("birth_date", ScanSeverity.WARNING),
                        org.assertj.core.groups.Tuple.tuple("dob", ScanSeverity.BLOCKING));
    }

    @Test
    void column_is_told_once_with_how_often() {
        var rows = new StringBuilder("reading,email,dob\n");
        for (int i = 0; i < 2_000; i++) {
            rows.append("1,,1980-03-04\n");
        }

        var result = csv(rows.toString());

        assertThat(result.blocking()).isEqualTo(1);
        assertThat(result.findings().getFirst().message())
                .isEqualTo("'dob' holds dates of birth in 2,000 places (####-##-##)");
        assertThat(result.findings().getFirst().line()).isEqualTo(2);
    }

    @Test
    void all_findings_count_and_the_first_are_listed() {
        var result = csv("reading,note\n" + "1,jane@gmail.com\n".repeat(1_000));

        assertThat(result.blocking()).isEqualTo(1_000);
        assertThat(result.findings()).hasSize(ScanFindings.LISTED);
        assertThat(result.findings().getFirst().place()).isEqualTo("s.csv:2:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"jane\\u0040gmail.com\"}",
                "{\"name\": \"123\\u002d45-6789\"}",
                "{\"name\": \"123-45-67\\u00389\"}"
            })
    void escapes_hide_nothing(String line) {
        assertThat(jsonLines(line).blocking()).isEqualTo(1);
        assertThat(yaml("cases: [" + line + "]\n").blocking()).isEqualTo(1);
    }

    @Test
    void files_that_are_no_files_of_cases_are_looked_at_all_the_same() {
        assertThat(yaml("cases: [ &a 123-45-6789\n").blocking()).isEqualTo(1);
        assertThat(csv("reading,x\n\"1,123-45-6789\n").blocking()).isEqualTo(1);
        assertThat(jsonLines("{ 123-45-6789\n").blocking()).isEqualTo(1);
        assertThat(
                        scan(
                                        "limit: 1\nscenarios: [notes.txt]\n",
                                        Map.of("notes.txt", "123-45-6789"))
                                .blocking())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane@gmail.com ",
                "123-45-6789 ",
                "\"",
                "\\u0040",
                "[",
                "{\"dob\":",
                "a: ",
                ",",
                "1,\n"
            })
    void hostile_file_takes_no_longer_than_its_length(String piece) {
        var text = piece.repeat((1 << 20) / piece.length());

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    csv(text);
                    jsonLines("{\"a\":\"" + text.replace("\"", "") + "\\n\"}");
                    yaml("cases: [{ name: '" + text.replace("'", "") + "' }]");
                });
    }

    private static ScanResult csv(String text) {
        return named("s.csv", text);
    }

    private static ScanResult jsonLines(String text) {
        return named("s.jsonl", text);
    }

    private static ScanResult yaml(String text) {
        return named("s.yaml", text);
    }

    private static ScanResult named(String name, String text) {
        return scan(
                "inputs: { reading: { type: number } }\nscenarios: [" + name + "]\n",
                Map.of(name, text));
    }

    private static ScanResult scan(String policy, Map<String, String> files) {
        return Packages.scan(new PrivacyRules(), Packages.of(policy, files));
    }
}
