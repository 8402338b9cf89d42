package hms.checks.simulate;

import static hms.checks.simulate.Policies.files;
import static hms.checks.simulate.Policies.pm25;
import static hms.checks.simulate.Policies.refused;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedScenarioTest {
    static Stream<Arguments> malformed() {
        return Stream.of(
                // CSV
                bad("r.csv", "", "r.csv error: the file is empty"),
                bad(
                        "r.csv",
                        "on,operator\n2024-01-01,x\n",
                        "r.csv:1:1 error: no column has the name of an input (reading)"),
                bad(
                        "r.csv",
                        "reading,reading\n1,2\n",
                        "r.csv:1:1 error: the column 'reading' stands twice"),
                bad(
                        "r.csv",
                        "reading,x\n1\n",
                        "r.csv:2:1 error: the row has 1 fields, the header has 2"),
                bad(
                        "r.csv",
                        "reading\n1\n\n1,2\n",
                        "r.csv:4:1 error: the row has 2 fields, the header has 1"),
                bad(
                        "r.csv",
                        "reading\n\"1\n2\n",
                        "r.csv:2:1 error: from here on the file is not CSV"),
                bad(
                        "r.csv",
                        "reading,on\n1,01.02.2024\n",
                        "r.csv:2:1 error: '01.02.2024' is not a date"),
                bad(
                        "r.csv",
                        "reading,on\n1,2023-02-29\n",
                        "r.csv:2:1 error: '2023-02-29' is not a date"),
                bad(
                        "r.csv",
                        "reading,expect.violaton\n1,true\n",
                        "r.csv:1:1 error: the policy has no rule 'violaton'"),
                // JSON Lines
                bad("r.jsonl", "", "r.jsonl error: the file is empty"),
                bad(
                        "r.jsonl",
                        "{\"reading\": 1}\n[1]\n",
                        "r.jsonl:2:1 error: the line is not an object"),
                bad("r.jsonl", "{\"reading\": 1\n", "r.jsonl:1:"),
                bad(
                        "r.jsonl",
                        "{\"reading\": 1} {}\n",
                        "r.jsonl:1:1 error: something follows the object"),
                bad("r.jsonl", "{\"reading\": 1, \"reading\": 2}\n", "r.jsonl:1:"),
                bad("r.jsonl", "{\"reading\": NaN}\n", "r.jsonl:1:"),
                bad("r.jsonl", "{\"x\": " + "[".repeat(100) + "\n", "r.jsonl:1:"),
                bad("r.jsonl", "{\"reading\": " + "1".repeat(2_000) + "}\n", "r.jsonl:1:"),
                bad(
                        "r.jsonl",
                        "{\"reading\": 1, \"on\": \"soon\"}\n",
                        "r.jsonl:1:1 error: 'soon' is not a date"),
                bad(
                        "r.jsonl",
                        "{\"reading\": 1, \"expect\": {\"x\": 1}}\n",
                        "r.jsonl:1:1 error: the policy has no rule 'x'"),
                // cases
                bad("c.yaml", "", "c.yaml error: the file is empty"),
                bad("c.yaml", "- 1\n", "c.yaml:1:1 error: a scenario file is a list"),
                bad(
                        "c.yaml",
                        "rule: violation\n",
                        "c.yaml:1:1 error: the file has neither cases nor rows"),
                bad(
                        "c.yaml",
                        "case: []\ncases: []\n",
                        "c.yaml:1:7 error: a scenario file has no key 'case'"),
                bad("c.yaml", "cases: 3\n", "c.yaml:1:8 error: cases is a number"),
                bad("c.yaml", "cases: [3]\n", "c.yaml:1:9 error: a case is a number"),
                bad(
                        "c.yaml",
                        "cases: [{ input: { reading: 1 } }]\n",
                        "c.yaml:1:18 error: a case has no key 'input'"),
                bad("c.yaml", "cases: [{ inputs: 3 }]\n", "c.yaml:1:19 error: inputs is a number"),
                bad(
                        "c.yaml",
                        "cases: [{ inputs: { redaing: 3 } }]\n",
                        "c.yaml:1:30 error: the policy has no input 'redaing'"),
                bad(
                        "c.yaml",
                        "cases: [{ inputs: { reading: 3 }, expect: true }]\n",
                        "c.yaml:1:43 error: the case does not say which rule"),
                bad(
                        "c.yaml",
                        "cases: [{ inputs: { reading: 3 }, expect: { violence: true } }]\n",
                        "c.yaml:1:55 error: the policy has no rule 'violence'"),
                bad(
                        "c.yaml",
                        "rule: x\ncases: []\n",
                        "c.yaml:1:7 error: the policy has no rule 'x'"),
                bad("c.yaml", "cases: [{ on: soon }]\n", "c.yaml:1:15 error: 'soon' is not a date"),
                bad("c.yaml", "cases: &a [*a]\n", "c.yaml:1:"),
                bad("c.yaml", "cases: []\ncases: []\n", "c.yaml:2:"),
                bad("c.yaml", "cases: [" + "[".repeat(100), "c.yaml:1:"),
                bad(
                        "c.yaml",
                        "rows: other.csv\n",
                        "c.yaml:1:7 error: the artifact does not name the file other.csv"),
                bad(
                        "c.yaml",
                        "rows: ../r.csv\n",
                        "c.yaml:1:7 error: the artifact does not name the file ../r.csv"),
                bad("c.json", "{\"cases\": [1,]}", "c.json:1:"),
                // others
                bad("r.txt", "reading\n1\n", "r.txt error: a scenario file cannot end like this"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("malformed")
    void a_malformed_file_is_refused_with_its_place(String name, String text, String finding) {
        var found = refused(pm25("25", name), files(name, text));
        assertThat(found).isNotEmpty();
        assertThat(found.get(0)).startsWith(finding).hasSizeLessThan(400);
    }

    @Test
    void a_mapping_that_names_no_column_or_input_is_refused() {
        var candidate = pm25("25", "c.yaml", "r.csv");
        assertThat(
                        refused(
                                candidate,
                                files(
                                        "c.yaml",
                                        "rows: r.csv\nmap: { reading: pm25 }\nexpect: { violation: v }\n",
                                        "r.csv",
                                        "pm10\n3\n")))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("r.csv:1:1 error: there is no column 'v'"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                "r.csv:1:1 error: there is no column 'pm25' for the input reading"));
        assertThat(
                        refused(
                                candidate,
                                files(
                                        "c.yaml",
                                        "rows: r.csv\nmap: { redaing: pm25 }\n",
                                        "r.csv",
                                        "reading\n3\n")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("the policy has no input 'redaing'"));
    }

    @Test
    void a_file_that_is_missing_is_refused() {
        assertThat(refused(pm25("25", "r.csv"), Map.of()))
                .containsExactly(
                        "r.csv error: the artifact names this scenario file, but it is not there; send it"
                                + " along, or take it out of the artifact's scenarios");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        byte[] latin1 = {'r', 'e', 'a', 'd', 'i', 'n', 'g', '\n', '1', '\n', (byte) 0xE4, '\n'};
        assertThat(refused(pm25("25", "r.csv"), Map.of("r.csv", latin1)))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("is not UTF-8"));
        assertThat(refused(pm25("25", "r.jsonl"), Map.of("r.jsonl", latin1)))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("r.jsonl:3:1 error: the line is not UTF-8"));
        assertThat(refused(pm25("25", "c.yaml"), Map.of("c.yaml", "cases: []".getBytes(UTF_16))))
                .isNotEmpty();
    }

    @Test
    void a_byte_order_mark_in_front_is_passed_over() {
        assertThat(refused(pm25("25", "r.csv"), files("r.csv", "\uFEFFreading\r\n1\r\n")))
                .isEmpty();
    }

    @Test
    void a_file_of_faults_does_not_fill_the_screen() {
        assertThat(
                        refused(
                                pm25("25", "r.csv"),
                                files("r.csv", "reading\n" + "1,2\n".repeat(10_000))))
                .hasSize(50);
    }

    private static Arguments bad(String name, String text, String finding) {
        return Arguments.of(name, text, finding);
    }
}
