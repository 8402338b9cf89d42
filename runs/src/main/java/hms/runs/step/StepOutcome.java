package hms.runs.step;

/// How a step's work came out: it is over, or something is visible now and has to be watched.
public sealed interface StepOutcome permits StepResult, Bake {}
