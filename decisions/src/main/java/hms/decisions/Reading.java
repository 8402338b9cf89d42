package hms.decisions;

import java.util.List;

/// What [InputForm] made of given inputs.
public sealed interface Reading {

    /// All that was given fits. What was left out and has no default is missed only by the rules
    /// that read it.
    record Complete(Inputs inputs) implements Reading {}

    /// Something does not fit.
    ///
    /// @param problems at least one, each naming the input
    record Refused(List<InputProblem> problems) implements Reading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
