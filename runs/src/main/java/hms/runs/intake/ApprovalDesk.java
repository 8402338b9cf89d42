package hms.runs.intake;

import hms.artifact.ApprovalResult;
import hms.artifact.ApprovalVerifier;
import hms.artifact.Manifest;
import hms.artifact.SignedApproval;
import hms.core.command.Caller;
import hms.core.command.Command;
import hms.core.decide.Refusal;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.State;
import hms.ledger.BlobSealer;
import hms.ledger.write.Prepared;
import hms.runs.Signatures;
import hms.runs.intake.Answers.ApprovalRequest;
import hms.trust.Ed25519Verifier;
import hms.trust.OpenSshKey;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Verifies approvals as they come in: who signed, and that the statement covers the exact bytes
/// that were submitted.
final class ApprovalDesk {

    private final Signatures signatures;
    private final BlobSealer sealer;
    private final InstantSource clock;
    private final Ed25519Verifier ed25519;

    ApprovalDesk(
            Signatures signatures,
            BlobSealer sealer,
            InstantSource clock,
            Ed25519Verifier ed25519) {
        this.signatures = signatures;
        this.sealer = sealer;
        this.clock = clock;
        this.ed25519 = ed25519;
    }

    sealed interface Result {}

    /// @param key fingerprint
    record Verified(Prepared prepared, String key) implements Result {}

    record Refused(Refusal refusal) implements Result {}

    Result prepare(Caller caller, ApprovalRequest request, State state) {
        for (var key : request.members()) {
            if (state.policies().submitted(key).isEmpty()) {
                return new Refused(
                        Refusal.notFound(
                                "no-such-version",
                                "There is no " + key + ".",
                                "Submit it first: hms submit FILE"));
            }
        }
        if (request.members().isEmpty()) {
            return new Refused(
                    Refusal.incorrect(
                            "empty-approval", "The approval names nothing.", "Name ID@VERSION."));
        }
        var twice =
                PolicyTwice.refusal(request.members().stream().map(ArtifactKey::policy).toList());
        if (twice.isPresent()) {
            return new Refused(twice.get());
        }
        var approval = new SignedApproval(request.statement(), request.signature());
        var verifier = new ApprovalVerifier(ed25519, Keyrings.of(state.identity()));
        return switch (verifier.authenticate(approval, state.size())) {
            case ApprovalResult.Refused r -> new Refused(refusal(r));
            case ApprovalResult.Accepted a -> covering(caller, request, state, approval, a);
        };
    }

    private Result covering(
            Caller caller,
            ApprovalRequest request,
            State state,
            SignedApproval approval,
            ApprovalResult.Accepted accepted) {
        var members = new LinkedHashMap<ArtifactKey, Manifest.Member>();
        request.members()
                .forEach(
                        key ->
                                members.put(
                                        key,
                                        signatures.member(
                                                state.policies().submitted(key).orElseThrow())));
        var refused = uncovered(members, accepted);
        if (refused.isPresent()) {
            return new Refused(refused.get());
        }
        var statement = sealer.seal(request.statement());
        var signature = sealer.seal(request.signature().getBytes(StandardCharsets.UTF_8));
        var key = OpenSshKey.fingerprint(accepted.key());
        var command =
                new Command.Approve(
                        caller,
                        approval.digest().hex().substring(0, 16),
                        key,
                        statement.name(),
                        signature.name(),
                        accepted.statement().environments().stream()
                                .map(EnvironmentId::new)
                                .toList(),
                        Optional.of(accepted.statement().expires()),
                        request.members().stream()
                                .map(k -> new Command.Covered(k, blob(state, k)))
                                .toList(),
                        request.deploy()
                                .map(
                                        d ->
                                                new Command.QueueRun(
                                                        caller,
                                                        d.environment(),
                                                        d.members(),
                                                        d.options(),
                                                        Optional.empty())));
        return new Verified(Prepared.of(command, statement, signature), key);
    }

    /// Why the statement does not cover one of the members; empty if it covers all.
    private Optional<Refusal> uncovered(
            Map<ArtifactKey, Manifest.Member> members, ApprovalResult.Accepted accepted) {
        var inclusions = Signatures.inclusions(members);
        for (var member : members.entrySet()) {
            for (var environment : accepted.statement().environments()) {
                var claim =
                        new ApprovalVerifier.Claim(
                                member.getValue(),
                                inclusions.getOrDefault(member.getKey(), Optional.empty()),
                                environment,
                                clock.instant());
                if (ApprovalVerifier.judge(accepted, claim) instanceof ApprovalResult.Refused r) {
                    return Optional.of(refusal(r));
                }
            }
        }
        return Optional.empty();
    }

    private static hms.trust.Digest blob(State state, ArtifactKey key) {
        return state.policies().submitted(key).orElseThrow().artifact();
    }

    private static Refusal refusal(ApprovalResult.Refused r) {
        return new Refusal(
                switch (r.reason()) {
                    case STATEMENT, SIGNATURE -> Refusal.Category.INCORRECT;
                    case UNKNOWN_KEY, REVOKED_KEY, EXPIRED, NOT_YET_ISSUED ->
                            Refusal.Category.FORBIDDEN;
                    case OTHER_ARTIFACT, OTHER_ENVIRONMENT -> Refusal.Category.CONFLICT;
                },
                "approval-"
                        + r.reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                r.message(),
                "Sign the file as it was submitted: hms approve FILE --sign NAME");
    }
}
