package hms.artifact;

import static hms.artifact.Documents.json;
import static hms.artifact.Documents.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random documents, each written as JSON, as YAML blocks, and as JSON in a YAML file: the same
/// artifact three times.
class EquivalenceTest {
    private static final List<String> SCALARS =
            List.of(
                    "25",
                    "2.50",
                    "-0.1",
                    "1e3",
                    "true",
                    "false",
                    "\"text\"",
                    "\"2024-01-01\"",
                    "\"yes\"",
                    "\"25\"",
                    "\"\"",
                    "\"a: b #c\"",
                    "\"é→\\n\"",
                    "\"null\"");

    static Stream<Long> seeds() {
        return LongStream.range(0, 200).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void document_is_the_same_in_every_format(long seed) {
        var random = new Random(seed);
        var document = new LinkedHashMap<String, Object>();
        document.put("id", "\"policy-" + seed + "\"");
        document.put("version", "\"1.0." + seed + "\"");
        document.put("tags", List.of("\"a\"", "\"b\""));
        document.put("inputs", Map.of("reading", Map.of("type", "\"number\"", "min", "0.50")));
        document.put("rules", Map.of("violation", "\"reading > value_0\""));
        for (var i = 0; i < 1 + random.nextInt(6); i++) {
            document.put("value_" + i, value(random, 0));
        }
        var asJson = json(inJson(document));
        var asYaml = yaml(inYaml(document, ""));
        var asFlow = yaml(inJson(document));

        for (var other : List.of(asYaml, asFlow)) {
            assertThat(other.valuesJson()).isEqualTo(asJson.valuesJson());
            assertThat(other.values()).isEqualTo(asJson.values());
            assertThat(other.inputs()).isEqualTo(asJson.inputs());
            assertThat(other.routing()).isEqualTo(asJson.routing());
            assertThat(other.prose()).isEqualTo(asJson.prose());
            assertThat(other.term()).isEqualTo(asJson.term());
            assertThat(other.rules().get("violation").expression()).isEqualTo("reading > value_0");
        }
        assertThat(
                        json("{\"id\":\"a\",\"version\":\"1.0.0\","
                                        + asJson.valuesJson().substring(1))
                                .values())
                .describedAs("values are read back as they are written")
                .isEqualTo(
                        json("{\"id\":\"a\",\"version\":\"1.0.0\","
                                        + asYaml.valuesJson().substring(1))
                                .values());
    }

    private static Object value(Random random, int depth) {
        return switch (depth > 2 ? 0 : random.nextInt(6)) {
            case 1 -> list(random, depth);
            case 2 -> map(random, depth);
            case 3 -> Map.of("dated", dated(random));
            default -> SCALARS.get(random.nextInt(SCALARS.size()));
        };
    }

    private static Object list(Random random, int depth) {
        var items = new ArrayList<Object>();
        for (var i = 0; i < random.nextInt(4); i++) {
            items.add(value(random, depth + 1));
        }
        return items;
    }

    private static Object map(Random random, int depth) {
        var entries = new LinkedHashMap<String, Object>();
        for (var i = 0; i < random.nextInt(4); i++) {
            entries.put("key " + i, value(random, depth + 1));
        }
        return entries;
    }

    private static Map<String, Object> dated(Random random) {
        var steps = new LinkedHashMap<String, Object>();
        for (var year = 2020; year <= 2020 + random.nextInt(4); year++) {
            steps.put(year + "-01-01", year % 2 == 0 ? "1.50" : "null");
        }
        return steps;
    }

    private static String inJson(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> "\"" + e.getKey() + "\": " + inJson(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(EquivalenceTest::inJson)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value.toString();
    }

    private static String inYaml(Object value, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            return map.entrySet().stream()
                    .map(e -> indent + e.getKey() + ":" + below(e.getValue(), indent))
                    .collect(Collectors.joining());
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list.stream()
                    .map(item -> indent + "-" + below(item, indent))
                    .collect(Collectors.joining());
        }
        return indent + inJson(value) + "\n";
    }

    private static String below(Object value, String indent) {
        var block =
                (value instanceof Map<?, ?> map && !map.isEmpty())
                        || (value instanceof List<?> list && !list.isEmpty());
        return block ? "\n" + inYaml(value, indent + "  ") : " " + inJson(value) + "\n";
    }
}
