package hms.core.event;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The life of an artifact before and beside its runs.
public sealed interface PolicyEvent extends Event {

    /// An artifact passed the strict parse and is kept, with the files that it names.
    ///
    /// @param artifact blob of the exact bytes
    /// @param files the scenario and test files that it names
    /// @param agency for governance
    /// @param effective the instant that its `effective` means, resolved in the legal zone
    /// @param expires first instant at which it is no longer in force
    /// @param retroactive whether it states a basis for being in force before its activation
    /// @param datedFrom for an artifact without `effective` whose values are dated: the start of
    ///     the earliest date
    /// @param uses ids of the policies whose values its rules read
    /// @param versionGiven false where the version was not in the document and was assigned
    record ArtifactSubmitted(
            PolicyId policy,
            Version version,
            Digest artifact,
            List<NamedBlob> files,
            List<String> tags,
            Optional<String> agency,
            Optional<Instant> effective,
            Optional<Instant> expires,
            boolean retroactive,
            Optional<Instant> datedFrom,
            List<PolicyId> uses,
            List<String> partners,
            boolean versionGiven)
            implements PolicyEvent {}

    /// A file that an artifact names.
    record NamedBlob(String path, Digest blob) {}

    /// A part of what an approval covers, where the list is too long for one entry. The closing
    /// entry is [ApprovalRecorded] in the same batch.
    record ApprovalCoverage(String approval, List<ArtifactKey> covered) implements PolicyEvent {}

    /// A person's signature over the exact bytes.
    ///
    /// @param approval     id: digest of the signed statement, in hex, its first 16 digits
    /// @param key          fingerprint of the signing key
    /// @param statement    blob of the in-toto statement
    /// @param signature    blob of the armored SSHSIG
    /// @param environments names that it holds for; empty means all
    /// @param covered      artifacts, beyond those in [ApprovalCoverage] entries before
    /// @param coveredCount how many artifacts it covers in all
    record ApprovalRecorded(
            String approval,
            String key,
            Digest statement,
            Digest signature,
            List<EnvironmentId> environments,
            Optional<Instant> expires,
            List<ArtifactKey> covered,
            int coveredCount)
            implements PolicyEvent {}

    /// A person said no. The version cannot be deployed; its number is not used again.
    record ArtifactRejected(PolicyId policy, Version version, Digest reason)
            implements PolicyEvent {}
}
