package hms.runs.step;

/// Lets some readers have the release before the others, and watches how they fare.
public final class CanaryStep implements Step {

    @Override
    public StepResult run(StageRun stage) {
        return StepResult.skipped("nobody reports");
    }
}
