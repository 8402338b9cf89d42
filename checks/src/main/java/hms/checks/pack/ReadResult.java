package hms.checks.pack;

import hms.artifact.Finding;
import hms.trust.Digest;
import java.util.List;

/// What [PackageReader] made of some bytes.
public sealed interface ReadResult {
    /// The bytes are a package, and every digest in it is right. Whether its approvals are worth
    /// anything is another question.
    ///
    /// @param contents what is in it
    /// @param format the form it has
    /// @param digest the SHA-256 of the bytes
    record Read(PackageContents contents, PackageFormat format, Digest digest)
            implements ReadResult {}

    /// The bytes are no package that anyone should open.
    ///
    /// @param findings why; at least one error
    record Refused(List<Finding> findings) implements ReadResult {
        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
