package hms.runs.intake;

import hms.artifact.Finding;
import hms.artifact.Version;
import hms.checks.compare.Change;
import hms.core.decide.Refusal;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.RunOptions;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What [Intake] is asked, and what it answers.
public final class Answers {

    private Answers() {}

    /// Nothing more to say.
    public record Done() {}

    public record DeployRequest(
            EnvironmentId environment, List<ArtifactKey> members, RunOptions options) {
        public DeployRequest {
            members = List.copyOf(members);
        }
    }

    /// @param statement exact bytes that were signed
    /// @param signature SSHSIG in armour
    /// @param members   what it covers
    /// @param deploy    queue a run of it in the same act, once nothing is missing any more
    @SuppressWarnings("ArrayRecordComponent") // a carrier on its way in; never compared
    public record ApprovalRequest(
            byte[] statement,
            String signature,
            List<ArtifactKey> members,
            Optional<DeployRequest> deploy) {
        public ApprovalRequest {
            members = List.copyOf(members);
        }
    }

    /// @param key     fingerprint
    /// @param run     the run that was queued
    /// @param missing why none was, though one was asked for
    public record Approved(
            String approval, String key, OptionalInt run, Optional<Refusal> missing) {}

    public record Queued(int run, boolean repeated) {}

    /// A package that was handed in.
    ///
    /// @param blob   how a deployment names it
    /// @param sha256 of its bytes
    public record KeptPackage(Digest blob, Digest sha256, List<PackedMember> members) {
        public KeptPackage {
            members = List.copyOf(members);
        }
    }

    /// @param digest SHA-256 of the artifact's exact bytes
    public record PackedMember(ArtifactKey key, Digest digest) {}

    /// @param owner id of the principal
    public record EnrolledKey(String fingerprint, String owner) {}

    public record IssuedToken(String id, String principal, Optional<Instant> expires) {}

    /// @param from the version that was in force
    public record RolledBack(
            ArtifactKey to, Optional<Version> from, Instant at, boolean repeated) {}

    /// @param already whether everything was there before, byte for byte
    public record SubmitReport(List<Member> policies, Digest manifestRoot, boolean already) {}

    /// One artifact that was submitted, and what is to be known before it is approved.
    ///
    /// @param digest        SHA-256 of its exact bytes
    /// @param findings      warnings
    /// @param live          what is in force now
    /// @param changes       against what is in force
    /// @param simulation    the report, as JSON
    /// @param have          approvals that count
    /// @param missing       what is missing before it can be deployed
    public record Member(
            ArtifactKey key,
            Digest digest,
            boolean already,
            boolean versionGiven,
            List<Finding> findings,
            Optional<String> bump,
            List<String> bumpReasons,
            Optional<ArtifactKey> live,
            Optional<Digest> liveDigest,
            List<Change> changes,
            Optional<String> simulation,
            int have,
            int need,
            Optional<String> missing) {}
}
