package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files in `golden/`, and beside each what the parser makes of it, to the last field.
class GoldenArtifactTest {
    private static byte[] resource(String name) {
        try (var in = GoldenArtifactTest.class.getResourceAsStream("golden/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read golden/" + name, e);
        }
    }

    private static ParseResult.Parsed parse(String name) {
        return (ParseResult.Parsed) ArtifactParser.parse(resource(name), name, Optional.empty());
    }

    private static String written(ParseResult.Parsed parsed) {
        var artifact = parsed.artifact();
        var out = new StringBuilder();
        out.append(artifact.name()).append(' ').append(artifact.digest()).append('\n');
        out.append(meaning(artifact));
        artifact.rules().values().forEach(rule -> out.append(rule).append('\n'));
        parsed.warnings().forEach(warning -> out.append(warning.text()).append('\n'));
        return out.toString();
    }

    /// What does not depend on how the file is written.
    private static String meaning(Artifact artifact) {
        var out = new StringBuilder();
        out.append(artifact.prose())
                .append('\n')
                .append(artifact.term())
                .append('\n')
                .append(artifact.routing())
                .append('\n');
        out.append(artifact.valuesJson()).append('\n');
        artifact.inputs().values().forEach(input -> out.append(input).append('\n'));
        artifact.rules()
                .forEach(
                        (name, rule) ->
                                out.append(name)
                                        .append(" = ")
                                        .append(rule.expression().strip())
                                        .append('\n'));
        out.append(artifact.uses()).append(' ').append(artifact.schema()).append('\n');
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pm25.yaml", "pm25.json", "least.yaml", "windows.yaml"})
    void file_is_read_as_it_always_was(String name) {
        assertThat(written(parse(name)))
                .isEqualTo(new String(resource(name + ".golden"), StandardCharsets.UTF_8));
    }

    @Test
    void yaml_and_json_of_the_same_policy_mean_the_same() {
        assertThat(meaning(parse("pm25.json").artifact()))
                .isEqualTo(meaning(parse("pm25.yaml").artifact()));
    }
}
