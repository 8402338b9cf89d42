package hms.artifact;

import hms.trust.Ed25519Verifier;
import hms.trust.Keyring;
import hms.trust.SshSig;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides whether a signed approval counts: the same checks on servers and in clients.
///
/// [#authenticate] says who signed what, once for each approval; [#judge] whether that covers an
/// artifact, in an environment, at an instant, as often as there are artifacts in the release.
public final class ApprovalVerifier {
    /// How far the approver's clock may be ahead of ours.
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final Ed25519Verifier ed25519;
    private final Keyring keyring;

    /// @param ed25519 who checks signatures
    /// @param keyring whose keys are good, and from when to when
    public ApprovalVerifier(Ed25519Verifier ed25519, Keyring keyring) {
        this.ed25519 = ed25519;
        this.keyring = keyring;
    }

    /// What an approval is held against.
    ///
    /// @param member the artifact and its files, as they are now
    /// @param inclusion its way to the root, if it is part of a release of several
    /// @param environment where it is to be deployed
    /// @param at when
    public record Claim(
            Manifest.Member member,
            Optional<Manifest.Inclusion> inclusion,
            String environment,
            Instant at) {}

    /// Authenticates the approval, then judges it.
    ///
    /// @param position the ledger position at which the key has to be good
    public ApprovalResult verify(SignedApproval approval, Claim claim, long position) {
        var authenticated = authenticate(approval, position);
        return authenticated instanceof ApprovalResult.Accepted accepted
                ? judge(accepted, claim)
                : authenticated;
    }

    /// Accepts what is signed well, by a key that is good at this ledger position.
    public ApprovalResult authenticate(SignedApproval approval, long position) {
        var bytes = approval.statement();
        return ApprovalStatement.parse(bytes)
                .fold(
                        statement ->
                                SshSig.verify(
                                                approval.signature(),
                                                Keyring.APPROVAL_NAMESPACE,
                                                bytes,
                                                ed25519)
                                        .fold(
                                                signature -> keyOf(statement, signature, position),
                                                reason ->
                                                        refused(
                                                                ApprovalResult.Reason.SIGNATURE,
                                                                reason)),
                        reason -> refused(ApprovalResult.Reason.STATEMENT, reason));
    }

    private ApprovalResult keyOf(ApprovalStatement statement, SshSig signature, long position) {
        var status = keyring.status(signature.publicKey(), position);
        var reason =
                status instanceof Keyring.Status.Revoked
                        ? ApprovalResult.Reason.REVOKED_KEY
                        : ApprovalResult.Reason.UNKNOWN_KEY;
        return status.fold(
                enrolment ->
                        new ApprovalResult.Accepted(statement, signature.publicKey(), enrolment),
                message -> refused(reason, message));
    }

    /// Accepts an authenticated approval if it covers what is claimed.
    public static ApprovalResult judge(ApprovalResult.Accepted approval, Claim claim) {
        var statement = approval.statement();
        var mismatch = statement.subject().refusal(claim.member(), claim.inclusion());
        if (mismatch.isPresent()) {
            return refused(
                    ApprovalResult.Reason.OTHER_ARTIFACT,
                    "this approval does not fit: " + mismatch.get());
        }
        if (!statement.environments().contains(claim.environment())) {
            return refused(
                    ApprovalResult.Reason.OTHER_ENVIRONMENT,
                    "this approval is for "
                            + String.join(", ", statement.environments())
                            + ", not for "
                            + claim.environment());
        }
        if (statement.issued().isAfter(claim.at().plus(CLOCK_TOLERANCE))) {
            return refused(
                    ApprovalResult.Reason.NOT_YET_ISSUED,
                    "this approval is issued at "
                            + statement.issued()
                            + ", which is still to come; check the approver's clock");
        }
        if (!claim.at().isBefore(statement.expires())) {
            return refused(
                    ApprovalResult.Reason.EXPIRED,
                    "this approval expired at " + statement.expires() + "; approve again");
        }
        return approval;
    }

    private static ApprovalResult refused(ApprovalResult.Reason reason, String message) {
        return new ApprovalResult.Refused(reason, message);
    }
}
