package hms.artifact;

import static hms.artifact.Documents.json;
import static hms.artifact.Documents.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What YAML's scalars mean, as the JSON that comes of them.
class ScalarTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '\u0001',
            value = {
                // truth values and what only looks like them
                "true => true",
                "True => true",
                "FALSE => false",
                "yes => \"yes\"",
                "no => \"no\"",
                "NO => \"NO\"",
                "on => \"on\"",
                "Off => \"Off\"",
                "y => \"y\"",
                "tRUE => \"tRUE\"",
                "'true' => \"true\"",
                // numbers
                "0 => 0",
                "-0 => 0",
                "25 => 25",
                "25.0 => 25.0",
                "2.50 => 2.50",
                "+5 => 5",
                ".5 => 0.5",
                "-.5 => -0.5",
                "5. => 5",
                "1e3 => 1000",
                "1.5e-3 => 0.0015",
                "1E+2 => 100",
                "-12.5 => -12.5",
                "0o17 => 15",
                "0x1F => 31",
                "0xff => 255",
                "010 => 10",
                "00 => 0",
                "0.1000000000000000000000000000000001 => 0.1000000000000000000000000000000001",
                "9999999999999999999999999999999999 => 9999999999999999999999999999999999",
                // texts that look like numbers
                "'25' => \"25\"",
                "1_000 => \"1_000\"",
                "0b11 => \"0b11\"",
                "0o8 => \"0o8\"",
                "0x => \"0x\"",
                "1e => \"1e\"",
                "1.2.3 => \"1.2.3\"",
                "12:30 => \"12:30\"",
                "1 000 => \"1 000\"",
                ". => \".\"",
                "+ => \"+\"",
                "-a => \"-a\"",
                "0x1G => \"0x1G\"",
                "- => ERROR",
                "--1 => \"--1\"",
                "25% => \"25%\"",
                "$5 => \"$5\"",
                "1,5 => \"1,5\"",
                "infinite => \"infinite\"",
                // dates
                "2024-01-01 => \"2024-01-01\"",
                "'2024-01-01' => \"2024-01-01\"",
                "2024-1-1 => \"2024-1-1\"",
                "2024-01-01T00:00:00Z => \"2024-01-01T00:00:00Z\"",
                "2024-02-29 => \"2024-02-29\"",
                "2024 => 2024",
                // nothing
                "~ => ERROR",
                "null => ERROR",
                "Null => ERROR",
                "nULL => \"nULL\"",
                "'' => \"\"",
                "\"\" => \"\"",
                "'~' => \"~\"",
                // quotes, escapes, comments
                "'it''s' => \"it's\"",
                "\"a\\tb\" => \"a\\tb\"",
                "\"\\x41\\u00e9\" => \"Aé\"",
                "\"\\U0001F600\" => \"\uD83D\uDE00\"",
                "\"\\ud83d\\ude00\" => \"\uD83D\uDE00\"",
                "\"a\\/b\" => \"a/b\"",
                "\"\\\\\" => \"\\\\\"",
                "\"\\\"\" => \"\\\"\"",
                "a#b => \"a#b\"",
                "a #b => \"a\"",
                "'a #b' => \"a #b\"",
                "a:b => \"a:b\"",
                "a::b => \"a::b\"",
                "http://x/y => \"http://x/y\"",
                "a'b => \"a'b\"",
                "a, b => \"a, b\"",
                "a\\b => \"a\\\\b\"",
                "?a => \"?a\"",
                ":a => \":a\"",
                "a b  c => \"a b  c\"",
                "µg/m³ => \"µg/m³\"",
                // collections
                "[] => []",
                "{} => {}",
                "[a, 1, true] => [\"a\",1,true]",
                "[a,] => [\"a\"]",
                "{a: 1} => {\"a\":1}",
                "{\"a\":1} => {\"a\":1}",
                "{a: {b: [c]}} => {\"a\":{\"b\":[\"c\"]}}",
                "[[], {}] => [[],{}]",
                "{1: a} => {\"1\":\"a\"}",
                "{true: a} => {\"true\":\"a\"}",
                "{? a : 1} => {\"a\":1}",
                "{a} => ERROR",
                "[a: 1] => [{\"a\":1}]",
                "{a b: c d} => {\"a b\":\"c d\"}",
                "{NO: 1} => {\"NO\":1}",
            })
    void scalar_means_what_the_core_schema_says(String written, String expected) {
        var text = "id: a\nversion: 1.0.0\nx: " + written + "\n";
        var result =
                ArtifactParser.parse(
                        text.getBytes(StandardCharsets.UTF_8), "p.yaml", Optional.empty());
        if (expected.equals("ERROR")) {
            assertThat(result).isInstanceOf(ParseResult.Rejected.class);
        } else {
            assertThat(result)
                    .describedAs(() -> result.findings().toString())
                    .isInstanceOf(ParseResult.Parsed.class);
            assertThat(((ParseResult.Parsed) result).artifact().valuesJson())
                    .isEqualTo("{\"x\":" + expected + "}");
        }
    }

    /// Every text, written as JSON, is read as the same.
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '\u0001',
            value = {
                "x: |\\n  a\\n   b\\n\\n  c\\n => a\\n b\\n\\nc\\n",
                "x: |-\\n  a\\n => a",
                "x: |+\\n  a\\n\\n => a\\n\\n",
                "x: |2\\n  a\\n    b\\n => a\\n  b\\n",
                "x: >\\n  a\\n  b\\n\\n  c\\n => a b\\nc\\n",
                "x: >-\\n  a\\n    b\\n  c\\n => a\\n  b\\nc",
                "x: a\\n  b\\n  c\\n => a b c",
                "x: 'a\\n\\n  b'\\n => a\\nb",
                "x: \"a\\\\\\n  b\"\\n => ab",
                "x: \"a\\n  b\"\\n => a b",
                "x:\\n  a\\n => a",
                "? x\\n: a\\n => a",
                "x: # comment\\n  a # comment\\n => a",
                "\\\"x\\\": a\\n => a",
                "x: a\\r\\n => a",
                "--- \\nx: a\\n => a",
            })
    void block_and_folded_texts_are_those_of_yaml(String written, String expected) {
        var body =
                written.replace("\\\\", "\u0002")
                        .replace("\\n", "\n")
                        .replace("\\r", "\r")
                        .replace("\\\"", "\"")
                        .replace("\u0002", "\\");
        var document =
                body.startsWith("---")
                        ? body.replace("--- \n", "--- \nid: a\nversion: 1.0.0\n")
                        : "id: a\nversion: 1.0.0\n" + body;
        var value = new Value.Text(expected.replace("\\n", "\n"));
        assertThat(yaml(document).values().get("x")).isEqualTo(value);
        assertThat(
                        json("{\"id\":\"a\",\"version\":\"1.0.0\",\"x\":" + value.toJson() + "}")
                                .values()
                                .get("x"))
                .isEqualTo(value);
    }

    @Test
    void leading_byte_order_mark_is_skipped_in_both_formats() {
        assertThat(yaml("\uFEFFid: a\nversion: 1.0.0\n").name()).isEqualTo("a@1.0.0");
        assertThat(json("\uFEFF{\"id\":\"a\",\"version\":\"1.0.0\"}").name()).isEqualTo("a@1.0.0");
    }
}
