package hms.checks.scan.ethics;

import static org.assertj.core.api.Assertions.assertThat;

import hms.checks.scan.Packages;
import hms.checks.scan.ScanResult;
import hms.checks.scan.ScanSeverity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EthicsRulesTest {

    @ParameterizedTest
    @CsvSource({
        "race, RACE",
        "applicant_race, RACE",
        "ethnicity, ETHNICITY",
        "isHispanic, ETHNICITY",
        "religion, RELIGION",
        "religious_affiliation, RELIGION",
        "nationalOrigin, NATIONAL_ORIGIN",
        "nationality, NATIONAL_ORIGIN",
        "country_of_birth, NATIONAL_ORIGIN",
        "sex, SEX",
        "gender, SEX",
        "genderIdentity, SEX",
        "is_female, SEX",
        "pregnant, PREGNANCY",
        "sexual_orientation, ORIENTATION",
        "marital_status, MARITAL_STATUS",
        "isMarried, MARITAL_STATUS",
        "disability, DISABILITY",
        "has_disability, DISABILITY",
        "disabled, DISABILITY",
        "age, AGE",
        "ageYears, AGE",
        "child_age, AGE",
        "AGE, AGE",
        "date_of_birth, AGE",
        "dob, AGE",
        "genetic_test, GENETICS",
        "veteran, VETERAN_STATUS",
        "veteranStatus, VETERAN_STATUS",
        "citizenship, CITIZENSHIP",
        "is_citizen, CITIZENSHIP",
        "immigration_status, CITIZENSHIP",
        "skin_color, COLOUR",
        "skinTone, COLOUR",
    })
    void protected_attribute_is_known_by_its_name(String name, ProtectedAttribute attribute) {
        assertThat(ProtectedAttribute.of(name)).contains(attribute);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage",
                "average",
                "package",
                "packageSize",
                "coverage",
                "mileage",
                "wage",
                "wages",
                "storage",
                "page",
                "agency",
                "agent",
                "stage",
                "percentage",
                "voltage",
                "vehicle_age",
                "building_age",
                "age_of_dwelling",
                "trace",
                "brace",
                "terrace",
                "race_track",
                "sextant",
                "Essex",
                "interface",
                "typeface",
                "faithful",
                "income",
                "household",
                "state",
                "zip_code",
                "color",
                "traffic_color",
                "bill_of_faith_good",
                "originator",
                "national_id",
                "origin",
                "senior_citizen_discount_no",
                "reading",
                "mean",
                "embrace",
                "manager",
                "genderless_x1",
            })
    void other_names_are_let_be(String name) {
        var known = name.equals("senior_citizen_discount_no") ? ProtectedAttribute.AGE : null;
        assertThat(ProtectedAttribute.of(name).orElse(null)).isEqualTo(known);
    }

    @Test
    void rule_that_uses_a_protected_attribute_without_a_law_blocks() {
        var result =
                scan(
                        """
                        limit: 65
                        inputs:
                          applicantAge: { type: integer }
                          income: { type: number }
                        rules:
                          eligible: applicantAge >= limit
                          rich: income > 100
                          other: eligible && rich
                        """);

        assertThat(result.findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.severity()).isEqualTo(ScanSeverity.BLOCKING);
                            assertThat(finding.place()).isEqualTo("p.yaml:5:17");
                            assertThat(finding.path()).isEqualTo("$.inputs.applicantAge");
                            assertThat(finding.message())
                                    .isEqualTo(
                                            "the rule eligible decides by age (input 'applicantAge'), and no law is named that allows it");
                            assertThat(finding.remedy()).contains("basis: ");
                        });
    }

    @Test
    void law_beside_the_input_allows_it() {
        assertThat(
                        scan("""
                                        inputs: { age: { type: integer, basis: "42 U.S.C. 1397jj(c)(1)" } }
                                        rules: { child: age < 19 }
                                        """)
                                .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"income > 1", "'age' == string(income)", "income > 1 || \"by age\" == \"\""})
    void attribute_that_no_rule_reads_is_let_be(String expression) {
        assertThat(
                        scan("inputs: { age: { type: integer }, income: { type: number } }\nrules:\n  r: >-\n    "
                                        + expression
                                        + "\n")
                                .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"age > 1", "has(input.age)", "1 < age", "income > 1 && (age) > 2"})
    void attribute_that_a_rule_reads_is_told(String expression) {
        assertThat(
                        scan("inputs: { age: { type: integer }, income: { type: number } }\nrules:\n  r: >-\n    "
                                        + expression
                                        + "\n")
                                .blocking())
                .isEqualTo(1);
    }

    @Test
    void input_is_known_by_its_values_whatever_its_name() {
        var result =
                scan(
                        """
                        inputs: { group: { type: string, enum: [male, female] } }
                        rules: { r: group == "male" }
                        """);

        assertThat(result.findings().getFirst().message()).contains("sex or gender");
    }

    @Test
    void groups_that_a_rule_treats_unequally_are_told_with_the_numbers() {
        // men 40 of 50, women 24 of 40: 60 % is three quarters of 80 %
        var result = population("sex", "", "male", 50, 40, "female", 40, 24);

        assertThat(result.blocking()).isEqualTo(1);
        assertThat(result.findings().getFirst().rule()).isEqualTo("four-fifths");
        assertThat(result.findings().getFirst().path()).isEqualTo("$.rules.hired");
        assertThat(result.findings().getFirst().message().replace('\u00A0', ' '))
                .isEqualTo(
                        "by sex, hired is true for 60.0 % of 40 (female), 80.0 % of 50 (male): the lowest rate is 75.0 % of the highest, less than four fifths (for false it is 50.0 %)");
    }

    @Test
    void four_fifths_exactly_is_enough() {
        assertThat(population("sex", "", "male", 50, 50, "female", 50, 40).findings()).isEmpty();
        assertThat(population("sex", "", "male", 50, 50, "female", 50, 39).blocking()).isEqualTo(1);
    }

    @Test
    void small_groups_are_no_evidence() {
        assertThat(population("sex", "", "male", 50, 50, "female", 29, 0).findings()).isEmpty();
        assertThat(population("sex", "", "male", 50, 50, "female", 30, 0).blocking()).isEqualTo(1);
    }

    @Test
    void rule_that_says_yes_to_nobody_is_equal() {
        assertThat(population("sex", "", "male", 50, 0, "female", 50, 0).findings()).isEmpty();
    }

    @Test
    void law_beside_the_input_makes_inequality_a_warning() {
        var result = population("sex", ", basis: 42 U.S.C. 1", "male", 50, 50, "female", 50, 0);

        assertThat(result.blocking()).isZero();
        assertThat(result.warnings()).isEqualTo(1);
    }

    @Test
    void ages_are_compared_in_the_groups_of_the_law() {
        var result = population("age", "", "39", 50, 50, "40", 50, 10);

        assertThat(result.findings().getFirst().message()).contains("(18 to 39)", "(40 to 64)");
        assertThat(population("age", "", "41", 50, 50, "64", 50, 10).findings()).isEmpty();
    }

    @Test
    void scenarios_that_cannot_be_replayed_are_told() {
        var result =
                Packages.scan(
                        new EthicsRules(),
                        Packages.of(
                                """
                                uses: { fpl: guidelines }
                                inputs: { age: { type: integer, basis: law } }
                                rules: { r: age < fpl.limit }
                                scenarios: [s.csv]
                                """,
                                Map.of("s.csv", "age\n1\n")));

        assertThat(result.warnings()).isEqualTo(1);
        assertThat(result.findings().getFirst().remedy()).contains("guidelines");
    }

    /// People of two groups; the rule says yes to those with a score.
    private static ScanResult population(
            String input, String more, String one, int n1, int yes1, String two, int n2, int yes2) {
        var rows = new StringBuilder(input + ",score\n");
        rows.append((one + ",1\n").repeat(yes1)).append((one + ",0\n").repeat(n1 - yes1));
        rows.append((two + ",1\n").repeat(yes2)).append((two + ",0\n").repeat(n2 - yes2));
        var type = input.equals("age") ? "integer" : "string";
        return Packages.scan(
                new EthicsRules(),
                Packages.of(
                        """
                        inputs:
                          %s: { type: %s%s }
                          score: { type: number }
                        rules: { hired: score > 0, points: score * 2 }
                        scenarios: [s.csv]
                        """
                                .formatted(input, type, more),
                        Map.of("s.csv", rows.toString())));
    }

    private static ScanResult scan(String policy) {
        return Packages.scan(new EthicsRules(), Packages.of(policy, Map.of()));
    }
}
