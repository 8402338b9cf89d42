package hms.runs.step;

import hms.core.command.Command.Found;

/// Puts the release into the public register. The register is derived from the ledger, so the work
/// is the decision that follows from this result: a citation for each artifact that has none.
public final class PublishStep implements Step {

    @Override
    public StepResult run(StageRun stage) {
        return StepResult.passed(
                "published already",
                new Found.Digests(
                        stage.members().stream().map(m -> m.artifact().digest()).toList()));
    }
}
