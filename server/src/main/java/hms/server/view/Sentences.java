package hms.server.view;

import hms.core.event.ConfigEvent;
import hms.core.event.Event;
import hms.core.event.IdentityEvent;
import hms.core.event.LedgerEvent;
import hms.core.event.LiveEvent;
import hms.core.event.NoticeEvent;
import hms.core.event.PolicyEvent;
import hms.core.event.RunEvent;
import hms.core.event.TargetEvent;
import hms.core.event.TicketEvent;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Scope;
import java.util.List;
import java.util.stream.Collectors;

/// What an entry says, as one sentence for people. Who did it stands beside it, as its actor.
public final class Sentences {

    private final Names names;

    public Sentences(Names names) {
        this.names = names;
    }

    public String of(Event event) {
        return switch (event) {
            case LedgerEvent e -> ledger(e);
            case ConfigEvent e -> config(e);
            case IdentityEvent e -> identity(e);
            case PolicyEvent e -> policy(e);
            case RunEvent e -> run(e);
            case LiveEvent e -> live(e);
            case NoticeEvent e -> notice(e);
            case TicketEvent e -> ticket(e);
            case TargetEvent e -> target(e);
        };
    }

    private static String ledger(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.LedgerOpened e -> "The ledger " + e.origin() + " was opened.";
            case LedgerEvent.EpochOpened e ->
                    "Epoch "
                            + e.epoch()
                            + " began: a backup was restored, and what stood behind entry "
                            + (e.lostSize() - 1)
                            + " is lost.";
            case LedgerEvent.ActRefused e ->
                    (e.count() == 1 ? "Refused" : "Refused " + e.count() + " times")
                            + ": "
                            + e.what()
                            + " ("
                            + e.code()
                            + ").";
            case LedgerEvent.RequestAnswered e ->
                    "A request with an Idempotency-Key was answered with " + e.result() + ".";
            case LedgerEvent.BlobErased e ->
                    "The content " + e.blob().brief() + " was erased, as law asked for it.";
        };
    }

    private static String config(ConfigEvent event) {
        return switch (event) {
            case ConfigEvent.LegalZoneSet e -> "The legal zone is " + e.zone() + ".";
            case ConfigEvent.GovernanceSet e ->
                    "Governance was set: "
                            + count(e.governance().rules().size(), "rule", "rules")
                            + " beyond one approval for each policy.";
            case ConfigEvent.PipelineDefined e ->
                    "Pipeline "
                            + e.pipeline().name()
                            + " has the stages "
                            + e.pipeline().stages().stream()
                                    .map(hms.core.pipeline.Stage::id)
                                    .collect(Collectors.joining(", "))
                            + ".";
            case ConfigEvent.EnvironmentDefined e ->
                    "Environment "
                            + e.environment()
                            + " is reached through pipeline "
                            + e.pipeline()
                            + ".";
            case ConfigEvent.EnvironmentRuled e ->
                    "The rules of environment "
                            + e.environment()
                            + " were set: "
                            + (e.gate() ? "a person agrees to what enters, " : "")
                            + count(
                                    e.windows().maintenance().size(),
                                    "maintenance window",
                                    "maintenance windows")
                            + ", "
                            + count(e.windows().freezes().size(), "freeze", "freezes")
                            + ".";
            case ConfigEvent.EnvironmentRemoved e ->
                    "Environment " + e.environment() + " was removed.";
            case ConfigEvent.TargetDefined e ->
                    "Target "
                            + e.target()
                            + " ("
                            + e.kind()
                            + ") gets "
                            + (e.route().selectsAll()
                                    ? "every policy."
                                    : "the policies of its route.");
            case ConfigEvent.TargetRemoved e -> "Target " + e.target() + " gets nothing any more.";
            case ConfigEvent.PartnerDefined e ->
                    "Partner " + e.partner() + " is told by " + e.channel() + ".";
            case ConfigEvent.PartnerRemoved e -> "Partner " + e.partner() + " is told no more.";
        };
    }

    private String identity(IdentityEvent event) {
        return switch (event) {
            case IdentityEvent.PrincipalAdded e -> names.of(e.principal()) + " was added.";
            case IdentityEvent.KeyEnrolled e ->
                    "Key "
                            + e.key()
                            + " was enrolled for "
                            + names.of(e.owner())
                            + (e.roles().isEmpty()
                                    ? "."
                                    : " as " + String.join(", ", e.roles()) + ".");
            case IdentityEvent.KeyRevoked e -> "Key " + e.key() + " was revoked.";
            case IdentityEvent.TokenIssued e ->
                    "Token "
                            + e.token()
                            + " was issued for "
                            + names.of(e.principal())
                            + ": "
                            + e.scopes().stream().map(Scope::text).collect(Collectors.joining(", "))
                            + e.expires().map(at -> ", until " + at).orElse("")
                            + ".";
            case IdentityEvent.TokenRevoked e -> "Token " + e.token() + " was revoked.";
        };
    }

    private static String policy(PolicyEvent event) {
        return switch (event) {
            case PolicyEvent.ArtifactSubmitted e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " was submitted"
                            + (e.versionGiven() ? "." : "; its version was assigned.");
            case PolicyEvent.ApprovalCoverage e ->
                    "Approval " + e.approval() + " covers " + listed(e.covered()) + ".";
            case PolicyEvent.ApprovalRecorded e ->
                    listed(e.covered(), e.coveredCount())
                            + (e.coveredCount() == 1 ? " was" : " were")
                            + " approved"
                            + environments(e.environments())
                            + ", signed with key "
                            + e.key()
                            + ".";
            case PolicyEvent.ArtifactRejected e ->
                    new ArtifactKey(e.policy(), e.version()) + " was rejected.";
        };
    }

    private static String run(RunEvent event) {
        var run = "Run #" + event.run();
        return switch (event) {
            case RunEvent.RunMembers e -> run + " is to deploy " + listed(e.members()) + ".";
            case RunEvent.RunQueued e ->
                    run
                            + " was queued: "
                            + listed(e.members(), e.memberCount())
                            + " to "
                            + e.environment()
                            + ".";
            case RunEvent.RunStarted _ -> run + " started.";
            case RunEvent.StageStarted e ->
                    run
                            + " began "
                            + e.stage()
                            + (e.attempt() == 1
                                    ? "."
                                    : " again, for the " + e.attempt() + ". time.");
            case RunEvent.StageFinished e ->
                    run
                            + ": "
                            + e.stage()
                            + " "
                            + e.outcome().text()
                            + (e.summary().isEmpty() ? "." : " (" + e.summary() + ").");
            case RunEvent.StageBaking e ->
                    run + ": " + e.stage() + " is watched until " + e.until() + ".";
            case RunEvent.CanaryJudged e ->
                    run
                            + ": "
                            + e.stage()
                            + " was judged "
                            + e.verdict().text()
                            + " on "
                            + count(e.canary().evaluations(), "evaluation", "evaluations")
                            + ", "
                            + count(e.canary().errors(), "error", "errors")
                            + " and "
                            + count(e.canary().alerts(), "alert", "alerts")
                            + " by "
                            + count(e.canary().subscribers(), "subscriber", "subscribers")
                            + ".";
            case RunEvent.RunWaiting e ->
                    run
                            + " waits before "
                            + e.stage()
                            + switch (e.reason()) {
                                case GATE -> " for a person to agree";
                                case FREEZE -> " for the end of a freeze";
                                case MAINTENANCE -> " for a maintenance window";
                            }
                            + e.until().map(at -> ", until " + at).orElse("")
                            + ".";
            case RunEvent.RunTakingBack e ->
                    run + " is taken back" + e.stage().map(s -> " from " + s).orElse("") + ".";
            case RunEvent.PackageBuilt e ->
                    run
                            + " built its package: "
                            + e.sha256()
                            + ", "
                            + count(e.sizeBytes(), "byte", "bytes")
                            + ".";
            case RunEvent.ReleaseTagged e -> run + " was tagged " + e.tag() + ".";
            case RunEvent.RunScheduled e -> run + " waits until " + e.until() + ".";
            case RunEvent.RunHalted _ -> run + " was halted.";
            case RunEvent.RunResumed _ -> run + " goes on.";
            case RunEvent.RunEnded e ->
                    run
                            + " ended: "
                            + e.status().text()
                            + e.error().map(error -> ". " + error).orElse("")
                            + ".";
        };
    }

    private static String live(LiveEvent event) {
        return switch (event) {
            case LiveEvent.RulePublished e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " was published as "
                            + e.volume()
                            + " HMS Reg. "
                            + e.number()
                            + ".";
            case LiveEvent.VersionRolledOut e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " reached "
                            + e.environment()
                            + ", in force from "
                            + e.from()
                            + (e.retroactive() ? " with effect on the past" : "")
                            + e.until().map(at -> " until " + at).orElse("")
                            + ".";
            case LiveEvent.VersionActivated e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " is enforced in "
                            + e.environment()
                            + " since "
                            + e.activatedAt()
                            + (e.lateMs() < 1_000
                                    ? ""
                                    : ", recorded " + e.lateMs() / 1_000 + " s late")
                            + ".";
            case LiveEvent.ScheduleCancelled e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " will not come into force in "
                            + e.environment()
                            + ".";
            case LiveEvent.VersionRolledBack e ->
                    new ArtifactKey(e.policy(), e.to())
                            + " is in force again in "
                            + e.environment()
                            + e.from().map(from -> ", in place of " + from).orElse("")
                            + ".";
            case LiveEvent.VersionWithdrawn e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " was withdrawn from "
                            + e.environment()
                            + "; no version is in force there.";
            case LiveEvent.CanaryStarted e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " is "
                            + (e.shadow() ? "evaluated in shadow" : "enforced")
                            + " in "
                            + e.environment()
                            + " for "
                            + e.selector()
                            + ".";
            case LiveEvent.CanaryWidened e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " is in "
                            + e.environment()
                            + " for "
                            + e.selector()
                            + " now.";
            case LiveEvent.CanaryEnded e ->
                    "The canary of "
                            + new ArtifactKey(e.policy(), e.version())
                            + " in "
                            + e.environment()
                            + " ended.";
            case LiveEvent.RuleWithdrawn e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " was withdrawn from the register by "
                            + e.volume()
                            + " HMS Reg. "
                            + e.number()
                            + ".";
            case LiveEvent.SubscriberSeen e ->
                    "A first subscriber was seen in " + e.environment() + ".";
        };
    }

    private static String ticket(TicketEvent event) {
        return switch (event) {
            case TicketEvent.TicketOpened e ->
                    "Ticket "
                            + e.ticket()
                            + " was opened ("
                            + e.kind().text()
                            + "): "
                            + new ArtifactKey(e.policy(), e.version())
                            + " in "
                            + e.environment()
                            + ".";
            case TicketEvent.TicketResolved e ->
                    "Ticket " + e.ticket() + " was decided: " + e.choice().text() + ".";
            case TicketEvent.TicketLapsed e ->
                    "Ticket " + e.ticket() + " lapsed: its run has ended.";
            case TicketEvent.DigestQuarantined e ->
                    new ArtifactKey(e.policy(), e.version())
                            + " was quarantined: "
                            + e.digest()
                            + " cannot go out before ticket "
                            + e.ticket()
                            + " is decided.";
            case TicketEvent.QuarantineLifted e ->
                    new ArtifactKey(e.policy(), e.version()) + " may go out again.";
        };
    }

    private static String target(TargetEvent event) {
        return switch (event) {
            case TargetEvent.TargetServed e ->
                    "Run #"
                            + e.run()
                            + ": "
                            + e.target()
                            + switch (e.outcome()) {
                                case DELIVERED -> " has the release (";
                                case REFUSED -> " would not take the release (";
                                case UNSURE -> " may have the release (";
                                case UNTOUCHED -> " was not asked (";
                            }
                            + e.said()
                            + ").";
            case TargetEvent.TargetsBehind e ->
                    (e.targets().size() == 1
                                    ? e.targets().getFirst() + " is"
                                    : count(e.targets().size(), "target", "targets") + " are")
                            + " to be brought what is in force again.";
            case TargetEvent.TargetCaughtUp e ->
                    e.target() + " has what is in force (" + e.said() + ").";
            case TargetEvent.TargetMissed e ->
                    e.target()
                            + " could not be brought what is in force ("
                            + e.reason()
                            + ")"
                            + e.next()
                                    .map(at -> ", tried again at " + at)
                                    .orElse(", given up; a person is asked")
                            + ".";
        };
    }

    private static String notice(NoticeEvent event) {
        return switch (event) {
            case NoticeEvent.NoticeQueued e ->
                    "Notice "
                            + e.notice()
                            + " to "
                            + e.partner()
                            + " was queued: "
                            + e.event()
                            + " of "
                            + new ArtifactKey(e.policy(), e.version())
                            + " in "
                            + e.environment()
                            + ".";
            case NoticeEvent.NoticeDelivered e ->
                    "Notice "
                            + e.notice()
                            + " arrived (attempt "
                            + e.attempt()
                            + ", status "
                            + e.status()
                            + ").";
            case NoticeEvent.NoticeAttemptFailed e ->
                    "Notice "
                            + e.notice()
                            + " did not arrive (attempt "
                            + e.attempt()
                            + "): "
                            + e.reason()
                            + e.next()
                                    .map(at -> "; it is tried again at " + at + ".")
                                    .orElse("; it was given up.");
        };
    }

    private static String environments(List<EnvironmentId> environments) {
        return environments.isEmpty()
                ? ""
                : " for "
                        + environments.stream()
                                .map(EnvironmentId::value)
                                .collect(Collectors.joining(", "));
    }

    private static String listed(List<ArtifactKey> keys) {
        return listed(keys, keys.size());
    }

    /// @param all how many there are in all, beyond those in the list
    private static String listed(List<ArtifactKey> keys, int all) {
        if (keys.isEmpty()) {
            return count(all, "artifact", "artifacts");
        }
        return all == 1
                ? keys.getFirst().toString()
                : keys.getFirst() + " and " + (all - 1) + " more";
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
