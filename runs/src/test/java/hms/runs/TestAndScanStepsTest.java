package hms.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.checks.scan.RecentScans;
import hms.checks.scan.Scan;
import hms.checks.test.ClientSdk;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.RunOptions;
import hms.core.state.StageOutcome;
import hms.runs.step.ScanStep;
import hms.runs.step.StageRun;
import hms.runs.step.StepResult;
import hms.runs.step.TestStep;
import hms.trust.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The steps on a release as the ledger holds it.
final class TestAndScanStepsTest {
    private static final String POLICY =
            """
            id: pm25
            version: 1.0.0
            limit: 25
            inputs: { reading: { type: number, min: 0 } }
            rules: { violation: reading > limit }
            scenarios: [cases.csv]
            tests: [tests.yaml]
            """;
    private static final ClientSdk REFUSING = (artifacts, at) -> Verdict.refused("not today");

    @TempDir Path folder;

    private Press press;

    @BeforeEach
    void open() {
        press = new Press(folder, new Outside(), new Press.Clock(), CrashPoints.NONE).opened();
    }

    @AfterEach
    void close() {
        press.close();
    }

    private StageRun stage(String cases, String tests, Map<String, String> options) {
        int run =
                press.queued(
                        List.of(POLICY.getBytes(UTF_8)),
                        Map.of(
                                "cases.csv", cases.getBytes(UTF_8),
                                "tests.yaml", tests.getBytes(UTF_8)),
                        RunOptions.DEFAULT);
        var state = press.writer.state();
        return new StageRun(
                state.runs().open(run).orElseThrow(),
                new Stage("it", StageKind.VALIDATE, "It", new TreeMap<>(options)),
                state,
                press.library,
                press.clock.now);
    }

    @Test
    void test_step_runs_the_tests_of_the_release_and_keeps_the_report() {
        var tests = "rule: violation\ncases: [{ inputs: { reading: 26 }, expect: false }]\n";

        var result =
                (StepResult) new TestStep(REFUSING).run(stage("reading\n1\n", tests, Map.of()));

        assertThat(result.outcome()).isEqualTo(StageOutcome.FAILED);
        assertThat(result.summary())
                .isEqualTo(
                        "2 of 2 tests failed: tests.yaml:2:9 violation: tests.yaml:2: expected false, found true");
        assertThat(new String(result.evidence().orElseThrow(), UTF_8))
                .contains("\"tests\":2", "refused: not today");
    }

    @Test
    void scan_step_blocks_what_should_not_go_out_and_does_not_repeat_it() {
        var scan = new ScanStep(new Scan(new RecentScans(4), Runnable::run));
        var stage = stage("reading,note\n1,123-45-6789\n", "schema: {}\n", Map.of());

        var result = (StepResult) scan.run(stage);

        assertThat(result.outcome()).isEqualTo(StageOutcome.FAILED);
        assertThat(result.summary())
                .startsWith("privacy(1) ethics(0): cases.csv:2:3 privacy/ssn: ");
        assertThat(result.summary() + new String(result.evidence().orElseThrow(), UTF_8))
                .doesNotContain("6789");
    }

    @Test
    void scan_step_runs_the_sets_that_its_stage_names() {
        var scan = new ScanStep(new Scan(new RecentScans(4), Runnable::run));
        var stage =
                stage("reading,note\n1,123-45-6789\n", "schema: {}\n", Map.of("rules", "ethics"));

        assertThat(((StepResult) scan.run(stage)).summary()).isEqualTo("ethics(0)");

        var other =
                new StageRun(
                        stage.run(),
                        new Stage(
                                "it",
                                StageKind.VALIDATE,
                                "It",
                                new TreeMap<>(Map.of("rules", "opa"))),
                        stage.state(),
                        stage.library(),
                        stage.at());
        var refused = (StepResult) scan.run(other);
        assertThat(refused.outcome()).isEqualTo(StageOutcome.FAILED);
        assertThat(refused.summary()).contains("there is no rule set 'opa'; there are privacy and");
        assertThat(refused.evidence()).isEqualTo(Optional.empty());
    }
}
