package hms.runs.step;

import hms.core.command.Command.Found;
import hms.core.state.CanaryVerdict;
import hms.core.state.StageOutcome;
import hms.runs.canary.Findings;
import java.util.List;
import java.util.Optional;

/// What a look at a canary means for its stage.
final class Judgement {

    private Judgement() {}

    /// @param before what is said before the figures
    static StepResult of(Findings findings, CanaryVerdict verdict, String before) {
        return new StepResult(
                verdict == CanaryVerdict.PASSED ? StageOutcome.PASSED : StageOutcome.FAILED,
                before + findings.summary(),
                Optional.of(findings.json()),
                new Found.Judged(verdict, findings.canary(), findings.baseline()),
                List.of());
    }

    /// There is nothing to look at any more: somebody took the canary away.
    static StepResult gone() {
        return StepResult.failed("inconclusive: the canary was taken away while it was watched");
    }
}
