package hms.artifact;

import java.util.List;

/// What [ArtifactParser] made of a file.
public sealed interface ParseResult {
    /// All findings: those that refused the file, or the warnings beside an artifact.
    List<Finding> findings();

    /// The file is an artifact.
    ///
    /// @param artifact the artifact
    /// @param warnings what is doubtful about it; never an error
    record Parsed(Artifact artifact, List<Finding> warnings) implements ParseResult {
        public Parsed {
            warnings = List.copyOf(warnings);
        }

        @Override
        public List<Finding> findings() {
            return warnings;
        }
    }

    /// The file is none.
    ///
    /// @param findings why; at least one error, errors first
    record Rejected(List<Finding> findings) implements ParseResult {
        public Rejected {
            findings = List.copyOf(findings);
        }
    }
}
