package hms.runs.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.checks.test.ClientSdk;
import hms.checks.test.PackageTests;
import hms.checks.test.TestReport;

/// Runs the tests that the release brings along, and loads it into a client as programs have one.
public final class TestStep implements Step {

    private final ClientSdk sdk;

    public TestStep(ClientSdk sdk) {
        this.sdk = sdk;
    }

    @Override
    public StepResult run(StageRun stage) {
        var report =
                PackageTests.run(
                        Companions.policies(stage),
                        Companions.of(stage),
                        stage.at(),
                        stage.state().configuration().zone(),
                        sdk);
        var evidence = report.toJson().getBytes(UTF_8);
        return report.passed()
                ? StepResult.passed(report.summary(), evidence)
                : StepResult.failed(report.summary() + ": " + first(report), evidence);
    }

    /// The first thing that is wrong, as one line.
    private static String first(TestReport report) {
        if (!report.problems().isEmpty()) {
            return Replays.first(report.problems());
        }
        var failure = report.failures().getFirst();
        var miss = failure.miss().orElseThrow();
        return "%s %s: expected %s, found %s"
                .formatted(failure.place(), failure.name(), miss.expected(), miss.found());
    }
}
