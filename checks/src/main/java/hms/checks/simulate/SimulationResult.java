package hms.checks.simulate;

import hms.artifact.Finding;
import java.util.List;

/// What became of a simulation.
public sealed interface SimulationResult {

    /// All cases were replayed; the report says whether enough of them adapted.
    record Replayed(SimulationReport report) implements SimulationResult {}

    /// A scenario file could not be read, so that nothing can be said.
    ///
    /// @param findings what is wrong, with file and line
    record Malformed(List<Finding> findings) implements SimulationResult {
        public Malformed {
            findings = List.copyOf(findings);
        }
    }
}
