package hms.checks.pack;

import hms.artifact.Finding;
import java.util.List;

/// What [Packager] made of the contents.
public sealed interface PackResult {
    /// The package.
    record Packed(PackedPackage packed) implements PackResult {}

    /// There can be no such package.
    ///
    /// @param findings why; at least one error
    record Refused(List<Finding> findings) implements PackResult {
        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
