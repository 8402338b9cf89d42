package hms.runs.step;

/// The work of one kind of stage. A step may be run again after an interruption, so what it does
/// outside carries idempotency keys; what it brings about inside follows from its result, in the
/// Decider.
public interface Step {

    /// Runs to its end, or to where something is visible that has to be watched (see [BakingStep]).
    /// A fault is an exception: the stage is then tried again later.
    StepOutcome run(StageRun stage);
}
