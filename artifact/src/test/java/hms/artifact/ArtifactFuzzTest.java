package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Valid documents with random damage: whatever comes of it, the parser and the lints answer and
/// never throw. Each seed stands in its test's name.
class ArtifactFuzzTest {
    private static final int MUTANTS = 40;
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant NOW = Instant.parse("2025-06-01T00:00:00Z");
    private static final String YAML =
            """
            # a policy
            id: chip-income-cap
            version: 1.0.0-draft.1
            title: "Income cap \\u00fcber alles"
            content: |
              A child is covered at $200,000, or 25 µg/m³.

              Some states → others.
            effective: 2019-01-01T02:30:00
            timezone: America/New_York
            expires: 2030-01-01
            retroactive: { basis: '42 U.S.C. 1397jj(c)(1)' }
            tags: [benefits, income]
            age_limit: 19
            currency: USD
            share:
              AL: 3.17
              IL: { dated: { 2019-01-01: 3.18, 2022-07-01: null } }
            many: [1, -2.50, 1e3, 0x1F, true, ~text, 2024-02-29, {a: b}]
            uses: { fpl: hhs-poverty-guidelines }
            inputs:
              income: { type: number, unit: USD a year, min: 0 }
              state: { type: string, enum: [KS, "NO"], default: KS }
            rules:
              eligible: >-
                age < age_limit
                && income <= 5
            schema:
              age_limit: { type: number, exclusiveMinimum: 0, maximum: 500 }
              currency: { pattern: '^[A-Z]{3}$' }
            scenarios: [scenarios/a.csv]
            tests: [tests/b.yaml]
            """;
    private static final String JSON =
            """
            {"id": "a", "version": "1.0.0", "title": "x\\ud83d\\ude00y", "effective": "2024-09-01T00:00:00Z",
             "limit": 25.0, "cap": {"dated": {"2024-01-01": 200000, "2025-01-01": null}}, "deep": [[[{"a": [null, false]}]]],
             "rules": {"r": "limit > 3"}, "inputs": {"x": {"type": "integer", "max": 10}},
             "schema": {"$defs": {"n": {"minimum": 0}}, "properties": {"limit": {"$ref": "#/$defs/n"}}}}
            """;
    private static final List<String> PIECES =
            List.of(
                    "\u0000",
                    "\uFEFF",
                    "\u202E",
                    "---\n",
                    "...\n",
                    "&a ",
                    "*a",
                    "!!str ",
                    "<<: ",
                    "? ",
                    "- ",
                    ": ",
                    "#",
                    "\t",
                    "\n",
                    "\r",
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    "'",
                    "|",
                    ">",
                    "%",
                    "@",
                    "`",
                    "\\",
                    "\\u0000",
                    "\\ud800",
                    "1e999",
                    ".nan",
                    "NaN",
                    "null",
                    "~",
                    "0o777",
                    "2024-02-30",
                    "{dated: {}}",
                    "{dated: {2024-01-01: 1}}",
                    "$ref: '#'",
                    "../",
                    "<script>",
                    "${",
                    "é",
                    "\uD83D\uDE00",
                    ",",
                    "99999999999999999999999999999999999999");

    static Stream<Long> seeds() {
        return LongStream.range(0, 50).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void damaged_yaml_is_parsed_or_refused(long seed) {
        damage(YAML, "p.yaml", seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void damaged_json_is_parsed_or_refused(long seed) {
        damage(JSON, "p.json", seed);
    }

    private static void damage(String text, String file, long seed) {
        var random = new Random(seed);
        for (var i = 0; i < MUTANTS; i++) {
            var bytes = mutate(text.getBytes(StandardCharsets.UTF_8), random);
            try {
                check(ArtifactParser.parse(bytes, file, Optional.empty()));
            } catch (RuntimeException | StackOverflowError e) {
                fail(
                        "seed "
                                + seed
                                + ", mutant "
                                + i
                                + ": "
                                + new String(bytes, StandardCharsets.UTF_8),
                        e);
            }
        }
    }

    private static void check(ParseResult result) {
        if (result instanceof ParseResult.Parsed parsed) {
            assertThat(parsed.warnings()).noneMatch(Finding::isError);
            use(parsed.artifact());
        } else {
            assertThat(result.findings()).isNotEmpty();
            assertThat(result.findings().get(0).isError()).isTrue();
        }
    }

    /// Everything that is done with an artifact that the parser has let through.
    private static void use(Artifact artifact) {
        artifact.registerText();
        artifact.valuesJson();
        artifact.valuesJson(LocalDate.of(2024, 1, 1));
        artifact.effectiveInstant(NEW_YORK);
        SchemaCheck.check(artifact);
        ProseLint.check(artifact);
        DateLint.check(artifact, Timeline.empty(NEW_YORK), NOW, NEW_YORK);
        VersionLint.compare(artifact, artifact);
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        var mutant = bytes;
        for (var i = 0; i <= random.nextInt(3); i++) {
            mutant = damaged(mutant, random);
        }
        return mutant;
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        var at = random.nextInt(bytes.length + 1);
        var to = Math.min(bytes.length, at + random.nextInt(12));
        return switch (random.nextInt(7)) {
            case 0 ->
                    join(
                            bytes,
                            at,
                            new byte[] {(byte) random.nextInt(256)},
                            Math.min(bytes.length, at + 1));
            case 1 -> join(bytes, at, new byte[0], to);
            case 2 -> join(bytes, at, Arrays.copyOfRange(bytes, at, to), at);
            case 3 -> Arrays.copyOf(bytes, Math.max(1, at));
            case 4 -> join(bytes, at, piece(random), to);
            case 5 -> join(bytes, at, flipped(bytes, at, random), Math.min(bytes.length, at + 1));
            default -> join(bytes, at, piece(random), at);
        };
    }

    private static byte[] piece(Random random) {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        return at < bytes.length
                ? new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))}
                : new byte[0];
    }

    private static byte[] join(byte[] bytes, int to, byte[] middle, int from) {
        var out = new ByteArrayOutputStream(bytes.length + middle.length);
        out.write(bytes, 0, to);
        out.write(middle, 0, middle.length);
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }
}
