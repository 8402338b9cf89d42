package hms.runs.step;

import hms.core.command.Command.Found;
import hms.core.state.StageOutcome;
import hms.ledger.Blob;
import java.util.List;
import java.util.Optional;

/// How a step ended.
///
/// @param summary  one line
/// @param evidence the report, as JSON bytes
/// @param found    what it brought about
/// @param blobs    what `found` names
public record StepResult(
        StageOutcome outcome,
        String summary,
        Optional<byte[]> evidence,
        Found found,
        List<Blob> blobs)
        implements StepOutcome {

    public static StepResult passed(String summary) {
        return passed(summary, new Found.Nothing());
    }

    public static StepResult passed(String summary, Found found) {
        return new StepResult(StageOutcome.PASSED, summary, Optional.empty(), found, List.of());
    }

    public static StepResult passed(String summary, byte[] evidence) {
        return new StepResult(
                StageOutcome.PASSED,
                summary,
                Optional.of(evidence),
                new Found.Nothing(),
                List.of());
    }

    /// Did not have to be done, or could not: never a pass.
    public static StepResult skipped(String summary) {
        return new StepResult(
                StageOutcome.SKIPPED, summary, Optional.empty(), new Found.Nothing(), List.of());
    }

    public static StepResult failed(String summary) {
        return new StepResult(
                StageOutcome.FAILED, summary, Optional.empty(), new Found.Nothing(), List.of());
    }

    public static StepResult failed(String summary, byte[] evidence) {
        return new StepResult(
                StageOutcome.FAILED,
                summary,
                Optional.of(evidence),
                new Found.Nothing(),
                List.of());
    }
}
