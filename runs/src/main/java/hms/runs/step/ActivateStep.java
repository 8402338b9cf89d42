package hms.runs.step;

/// Records that the instant came. The flip itself needs nobody: readers switch by their own clocks.
public final class ActivateStep implements Step {

    @Override
    public StepResult run(StageRun stage) {
        return StepResult.passed("nothing of it is in force any more");
    }
}
