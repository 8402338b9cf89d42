package hms.runs.step;

import hms.core.state.Run;
import java.time.Duration;
import java.time.Instant;

/// A step that makes something visible and watches it. It is looked at again and again, also after
/// a restart, and remembers nothing: how long the watching lasts is on the ledger.
public interface BakingStep extends Step {

    /// One look.
    ///
    /// @param baking since when it is watched, and until when it has to be
    Look look(StageRun stage, Run.Phase.Baking baking, Instant now);

    /// What a look came to.
    sealed interface Look {

        /// Nothing to be said yet.
        ///
        /// @param next when to look again
        record Again(Duration next) implements Look {}

        /// More readers are to have it.
        record Further(Bake bake) implements Look {}

        /// The watching is over.
        record Over(StepResult result) implements Look {}
    }
}
