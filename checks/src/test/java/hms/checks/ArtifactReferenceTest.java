package hms.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import hms.artifact.ReservedKey;
import hms.decisions.Compilation;
import hms.decisions.Reading;
import hms.decisions.RuleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds `docs/artifact.md` to what the program does.
class ArtifactReferenceTest {
    private static final String REFERENCE = read(Path.of("..", "docs", "artifact.md"));

    @ParameterizedTest
    @EnumSource(ReservedKey.class)
    void reference_lists_every_reserved_key(ReservedKey key) {
        assertThat(REFERENCE).contains("\n| `" + key.key() + "` | ");
    }

    @Test
    void reference_lists_no_key_that_is_not_reserved() {
        var table =
                REFERENCE.substring(
                        REFERENCE.indexOf("## Reserved keys"), REFERENCE.indexOf("## Values"));

        var keys =
                Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                        .matcher(table)
                        .results()
                        .map(row -> row.group(1));

        assertThat(keys)
                .hasSize(ReservedKey.values().length)
                .allMatch(key -> ReservedKey.of(key).isPresent());
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void every_piece_of_yaml_in_the_reference_is_part_of_an_artifact(String piece) {
        var yaml = piece.startsWith("id:") ? piece : "id: example\nversion: 1.0.0\n" + piece;

        var result = ArtifactParser.parse(yaml.getBytes(UTF_8), "reference.yaml", Optional.empty());

        assertThat(result.findings()).isEmpty();
        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1 + 0.2 == 0.3",
                "min(1, 2) == 1 && max(1, 2) == 2 && abs(-1) == 1 && floor(1.5) == 1 && ceil(1.5) == 2",
                "round(2.5) == 3 && round(2.345, 2) == 2.35 && sum([1, 2]) == 3 && number('2.50') == 2.5",
                "size('abc') == 3 && 'abc'.contains('b') && 'abc'.startsWith('a') && 'abc'.endsWith('c')",
                "'abc'.matches('a.c') && string(2) == '2'",
                "date('2024-01-31') == date(2024, 1, 31) && date('2024-01-31').year() == 2024",
                "date('2024-01-31').month() == 1 && date('2024-01-31').day() == 31",
                "date('2024-01-31').plusDays(1) == date('2024-02-01')",
                "date('2024-01-31').plusMonths(1) == date('2024-02-29')",
                "date('2024-01-31').plusYears(1) == date('2025-01-31')",
                "date('2024-01-31').daysUntil(date('2024-02-01')) == 1",
                "date('2024-01-31').monthsUntil(on) == 12 && date('2024-01-31').yearsUntil(on) == 1",
                "[1, 2].all(n, n > 0) && [1, 2].exists(n, n > 1) && [1, 2].exists_one(n, n > 1)",
                "[1, 2].map(n, n + 1) == [2, 3] && [1, 2].filter(n, n > 1) == [2] && has(policy.limit)",
            })
    void what_the_reference_says_of_rules_is_so(String expression) {
        var yaml =
                "id: example\nversion: 1.0.0\nlimit: 1\nrules: { so: \"%s\" }\n"
                        .formatted(expression);
        var parsed = ArtifactParser.parse(yaml.getBytes(UTF_8), "reference.yaml", Optional.empty());
        var compiled = RuleSet.compile(((ParseResult.Parsed) parsed).artifact(), Map.of());

        assertThat(compiled).isInstanceOf(Compilation.Compiled.class);
        var rules = ((Compilation.Compiled) compiled).rules();
        var nothing = ((Reading.Complete) rules.inputs().read(Map.of())).inputs();
        assertThat(rules.at(LocalDate.of(2025, 2, 1)).evaluate("so", nothing).text())
                .isEqualTo("true");
    }

    static List<String> pieces() {
        return Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(REFERENCE)
                .results()
                .map(piece -> piece.group(1))
                .filter(piece -> !piece.startsWith("rule:"))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
