package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Artifacts that are valid and as unpleasant to look at as they can be: none takes long.
class LintCostTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    record Case(String name, String body) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String dates(int count, String value) {
        return IntStream.range(0, count)
                .mapToObj(i -> LocalDate.of(1900, 1, 1).plusDays(i) + ": " + value)
                .collect(Collectors.joining(", ", "{ dated: { ", " } }\n"));
    }

    static Stream<Case> cases() {
        var units = "limit: 1\nunits: ug_per_m3\n";
        return Stream.of(
                new Case(
                        "full stops without blanks",
                        units + "content: " + "a.".repeat(400_000) + "\n"),
                new Case(
                        "one long sentence of quantities",
                        units + "content: " + "25 µg/m³ ".repeat(60_000) + "\n"),
                new Case("a million digits", units + "content: x" + "1".repeat(900_000) + "\n"),
                new Case(
                        "groups of digits", units + "content: " + "1,000,".repeat(150_000) + "x\n"),
                new Case(
                        "words of the past",
                        units + "content: " + "from was ".repeat(90_000) + "25 µg/m³\n"),
                new Case("blanks after a bracket", "content: 'x <" + " ".repeat(900_000) + "x'\n"),
                new Case("opened tags", "content: " + "<a ".repeat(300_000) + "\n"),
                new Case(
                        "handlers that are none",
                        "content: 'x <a " + "onabc ".repeat(150_000) + "'\n"),
                new Case(
                        "words before a colon",
                        "content: 'x: " + "javascript ".repeat(80_000) + "'\n"),
                new Case(
                        "many numbers",
                        "many: ["
                                + "1, ".repeat(20_000)
                                + "2]\nschema: {many: {items: {type: number}, uniqueItems: false}}\n"),
                new Case(
                        "many different texts",
                        "many: ["
                                + IntStream.range(0, 20_000)
                                        .mapToObj(i -> "t" + i)
                                        .collect(Collectors.joining(", "))
                                + "]\nschema: {many: {uniqueItems: true}}\n"),
                new Case(
                        "many dates",
                        "cap: " + dates(20_000, "1") + "schema: {cap: {minimum: 0}}\n"),
                new Case(
                        "many dates beside many values",
                        "cap: "
                                + dates(500, "1")
                                + "many: ["
                                + "1, ".repeat(9_000)
                                + "2]\nschema: {cap: {minimum: 0}}\n"),
                new Case(
                        "many keywords",
                        "many: ["
                                + "1, ".repeat(4_000)
                                + "2]\nschema: {many: {items: {allOf: ["
                                + "{minimum: 0}, ".repeat(300)
                                + "{}]}}}\n"),
                new Case(
                        "many alternatives",
                        "many: ["
                                + "1, ".repeat(4_000)
                                + "2]\nschema: {many: {items: {anyOf: ["
                                + "{minimum: 5}, ".repeat(300)
                                + "{}]}}}\n"),
                new Case("many maps", "many: [" + "{a: 1, b: 2}, ".repeat(9_000) + "{}]\n"),
                new Case(
                        "many violations",
                        "many: ["
                                + "1, ".repeat(20_000)
                                + "2]\nschema: {many: {items: {type: string}}}\n"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_check_ends_soon(Case unpleasant) {
        var bytes =
                ("id: a\nversion: 1.0.0\n" + unpleasant.body()).getBytes(StandardCharsets.UTF_8);
        var threads = ManagementFactory.getThreadMXBean();
        var begin = threads.getCurrentThreadCpuTime();
        if (ArtifactParser.parse(bytes, "p.yaml", Optional.empty())
                instanceof ParseResult.Parsed parsed) {
            var artifact = parsed.artifact();
            artifact.registerText();
            SchemaCheck.check(artifact);
            ProseLint.check(artifact);
            DateLint.check(artifact, Timeline.empty(ZoneOffset.UTC), Instant.EPOCH, ZoneOffset.UTC);
            VersionLint.compare(artifact, artifact);
        }
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin)).isLessThan(LIMIT);
    }
}
