package hms.server.push;

import hms.artifact.ApprovalStatement;
import hms.artifact.Manifest;
import hms.artifact.SignedApproval;
import hms.core.state.ArtifactKey;
import hms.core.state.Policies;
import hms.core.state.State;
import hms.runs.Signatures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The ways from artifacts to the roots of the releases that approvals are about. An approval of
/// thousands is looked at once, and what comes of it is kept for a while. Threads take turns.
public final class ApprovalPaths {

    private static final int KEPT_ARTIFACTS = 50_000;
    private static final int KEPT_APPROVALS = 4_096;

    private final Signatures signatures;
    private final Map<String, Map<ArtifactKey, Optional<Manifest.Inclusion>>> inclusions =
            eldestFirst();
    private final Map<ArtifactKey, Manifest.Member> members = eldestFirst();
    private final Map<String, SignedApproval> signed = eldestFirst();
    private int keptInclusions;

    public ApprovalPaths(Signatures signatures) {
        this.signatures = signatures;
    }

    private static <K, V> Map<K, V> eldestFirst() {
        return new LinkedHashMap<>(16, 0.75f, true);
    }

    private static void trim(Map<?, ?> map, int most) {
        var eldest = map.entrySet().iterator();
        while (map.size() > most && eldest.hasNext()) {
            eldest.next();
            eldest.remove();
        }
    }

    /// The approval's words.
    synchronized SignedApproval signed(Policies.Approval approval) {
        var known = signed.get(approval.id());
        if (known == null) {
            known = signatures.read(approval);
            signed.put(approval.id(), known);
            trim(signed, KEPT_APPROVALS);
        }
        return known;
    }

    /// The artifact with the files that it names, by digest.
    synchronized Manifest.Member member(Policies.Submitted submitted) {
        var known = members.get(submitted.key());
        if (known == null) {
            known = signatures.member(submitted);
            members.put(submitted.key(), known);
            trim(members, KEPT_ARTIFACTS);
        }
        return known;
    }

    /// The way from the artifact to the root that the approval is about; empty where it is about
    /// this artifact alone.
    synchronized Optional<Manifest.Inclusion> inclusion(
            State state, Policies.Approval approval, SignedApproval words, ArtifactKey key) {
        if (isSingle(words)) {
            return Optional.empty();
        }
        var known = inclusions.get(approval.id());
        if (known == null) {
            known = Signatures.inclusions(covered(state, approval));
            inclusions.put(approval.id(), known);
            keptInclusions += known.size();
            trimInclusions();
        }
        return known.getOrDefault(key, Optional.empty());
    }

    private static boolean isSingle(SignedApproval words) {
        return ApprovalStatement.parse(words.statement())
                .fold(
                        statement ->
                                statement.subject() instanceof ApprovalStatement.Subject.Single,
                        _ -> false);
    }

    private Map<ArtifactKey, Manifest.Member> covered(State state, Policies.Approval approval) {
        var found = new HashMap<ArtifactKey, Manifest.Member>();
        for (var policy : state.policies().byId().values()) {
            for (var submitted : policy.versions().values()) {
                if (submitted.approvals().contains(approval.id())) {
                    found.put(submitted.key(), member(submitted));
                }
            }
        }
        return found;
    }

    private void trimInclusions() {
        var eldest = inclusions.values().iterator();
        while (keptInclusions > KEPT_ARTIFACTS && inclusions.size() > 1 && eldest.hasNext()) {
            keptInclusions -= eldest.next().size();
            eldest.remove();
        }
    }
}
