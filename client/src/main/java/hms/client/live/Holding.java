package hms.client.live;

import hms.artifact.ApprovalResult;
import hms.artifact.Artifact;
import hms.artifact.LivePolicy;
import hms.artifact.SignedApproval;
import hms.client.wire.Delivery;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One policy that was delivered and found good: signed, sound, and as it was approved.
///
/// @param delivery as it came
/// @param policy which version is in force when, and for whom
/// @param artifacts its versions
/// @param signatures the approvals that the delivery names
record Holding(
        Delivery delivery,
        LivePolicy policy,
        Map<Digest, Approved> artifacts,
        Map<String, SignedApproval> signatures) {
    Holding {
        artifacts = Map.copyOf(artifacts);
        signatures = Map.copyOf(signatures);
    }

    /// An artifact, with those who approved it.
    record Approved(
            Artifact artifact,
            Optional<String> publishedUrl,
            List<ApprovalResult.Accepted> approvals) {
        Approved {
            approvals = List.copyOf(approvals);
        }
    }

    String id() {
        return policy.id().text();
    }

    /// Whether both say the same of every instant from `since` on.
    boolean agrees(Holding other, Instant since) {
        return delivery.changed() == other.delivery.changed()
                && policy.canary().equals(other.policy.canary())
                && policy.timeline().onwards(since).equals(other.policy.timeline().onwards(since));
    }
}
