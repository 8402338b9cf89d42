package hms.core.command;

import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.core.event.ConfigEvent;
import hms.core.event.PolicyEvent.NamedBlob;
import hms.core.event.RunEvent.CanaryCounts;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.CanaryVerdict;
import hms.core.state.EnvironmentId;
import hms.core.state.RunOptions;
import hms.core.state.Scope;
import hms.core.state.StageOutcome;
import hms.core.state.TargetId;
import hms.core.state.TargetOutcome;
import hms.core.state.TicketChoice;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A prepared request: parsed, its signatures checked, its blobs named. What is left to decide is
/// decided from the state.
public sealed interface Command {

    Caller caller();

    /// What was asked for, in few words, for the record of a refusal.
    String subject();

    /// Opens an empty ledger.
    ///
    /// @param admin     id of the first principal
    /// @param adminName blob of its name
    /// @param token     id of its token
    record OpenLedger(
            String origin,
            String logKey,
            String admin,
            Digest adminName,
            String token,
            List<ConfigEvent> configuration)
            implements Command {
        @Override
        public Caller caller() {
            return Caller.SYSTEM;
        }

        @Override
        public String subject() {
            return "open the ledger";
        }
    }

    /// A backup was restored: what the log had signed beyond it is lost, and this says so.
    record OpenEpoch(Caller caller, long lostSize, Digest lostRoot) implements Command {
        @Override
        public String subject() {
            return "open an epoch";
        }
    }

    /// Only what differs from what stands is recorded.
    record Configure(Caller caller, List<ConfigEvent> configuration) implements Command {
        @Override
        public String subject() {
            return "configure";
        }
    }

    /// @param ownerName blob of the owner's name; a principal is made if none bears it
    /// @param newId     id for that principal
    record EnrolKey(
            Caller caller,
            String key,
            String publicKey,
            Digest ownerName,
            String newId,
            List<String> roles)
            implements Command {
        @Override
        public String subject() {
            return "enrol key " + key;
        }
    }

    record RevokeKey(Caller caller, String key) implements Command {
        @Override
        public String subject() {
            return "revoke key " + key;
        }
    }

    /// @param bearerName blob of the bearer's name; a principal is made if none bears it
    record IssueToken(
            Caller caller,
            String token,
            Digest bearerName,
            String newId,
            List<Scope> scopes,
            List<String> policies,
            List<String> environments,
            Optional<Instant> expires)
            implements Command {
        @Override
        public String subject() {
            return "issue a token";
        }
    }

    record RevokeToken(Caller caller, String token) implements Command {
        @Override
        public String subject() {
            return "revoke token " + token;
        }
    }

    record SubmitArtifacts(Caller caller, List<ParsedArtifact> artifacts) implements Command {
        @Override
        public String subject() {
            return "submit " + named(artifacts.stream().map(ParsedArtifact::key).toList());
        }
    }

    /// The facts of an artifact that passed the strict parse. See
    /// [hms.core.event.PolicyEvent.ArtifactSubmitted].
    record ParsedArtifact(
            ArtifactKey key,
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
            boolean versionGiven) {}

    /// A signature that was verified over the statement, and a statement that was verified to cover
    /// the blobs.
    ///
    /// @param covered artifact and blob of its exact bytes, for each
    /// @param then queue a run of the same artifacts in the same act
    record Approve(
            Caller caller,
            String approval,
            String key,
            Digest statement,
            Digest signature,
            List<EnvironmentId> environments,
            Optional<Instant> expires,
            List<Covered> covered,
            Optional<QueueRun> then)
            implements Command {
        @Override
        public String subject() {
            return "approve " + named(covered.stream().map(Covered::key).toList());
        }
    }

    record Covered(ArtifactKey key, Digest artifact) {}

    record Reject(Caller caller, ArtifactKey artifact, Digest reason) implements Command {
        @Override
        public String subject() {
            return "reject " + artifact;
        }
    }

    /// @param request the idempotency key and body, if the caller gave one
    record QueueRun(
            Caller caller,
            EnvironmentId environment,
            List<ArtifactKey> members,
            RunOptions options,
            Optional<Request> request)
            implements Command {
        @Override
        public String subject() {
            return "deploy " + named(members) + " to " + environment;
        }
    }

    /// Digests of an `Idempotency-Key` with its caller, and of what was asked.
    record Request(Digest key, Digest body) {}

    /// The targets of a run that is taken back have been brought what was there before.
    record EndTakingBack(int run) implements SystemCommand {}

    record StartRun(int run) implements SystemCommand {}

    record BeginStage(int run, String stage) implements SystemCommand {}

    /// A stage's result. What follows from it (a publication, a rollout) is decided in the same
    /// batch.
    record FinishStage(
            int run,
            String stage,
            StageKind kind,
            StageOutcome outcome,
            String summary,
            Optional<Digest> evidence,
            Found found)
            implements SystemCommand {}

    /// What a stage brought about or found out, beyond its outcome.
    sealed interface Found {
        record Nothing() implements Found {}

        record Built(Digest sha256, long sizeBytes, String format, Digest blob) implements Found {}

        /// @param digests SHA-256 of the exact bytes, in the order of the run's members
        record Digests(List<Digest> digests) implements Found {}

        record Tag(String tag, String commit) implements Found {}

        /// What came of bringing the release to the targets of an environment.
        record Served(List<Receipt> receipts) implements Found {}

        /// What watching a canary came to.
        record Judged(CanaryVerdict verdict, CanaryCounts canary, CanaryCounts baseline)
                implements Found {}
    }

    /// How it went at one target.
    ///
    /// @param target its name, without its environment
    /// @param shipment what a target can be recognised by that has it
    /// @param count versions that it was brought
    record Receipt(
            String target,
            TargetOutcome outcome,
            long sequence,
            Digest shipment,
            int count,
            String said) {}

    /// What came of bringing a target that was behind what is in force.
    sealed interface TargetResult extends SystemCommand {

        /// @param since entry that said that it is behind, as it was when it was tried
        record CaughtUp(
                TargetId target, long since, long sequence, Digest shipment, int count, String said)
                implements TargetResult {}

        /// @param next absent: it is given up
        record Missed(TargetId target, long since, String reason, Optional<Instant> next)
                implements TargetResult {}
    }

    /// A stage makes the release visible, to some readers or to all, and is to be watched from then
    /// on.
    ///
    /// @param digests SHA-256 of the exact bytes, in the order of the run's members
    /// @param selector for whom; absent: for everybody, which is the rollout itself
    /// @param until when it has been watched for long enough
    record Expose(
            int run, String stage, List<Digest> digests, Optional<Selector> selector, Instant until)
            implements SystemCommand {}

    /// A subscriber has come to an environment in which none was ever seen.
    record NoteSubscriber(EnvironmentId environment) implements SystemCommand {}

    /// A person decides.
    ///
    /// @param reason blob of the text
    record ResolveTicket(Caller caller, int ticket, TicketChoice choice, Digest reason)
            implements Command {
        @Override
        public String subject() {
            return "resolve ticket " + ticket;
        }
    }

    /// Notices about the run for each partner that its artifacts name.
    ///
    /// @param type CloudEvents type
    record QueueNotices(int run, String type) implements SystemCommand {}

    /// How one attempt to deliver a notice went. Without a next attempt it was given up.
    sealed interface NoticeResult extends SystemCommand {
        record Delivered(String notice, int attempt, int status) implements NoticeResult {}

        record Failed(String notice, int attempt, String reason, Optional<Instant> next)
                implements NoticeResult {}
    }

    record Halt(Caller caller, int run, Optional<Digest> reason) implements Command {
        @Override
        public String subject() {
            return "halt run #" + run;
        }
    }

    record Resume(Caller caller, int run) implements Command {
        @Override
        public String subject() {
            return "resume run #" + run;
        }
    }

    record Abort(Caller caller, int run, Optional<String> reason) implements Command {
        @Override
        public String subject() {
            return "abort run #" + run;
        }
    }

    /// Puts an earlier version in force again, from now on.
    record RollBack(
            Caller caller,
            EnvironmentId environment,
            ArtifactKey to,
            Optional<Digest> reason,
            Optional<Request> request)
            implements Command {
        @Override
        public String subject() {
            return "roll back to " + to + " in " + environment;
        }
    }

    /// A refusal that was given before the Decider was asked: a scope that is missing, a signature
    /// that does not verify.
    record NoteRefusal(Caller caller, String code, String subject, long count) implements Command {}

    /// What only the server itself asks for.
    sealed interface SystemCommand extends Command {
        @Override
        default Caller caller() {
            return Caller.SYSTEM;
        }

        @Override
        default String subject() {
            return getClass().getSimpleName();
        }
    }

    private static String named(List<ArtifactKey> keys) {
        return keys.size() == 1
                ? keys.getFirst().toString()
                : keys.getFirst() + " and " + (keys.size() - 1) + " more";
    }
}
