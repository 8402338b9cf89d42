package hms.checks;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import hms.checks.lint.LintContext;
import hms.checks.lint.LintReport;
import hms.checks.pack.PackagedPolicy;
import hms.checks.scan.RecentScans;
import hms.checks.scan.Scan;
import hms.checks.scan.ScanFinding;
import hms.checks.scan.ScanTarget;
import hms.checks.scan.builtin.ScanSets;
import hms.checks.simulate.Simulation;
import hms.checks.simulate.SimulationReport;
import hms.checks.simulate.SimulationResult;
import hms.checks.test.DirectSdk;
import hms.checks.test.PackageTests;
import hms.decisions.Compilation;
import hms.decisions.Decision;
import hms.decisions.Reading;
import hms.decisions.RuleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    private static final Path POLICIES = Path.of("..", "examples", "policies");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @ParameterizedTest
    @MethodSource("files")
    void every_example_parses_without_a_finding_and_its_files_are_there(Path file) {
        var artifact = artifact(file);

        assertThat(artifact.namedFiles())
                .allSatisfy(name -> assertThat(POLICIES.resolve(name)).isNotEmptyFile());
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_example_passes_the_strict_lint(Path file) throws IOException {
        var report =
                LintReport.of(
                        Files.readAllBytes(file),
                        file.getFileName().toString(),
                        Optional.empty(),
                        LintContext.alone(all(), NOW, NEW_YORK));

        assertThat(report.passes(true)).as(report.text()).isTrue();
    }

    @Test
    void tightened_limit_passes_the_lint_against_the_version_before() throws IOException {
        var before = artifact(POLICIES.resolve("pm25-1.5.0.yaml"));
        var context =
                new LintContext(
                        Optional.of(before), Timeline.empty(NEW_YORK), Map.of(), NOW, NEW_YORK);

        var report =
                LintReport.of(
                        Files.readAllBytes(POLICIES.resolve("pm25.yaml")),
                        "pm25.yaml",
                        Optional.empty(),
                        context);

        assertThat(report.findings()).as(report.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "epa-pm25-annual, exceeds, mean=12.5, 2013-03-17, false",
        "epa-pm25-annual, exceeds, mean=12.5, 2013-03-18, true",
        "epa-pm25-annual, exceeds, mean=9.1, 2024-05-05, false",
        "epa-pm25-annual, exceeds, mean=9.1, 2024-05-06, true",
        "hhs-poverty-guidelines, guideline, household=3, 2021-03-31, 21960",
        "chip-income-cap, cap, income=0 household=3 age=7 state=KS, 2021-03-31, 50947.2",
        "chip-income-cap, eligible, income=50700 household=3 age=7 state=KS, 2021-03-31, true",
        "chip-income-cap, eligible, income=50700 household=3 age=7 state=KS, 2021-04-01, false",
        "chip-income-cap, eligible, income=50508.00 household=3 age=7 state=KS, 2021-04-01, true",
        "chip-income-cap, eligible, income=50508.01 household=3 age=7 state=KS, 2021-04-01, false",
        "chip-income-cap, outcome, income=1 household=3 age=7 state=IL, 2022-06-30, eligible",
        "chip-income-cap, outcome, income=1 household=3 age=7 state=IL, 2022-07-01, no cap in force in this state",
    })
    void rules_answer_as_of_a_date(
            String id, String rule, String inputs, LocalDate on, String answer) {
        var artifact =
                files().map(ExamplesTest::artifact)
                        .filter(a -> a.id().text().equals(id))
                        .findFirst()
                        .orElseThrow();
        var rules = rules(artifact);
        var texts = new HashMap<String, String>();
        for (var input : inputs.split(" ")) {
            texts.put(input.split("=")[0], input.split("=")[1]);
        }

        var decision =
                rules.at(on)
                        .evaluate(rule, ((Reading.Complete) rules.inputs().read(texts)).inputs());

        assertThat(decision).isInstanceOf(Decision.Outcome.class);
        assertThat(decision.text()).isEqualTo(answer);
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_test_of_a_package_holds(Path file) throws IOException {
        var report =
                PackageTests.run(List.of(packaged(file)), all(), NOW, NEW_YORK, new DirectSdk());

        assertThat(report.problems()).isEmpty();
        assertThat(report.failures()).isEmpty();
        assertThat(report.count()).isGreaterThanOrEqualTo(artifact(file).tests().isEmpty() ? 1 : 5);
    }

    @Test
    void limit_of_the_story_has_42_tests() throws IOException {
        var report =
                PackageTests.run(
                        List.of(packaged(POLICIES.resolve("pm25.yaml"))),
                        Map.of(),
                        NOW,
                        NEW_YORK,
                        new DirectSdk());

        assertThat(report.summary()).isEqualTo("42 tests");
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothing_in_the_examples_blocks_a_release(Path file) throws IOException {
        var report =
                new Scan(new RecentScans(2), Runnable::run)
                        .run(
                                new ScanTarget(List.of(packaged(file)), all(), NOW, NEW_YORK),
                                ScanSets.all());

        assertThat(report.findings()).filteredOn(ScanFinding::isBlocking).isEmpty();
        assertThat(report.summary()).startsWith("privacy(0) ethics(0)");
    }

    private static PackagedPolicy packaged(Path file) throws IOException {
        var artifact = artifact(file);
        var files = new HashMap<String, byte[]>();
        for (var name : artifact.namedFiles()) {
            files.put(name, Files.readAllBytes(POLICIES.resolve(name)));
        }
        return new PackagedPolicy(artifact, files);
    }

    @Test
    void tightened_limit_is_told_with_its_changed_outcomes() {
        var before = artifact(POLICIES.resolve("pm25-1.5.0.yaml"));
        var after = artifact(POLICIES.resolve("pm25.yaml"));

        var report = simulated(Optional.of(rules(before)), after);

        assertThat(report.summary())
                .isEqualTo("98.5% of 5,857 cases adapted · 710 outcomes change");
    }

    @Test
    void tightened_limit_changes_hundreds_of_answers_about_the_readings() throws IOException {
        var readings =
                Files.readAllLines(POLICIES.resolve("scenarios/pm25-readings.csv")).stream()
                        .skip(1)
                        .map(line -> new BigDecimal(line.split(",")[2]))
                        .toList();
        var between = readings.stream().filter(r -> isBetween(r, "25", "35")).count();
        var negative = readings.stream().filter(r -> r.signum() < 0).count();

        assertThat(readings).hasSizeGreaterThan(5_000);
        assertThat(between).isBetween(150L, 400L);
        assertThat((double) negative / readings.size()).isBetween(0.005, 0.04);
    }

    @Test
    void scenario_rows_are_what_their_maker_makes(@TempDir Path folder) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var maker = Path.of("..", "examples", "make", "MakeScenarios.java").toString();
        var process =
                new ProcessBuilder(List.of(java, maker, folder.toString())).inheritIO().start();

        assertThat(process.waitFor()).isZero();
        for (var name : List.of("pm25-readings.csv", "chip-households.csv")) {
            assertThat(POLICIES.resolve("scenarios").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve(name));
        }
    }

    private static boolean isBetween(BigDecimal reading, String above, String upTo) {
        return reading.compareTo(new BigDecimal(above)) > 0
                && reading.compareTo(new BigDecimal(upTo)) <= 0;
    }

    static Stream<Path> files() {
        try (var files = Files.list(POLICIES)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Artifact artifact(Path file) {
        try {
            return parsed(Files.readAllBytes(file), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Artifact parsed(byte[] bytes, Path file) {
        var result = ArtifactParser.parse(bytes, file.getFileName().toString(), Optional.empty());
        assertThat(result.findings()).isEmpty();
        return ((ParseResult.Parsed) result).artifact();
    }

    private static RuleSet rules(Artifact artifact) {
        return ((Compilation.Compiled) RuleSet.compile(artifact, uses(artifact))).rules();
    }

    private static SimulationReport simulated(Optional<RuleSet> live, Artifact candidate) {
        var files = new HashMap<String, byte[]>();
        for (var name : candidate.scenarios()) {
            try {
                files.put(name, Files.readAllBytes(POLICIES.resolve(name)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        var result =
                Simulation.run(
                        live,
                        rules(candidate),
                        files,
                        Simulation.USUAL_THRESHOLD,
                        LocalDate.of(2026, 5, 1));
        return ((SimulationResult.Replayed) result).report();
    }

    private static Map<PolicyId, Artifact> all() {
        var byId = new HashMap<PolicyId, Artifact>();
        files().map(ExamplesTest::artifact).forEach(example -> byId.put(example.id(), example));
        return byId;
    }

    private static Map<String, Artifact> uses(Artifact artifact) {
        var all = all();
        var uses = new HashMap<String, Artifact>();
        artifact.uses().forEach((alias, id) -> uses.put(alias, all.get(id)));
        return uses;
    }
}
