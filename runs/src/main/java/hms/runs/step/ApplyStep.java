package hms.runs.step;

import hms.core.command.Command.Found;
import hms.core.command.Command.Receipt;
import hms.core.pipeline.file.Times;
import hms.core.state.StageOutcome;
import hms.core.state.TargetOutcome;
import hms.runs.port.Pause;
import hms.runs.target.SmokeTests;
import hms.runs.target.TargetDesk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Brings the release to every target of an environment that it goes to, then makes the smoke
/// tests. It is not live by that: the rollout makes it so. If one target fails, what was brought to
/// the others is taken back, which follows from the result, in the Decider.
public final class ApplyStep implements Step {

    private static final Duration USUAL_WITHIN = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final TargetDesk desk;
    private final SmokeTests smoke;
    private final Pause pause;

    public ApplyStep(TargetDesk desk, SmokeTests smoke, Pause pause) {
        this.desk = desk;
        this.smoke = smoke;
        this.pause = pause;
    }

    @Override
    public StepResult run(StageRun stage) {
        var receipts =
                desk.deliver(stage.run(), stage.stage().id(), stage.environment(), stage.at());
        var failed =
                receipts.stream()
                        .filter(
                                r ->
                                        r.outcome() == TargetOutcome.REFUSED
                                                || r.outcome() == TargetOutcome.UNSURE)
                        .map(r -> r.target() + ": " + r.said())
                        .toList();
        if (!failed.isEmpty()) {
            return result(StageOutcome.FAILED, String.join("; ", failed), receipts);
        }
        var tests = smokeTests(stage);
        return tests.complaint().isPresent()
                ? result(
                        StageOutcome.FAILED,
                        "smoke test failed: " + tests.complaint().get(),
                        receipts)
                : result(StageOutcome.PASSED, summary(receipts, tests.asked()), receipts);
    }

    /// Again and again, since a target may need a moment before it shows what it has taken.
    private SmokeTests.Round smokeTests(StageRun stage) {
        var within =
                Optional.ofNullable(stage.stage().options().get("within"))
                        .flatMap(Times::parse)
                        .orElse(USUAL_WITHIN);
        var round = smoke.round(stage.state(), stage.run(), stage.environment(), false);
        for (long left = within.dividedBy(BETWEEN);
                left > 0 && round.complaint().isPresent() && rested();
                left--) {
            round = smoke.round(stage.state(), stage.run(), stage.environment(), false);
        }
        return round;
    }

    /// False if there is no time to wait any more: the server stops.
    private boolean rested() {
        try {
            pause.rest(BETWEEN);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String summary(List<Receipt> receipts, int tests) {
        var to =
                receipts.isEmpty()
                        ? "nothing of it goes to a target here"
                        : receipts.stream().map(Receipt::target).collect(Collectors.joining(", "));
        return tests == 0 ? to : to + " · " + tests + (tests == 1 ? " smoke test" : " smoke tests");
    }

    private static StepResult result(StageOutcome outcome, String summary, List<Receipt> receipts) {
        return new StepResult(
                outcome, summary, Optional.empty(), new Found.Served(receipts), List.of());
    }
}
