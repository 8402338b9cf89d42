package hms.client.live;

import hms.artifact.ApprovalResult;
import hms.artifact.ApprovalVerifier;
import hms.artifact.Artifact;
import hms.artifact.LivePolicy;
import hms.artifact.Manifest;
import hms.artifact.SignedApproval;
import hms.artifact.Timeline;
import hms.artifact.Version;
import hms.client.wire.Delivery;
import hms.trust.Digest;
import hms.trust.Ed25519PublicKey;
import hms.trust.Verdict;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Looks at a delivered policy with the eyes of somebody who trusts nobody:
///
/// 1. every version that it speaks of is there, and its bytes have the digest that names them;
/// 2. the bytes are a sound artifact, of this policy and this version;
/// 3. enough approvers signed exactly these bytes, and the files that they name, for this
///    environment, and their approvals counted when the version first went out.
final class Inspector {
    private final Anchors anchors;
    private final Library library;
    private final String env;

    Inspector(Anchors anchors, Library library, String env) {
        this.anchors = anchors;
        this.library = library;
        this.env = env;
    }

    /// The policy, if it is good.
    ///
    /// @param approvals what the delivery's approvals point to
    /// @param legal the zone of policies that name none
    Verdict<Holding> inspect(
            Delivery delivery, Map<String, SignedApproval> approvals, ZoneId legal) {
        var named = named(delivery);
        var artifacts = new HashMap<Digest, Holding.Approved>();
        var signatures = new HashMap<String, SignedApproval>();
        for (var version : named.entrySet()) {
            var digest = version.getKey();
            var parcel = delivery.artifacts().get(digest);
            if (parcel == null) {
                return refused(
                        delivery,
                        version.getValue() + " comes without its bytes " + digest.brief());
            }
            var approved = approved(delivery, digest, version.getValue(), parcel, approvals);
            if (approved.refusal().isPresent()) {
                return refused(delivery, approved.refusal().get());
            }
            artifacts.put(digest, approved.orElseThrow());
            for (var path : parcel.approvals()) {
                Optional.ofNullable(approvals.get(path.approval()))
                        .ifPresent(found -> signatures.put(path.approval(), found));
            }
        }
        return timeline(delivery, artifacts, legal)
                .then(
                        timeline ->
                                Verdict.accepted(
                                        new Holding(
                                                delivery,
                                                new LivePolicy(
                                                        delivery.id(), timeline, delivery.canary()),
                                                artifacts,
                                                signatures)));
    }

    /// Every version that the policy speaks of, by its digest.
    private static Map<Digest, Version> named(Delivery delivery) {
        var named = new LinkedHashMap<Digest, Version>();
        delivery.intervals()
                .forEach(each -> named.put(each.entry().digest(), each.entry().version()));
        delivery.canary().ifPresent(canary -> named.put(canary.digest(), canary.version()));
        return named;
    }

    private static Verdict<Timeline> timeline(
            Delivery delivery, Map<Digest, Holding.Approved> artifacts, ZoneId legal) {
        var intervals = delivery.intervals();
        var zone = legal;
        if (!intervals.isEmpty()) {
            var last = artifacts.get(intervals.get(intervals.size() - 1).entry().digest());
            zone = last == null ? legal : last.artifact().zone(legal);
        }
        try {
            return Verdict.accepted(Timeline.delivered(zone, intervals, delivery.suspended()));
        } catch (IllegalArgumentException e) {
            return refused(delivery, String.valueOf(e.getMessage()));
        }
    }

    private Verdict<Holding.Approved> approved(
            Delivery delivery,
            Digest digest,
            Version version,
            Delivery.Parcel parcel,
            Map<String, SignedApproval> approvals) {
        var bytes = parcel.bytes();
        var actual = Digest.sha256(bytes);
        if (!actual.equals(digest)) {
            return Verdict.refused(
                    "the bytes of "
                            + version
                            + " are "
                            + actual.brief()
                            + ", not "
                            + digest.brief()
                            + " as it says: they were changed on the way");
        }
        return library.artifact(bytes, digest, parcel.json(), version)
                .then(artifact -> fitting(delivery, version, artifact))
                .then(artifact -> signed(artifact, parcel, approvals));
    }

    private static Verdict<Artifact> fitting(
            Delivery delivery, Version version, Artifact artifact) {
        return artifact.id().equals(delivery.id()) && artifact.version().equals(version)
                ? Verdict.accepted(artifact)
                : Verdict.refused(
                        "the bytes said to be "
                                + delivery.id()
                                + "@"
                                + version
                                + " are those of "
                                + artifact.name());
    }

    private Verdict<Holding.Approved> signed(
            Artifact artifact, Delivery.Parcel parcel, Map<String, SignedApproval> approvals) {
        if (!parcel.files().keySet().equals(new HashSet<>(artifact.namedFiles()))) {
            return Verdict.refused(
                    artifact.name()
                            + " names the files "
                            + artifact.namedFiles()
                            + ", and the digests that came are of "
                            + parcel.files().keySet());
        }
        var member =
                new Manifest.Member(
                        artifact.id(), artifact.version(), artifact.digest(), parcel.files());
        var counted = new LinkedHashMap<Ed25519PublicKey, ApprovalResult.Accepted>();
        var why = "there is none";
        for (var path : parcel.approvals()) {
            var verdict = counts(member, parcel, path, approvals);
            verdict.toOptional().ifPresent(accepted -> counted.put(accepted.key(), accepted));
            why = verdict.refusal().orElse(why);
        }
        if (counted.size() >= anchors.required()) {
            return Verdict.accepted(
                    new Holding.Approved(
                            artifact,
                            parcel.publishedUrl(),
                            java.util.List.copyOf(counted.values())));
        }
        return Verdict.refused(
                artifact.name()
                        + " has "
                        + counted.size()
                        + " of "
                        + anchors.required()
                        + " approvals that count here: "
                        + why);
    }

    private Verdict<ApprovalResult.Accepted> counts(
            Manifest.Member member,
            Delivery.Parcel parcel,
            Delivery.ApprovalPath path,
            Map<String, SignedApproval> approvals) {
        var approval = approvals.get(path.approval());
        if (approval == null) {
            return Verdict.refused("the approval " + path.approval() + " did not come along");
        }
        var claim = new ApprovalVerifier.Claim(member, path.inclusion(), env, parcel.approvedAt());
        return library.authentic(approval)
                .then(this::known)
                .then(accepted -> Library.verdict(ApprovalVerifier.judge(accepted, claim)));
    }

    private Verdict<ApprovalResult.Accepted> known(ApprovalResult.Accepted approval) {
        var pinned = anchors.approvers();
        return pinned.isEmpty() || pinned.get().contains(approval.key())
                ? Verdict.accepted(approval)
                : Verdict.refused(
                        "the approval by "
                                + approval.statement().approver()
                                + " is signed with a key that is not among the pinned ones");
    }

    private static <T> Verdict<T> refused(Delivery delivery, String reason) {
        return Verdict.refused(delivery.id() + ": " + reason);
    }
}
