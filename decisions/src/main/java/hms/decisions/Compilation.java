package hms.decisions;

import hms.artifact.Finding;
import java.util.List;

/// What became of an artifact's rules.
public sealed interface Compilation {

    /// They can be asked.
    record Compiled(RuleSet rules) implements Compilation {}

    /// They cannot: all that is wrong, each with the rule and its place in the artifact's file.
    ///
    /// @param findings at least one
    record Refused(List<Finding> findings) implements Compilation {
        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
