package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `hms policy test` and `hms scan`: no server, real SDK.
class TestAndScanCommandsTest {
    private static final Path EXAMPLES = Path.of("..", "examples", "policies").toAbsolutePath();
    private static final String TESTS =
            """
            rule: violation
            cases:
              - { name: at the limit, inputs: { reading: 25 }, expect: false }
              - { name: above, inputs: { reading: 25.1 }, expect: true }
            schema: { refuse: [{ limit: 0 }] }
            """;

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void policy() {
        shell = new Shell(folder);
        Samples.write(
                folder.resolve("policies/pm25.yaml"),
                Samples.POLICY
                        + "schema: { limit: { type: number, exclusiveMinimum: 0 } }\n"
                        + "tests: [tests/pm25.yaml]\n");
        Samples.write(folder.resolve("policies/scenarios/pm25.csv"), "name,reading\na,30\n");
        Samples.write(folder.resolve("policies/tests/pm25.yaml"), TESTS);
    }

    @Test
    void tests_of_a_file_are_counted() {
        assertThat(shell.run("policy", "test", "policies/pm25.yaml")).as(shell.out()).isZero();
        assertThat(shell.out()).isEqualTo("✓ policies/pm25.yaml: 4 tests\n");
        assertThat(shell.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "booster, 1 test · no tests of its own",
        "chip-income-cap, 17 tests",
        "pm25-1.5.0, 7 tests",
        "pm25-annual, 7 tests",
        "pm25, 42 tests",
        "poverty-guidelines, 5 tests",
    })
    void examples_hold_in_the_real_sdk_and_scan_clean(String name, String summary) {
        var file = EXAMPLES.resolve(name + ".yaml").toString();

        assertThat(shell.run("policy", "test", file)).as(shell.out()).isZero();
        assertThat(shell.out()).isEqualTo("✓ " + file + ": " + summary + "\n");
        assertThat(shell.run("scan", file)).as(shell.out()).isZero();
        assertThat(shell.out()).contains("✓ " + file + ": privacy(0) ethics(0)");
    }

    @Test
    void failed_tests_are_told_with_place_expectation_and_what_was_found() {
        Samples.write(
                folder.resolve("policies/tests/pm25.yaml"),
                TESTS.replace("reading: 25.1", "reading: 24").replace("limit: 0", "limit: 1"));

        assertThat(shell.run("policy", "test", "policies/pm25.yaml")).isEqualTo(1);
        assertThat(shell.out())
                .isEqualTo(
                        """
                        ✗ policies/tests/pm25.yaml:5:20  the schema refuses limit: 1
                          expected refused
                          found    accepted
                        ✗ policies/tests/pm25.yaml:4:5  violation: above
                          expected true
                          found    false
                        ✗ policies/pm25.yaml: 2 of 4 tests failed
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tgz", "zip", "json", "xml"})
    void packages_of_every_format_are_tested_and_scanned(String format) {
        var file = "pkg." + format;
        assertThat(shell.run("policy", "pack", "policies/pm25.yaml", "--out", file)).isZero();

        assertThat(shell.run("policy", "test", file)).as(shell.err()).isZero();
        assertThat(shell.out()).isEqualTo("✓ " + file + ": 4 tests\n");
        assertThat(shell.run("scan", file, "--rules", "privacy,ethics")).isZero();
        assertThat(shell.out()).isEqualTo("✓ " + file + ": privacy(0) ethics(0)\n");
    }

    @Test
    void artifact_in_json_is_tested_too() {
        Samples.write(
                folder.resolve("p.json"),
                "{\"id\": \"p\", \"version\": \"1.0.0\", \"limit\": 2.50, \"since\": \"2024-01-01\", \"names\": [\"a\", {\"b\": true}]}");

        assertThat(shell.run("policy", "test", "p.json")).as(shell.out() + shell.err()).isZero();
        assertThat(shell.out()).isEqualTo("✓ p.json: 1 test · no tests of its own\n");
    }

    @Test
    void used_policies_are_found_beside_the_file_or_among_the_others() {
        Samples.write(folder.resolve("a/fpl.yaml"), "id: fpl\nversion: 1.0.0\nfirst: 15060\n");
        Samples.write(
                folder.resolve("a/cap.yaml"),
                "id: cap\nversion: 1.0.0\nuses: { f: fpl }\ninputs: { i: { type: number } }\nrules: { ok: i <= f.first }\n");
        assertThat(shell.run("policy", "test", "a/cap.yaml")).as(shell.out()).isZero();
        assertThat(shell.run("policy", "pack", "a/cap.yaml", "--out", "cap.tgz")).isZero();

        assertThat(shell.run("policy", "test", "cap.tgz")).isEqualTo(1);
        assertThat(shell.out())
                .contains("cap@1.0.0 uses fpl as f, and there is no such policy here")
                .contains("1 problem with the tests");
        assertThat(shell.run("policy", "test", "cap.tgz", "a/fpl.yaml")).as(shell.out()).isZero();
    }

    @Test
    void version_that_is_yet_to_come_or_has_ended_is_loaded_at_its_day() {
        Samples.write(
                folder.resolve("later.yaml"),
                "id: p\nversion: 1.0.0\neffective: 2030-01-01T18:30:00Z\nx: 1\n");
        Samples.write(
                folder.resolve("ended.yaml"),
                "id: q\nversion: 1.0.0\neffective: 2010-01-01\nexpires: 2011-01-01\nx: 1\n");

        assertThat(shell.run("policy", "test", "later.yaml", "ended.yaml"))
                .as(shell.out() + shell.err())
                .isZero();
    }

    @Test
    void result_is_json_and_junit() throws IOException {
        var exit =
                shell.run("policy", "test", "policies/pm25.yaml", "--json", "--junit", "out.xml");

        assertThat(exit).isZero();
        var json = Json.of(shell.out());
        assertThat(json.path("passed").asBoolean()).isTrue();
        assertThat(json.path("tests").asInt()).isEqualTo(4);
        assertThat(json.path("files").path(0).path("summary").asString()).isEqualTo("4 tests");
        assertThat(Files.readString(folder.resolve("out.xml")))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")
                .contains("<testsuite name=\"epa-pm25-limit@2.0.0\" tests=\"4\" failures=\"0\"");
        assertThat(shell.run("policy", "test", "policies/pm25.yaml", "--junit", "no/such.xml"))
                .isEqualTo(1);
        assertThat(shell.err()).contains("no/such.xml could not be written", "--junit");
    }

    @Test
    void personal_data_blocks_and_is_not_shown() {
        Samples.write(
                folder.resolve("policies/scenarios/pm25.csv"),
                "name,reading,note\na,30,of 123-45-6789\n");

        assertThat(shell.run("scan", "policies/pm25.yaml")).isEqualTo(1);
        assertThat(shell.out())
                .isEqualTo(
                        """
                        ✗ policies/scenarios/pm25.csv:2:9  privacy/ssn
                          There is a US social security number (###-##-####).
                          Take it out; a case needs figures, not persons (applicant-17 will do for a name).
                        ✗ policies/pm25.yaml: privacy(1) ethics(0)
                        """);
        assertThat(shell.run("scan", "policies/pm25.yaml", "--rules", "ethics")).isZero();
        assertThat(shell.out()).isEqualTo("✓ policies/pm25.yaml: ethics(0)\n");
        assertThat(shell.run("scan", "policies/pm25.yaml", "--json")).isEqualTo(1);
        var file = Json.of(shell.out()).path("files").path(0);
        assertThat(file.path("format").asString()).isEqualTo("hms-scan/1");
        assertThat(file.path("findings").path(0).path("rule").asString()).isEqualTo("ssn");
        assertThat(shell.out()).doesNotContain("6789");
    }

    @Test
    void rule_set_that_is_not_there_is_told_with_those_there_are() {
        assertThat(shell.run("scan", "policies/pm25.yaml", "--rules", "opa")).isEqualTo(2);
        assertThat(shell.err())
                .contains("There is no rule set 'opa'; there are privacy and ethics.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy test", "scan"})
    void hostile_files_are_refused_with_a_sentence(String command) throws IOException {
        Files.write(folder.resolve("bomb.tgz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2});
        Files.writeString(folder.resolve("x.zip"), "PK\u0003\u0004nonsense", UTF_8);
        Files.writeString(folder.resolve("x.xml"), "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>");
        Files.writeString(folder.resolve("x.json"), "{\"format\":\"hms-package/9\",\"files\":{}}");
        Files.writeString(folder.resolve("a.yaml"), "id: &a p\nversion: 1.0.0\nx: *a\n");
        Files.writeString(folder.resolve("empty.tgz"), "");
        Files.writeString(folder.resolve("m.yaml"), "id: p\nversion: 1.0.0\ntests: [none.yaml]\n");

        for (var name :
                new String[] {
                    "bomb.tgz",
                    "x.zip",
                    "x.xml",
                    "x.json",
                    "a.yaml",
                    "empty.tgz",
                    "m.yaml",
                    "none",
                    "."
                }) {
            var words = (command + " " + name).split(" ");
            assertThat(shell.run(words)).as(name).isEqualTo(1);
            assertThat(shell.err())
                    .as(name)
                    .contains("✗ ")
                    .doesNotContain("Exception", "\tat ", "This should not happen");
        }
    }
}
