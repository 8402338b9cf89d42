package hms.runs.step;

import hms.core.command.Command.Found;

/// Makes the release what readers of the environment get, all of it at once. As with publication,
/// the work is the decision that follows.
public final class RolloutStep implements Step {

    @Override
    public StepResult run(StageRun stage) {
        return StepResult.passed(
                stage.run().environment() + ", scope global",
                new Found.Digests(
                        stage.members().stream().map(m -> m.artifact().digest()).toList()));
    }
}
