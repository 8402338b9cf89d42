package hms.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class InputFormTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final InputForm form =
            Rules.compiled(
                            """
                            inputs:
                              reading: { type: number, unit: ug_per_m3, min: 0, max: 500 }
                              household: { type: integer, min: 1, default: 2 }
                              state: { type: string, enum: [KS, NJ] }
                              note: { type: string }
                              rural: { type: boolean }
                              born: { type: date }
                            """)
                    .inputs();

    @Test
    void texts_are_read_by_type_and_defaults_filled_in() {
        assertThat(
                        read(
                                Map.of(
                                        "reading",
                                        " 31.50 ",
                                        "state",
                                        "KS",
                                        "rural",
                                        "true",
                                        "born",
                                        "2000-01-31")))
                .isEqualTo(
                        Map.of(
                                "reading",
                                new BigDecimal("31.5"),
                                "household",
                                new BigDecimal("2"),
                                "state",
                                "KS",
                                "rural",
                                true,
                                "born",
                                LocalDate.of(2000, 1, 31)));
    }

    @Test
    void json_is_read_by_type() {
        var object =
                JSON.readTree(
                        """
                        {"reading": 0.10000000000000000001, "household": 3.0, "state": "NJ",
                         "rural": false, "born": "2000-01-31", "note": ""}
                        """);
        assertThat(form.readJson(object)).isInstanceOf(Reading.Complete.class);
        var given = ((Reading.Complete) form.readJson(object)).inputs().toMap();
        assertThat(given)
                .containsEntry("reading", new BigDecimal("0.10000000000000000001"))
                .containsEntry("household", new BigDecimal("3"))
                .containsEntry("note", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    reading   | abc        | reading must be a number such as 31.5, not 'abc'
                    reading   | ""         | reading must be a number such as 31.5, not ''
                    reading   | 1,5        | reading must be a number such as 31.5, not '1,5'
                    reading   | NaN        | reading must be a number such as 31.5, not 'NaN'
                    reading   | Infinity   | reading must be a number such as 31.5, not 'Infinity'
                    reading   | 0x10       | reading must be a number such as 31.5, not '0x10'
                    reading   | 1e         | reading must be a number such as 31.5, not '1e'
                    reading   | ٣          | reading must be a number such as 31.5, not '٣'
                    reading   | 1e99999    | reading must be a number such as 31.5, not '1e99999'
                    reading   | 1e9999999999 | reading must be a number such as 31.5, not '1e9999999999'
                    reading   | -0.1       | reading must be at least 0 ug_per_m3, not -0.1
                    reading   | 500.01     | reading must be at most 500 ug_per_m3, not 500.01
                    household | 2.5        | household must be a whole number, not 2.5
                    household | 0          | household must be at least 1, not 0
                    state     | ZZ         | state must be one of KS, NJ, not 'ZZ'
                    state     | ks         | state must be one of KS, NJ, not 'ks'
                    rural     | yes        | rural must be true or false, not 'yes'
                    born      | 31.01.2000 | born must be a date such as 2024-01-31, not '31.01.2000'
                    born      | 2023-02-29 | born must be a date such as 2024-01-31, not '2023-02-29'
                    redaing   | 3          | redaing is not an input (did you mean 'reading'?); the inputs are reading, household, state, note, rural, born
                    """)
    void a_text_that_does_not_fit_is_refused_by_name(String input, String text, String message) {
        assertThat(problems(form.read(Map.of(input, text)))).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {"reading": true}        | reading must be a number, not true
                    {"reading": null}        | reading must be a number, not null
                    {"reading": [1]}         | reading must be a number, not a list
                    {"reading": {"a": 1}}    | reading must be a number, not an object
                    {"reading": 1e999999}    | reading is not a number that can be calculated with
                    {"reading": -1}          | reading must be at least 0 ug_per_m3, not -1
                    {"rural": "true"}        | rural must be true or false, not "true"
                    {"state": 5}             | state must be a text, not 5
                    {"born": 20000131}       | born must be a date such as "2024-01-31", not 20000131
                    [1]                      | inputs must be an object, as in {"reading": 31.5}
                    {"x": 1}                 | x is not an input; the inputs are reading, household, state, note, rural, born
                    """)
    void json_that_does_not_fit_is_refused_by_name(String json, String message) {
        assertThat(problems(form.readJson(JSON.readTree(json)))).containsExactly(message);
    }

    @Test
    void every_problem_is_named() {
        var given = new HashMap<String, String>();
        given.put("reading", "x");
        given.put("rural", "x");
        assertThat(problems(form.read(given))).hasSize(2);
    }

    @Test
    void a_text_may_not_be_endless() {
        assertThat(problems(form.read(Map.of("note", "a".repeat(10_001)))))
                .containsExactly("note has more than 10000 characters; shorten it");
    }

    @Test
    void a_long_bad_text_is_quoted_briefly() {
        assertThat(problems(form.read(Map.of("reading", "x\n".repeat(5_000)))).get(0))
                .hasSizeLessThan(150)
                .doesNotContain("\n");
    }

    private Map<String, Object> read(Map<String, String> texts) {
        return ((Reading.Complete) form.read(texts)).inputs().toMap();
    }

    private static List<String> problems(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading).problems().stream().map(InputProblem::message).toList();
    }
}
