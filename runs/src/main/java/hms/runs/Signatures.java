package hms.runs;

import hms.artifact.ApprovalResult;
import hms.artifact.ApprovalVerifier;
import hms.artifact.Manifest;
import hms.artifact.SignedApproval;
import hms.core.decide.Eligibility;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Policies;
import hms.core.state.State;
import hms.runs.content.ErasedContent;
import hms.runs.content.Library;
import hms.runs.intake.Keyrings;
import hms.trust.Ed25519Verifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Approvals as they are kept: read back from the ledger's blobs, and verified again over the exact
/// bytes of the artifacts and the files that they name.
public final class Signatures {

    private final Library library;
    private final Ed25519Verifier ed25519;

    public Signatures(Library library, Ed25519Verifier ed25519) {
        this.library = library;
        this.ed25519 = ed25519;
    }

    /// The approval with its exact statement and signature.
    public SignedApproval read(Policies.Approval approval) {
        return new SignedApproval(
                library.bytes(approval.statement()),
                library.text(approval.signature())
                        .orElseThrow(
                                () ->
                                        new ErasedContent(
                                                "the signature of approval "
                                                        + approval.id()
                                                        + " was erased")));
    }

    /// Every approval that counts for one of the artifacts, each once.
    public List<Policies.Approval> counting(
            State state, Collection<ArtifactKey> keys, EnvironmentId environment, Instant at) {
        var found = new LinkedHashSet<Policies.Approval>();
        for (var key : keys) {
            state.policies()
                    .submitted(key)
                    .ifPresent(s -> found.addAll(Eligibility.counting(state, s, environment, at)));
        }
        return List.copyOf(found);
    }

    /// Verifies every approval that counts for these artifacts.
    ///
    /// @return what is wrong, one sentence each; empty if all hold
    public List<String> problems(
            State state, Collection<ArtifactKey> keys, EnvironmentId environment, Instant at) {
        var verifier = new ApprovalVerifier(ed25519, Keyrings.of(state.identity()));
        var problems = new ArrayList<String>();
        for (var approval : counting(state, keys, environment, at)) {
            var signed = read(approval);
            switch (verifier.authenticate(signed, approval.index())) {
                case ApprovalResult.Refused r ->
                        problems.add("approval " + approval.id() + ": " + r.message());
                case ApprovalResult.Accepted a ->
                        problems.addAll(uncovered(state, keys, environment, at, approval, a));
            }
        }
        return problems;
    }

    private List<String> uncovered(
            State state,
            Collection<ArtifactKey> keys,
            EnvironmentId environment,
            Instant at,
            Policies.Approval approval,
            ApprovalResult.Accepted accepted) {
        var covered = covered(state, approval);
        Map<ArtifactKey, Optional<Manifest.Inclusion>> inclusions = inclusions(covered);
        var problems = new ArrayList<String>();
        for (var key : keys) {
            var member = covered.get(key);
            if (member == null) {
                continue;
            }
            var claim =
                    new ApprovalVerifier.Claim(
                            member,
                            inclusions.getOrDefault(key, Optional.empty()),
                            environment.value(),
                            at);
            if (ApprovalVerifier.judge(accepted, claim) instanceof ApprovalResult.Refused r) {
                problems.add("approval " + approval.id() + " of " + key + ": " + r.message());
            }
        }
        return problems;
    }

    /// What the approval covers, with the digests of the bytes as they are now.
    private Map<ArtifactKey, Manifest.Member> covered(State state, Policies.Approval approval) {
        var found = new LinkedHashMap<ArtifactKey, Manifest.Member>();
        for (var policy : state.policies().byId().values()) {
            for (var submitted : policy.versions().values()) {
                if (submitted.approvals().contains(approval.id())) {
                    found.put(submitted.key(), member(submitted));
                }
            }
        }
        return found;
    }

    /// The artifact's place in a manifest.
    public Manifest.Member member(Policies.Submitted submitted) {
        var files = new LinkedHashMap<String, byte[]>();
        submitted.files().forEach(f -> files.put(f.path(), library.bytes(f.blob())));
        return Manifest.Member.of(library.artifact(submitted), files);
    }

    /// The way of each member to the root; none where there is one member only, which is its own
    /// subject.
    public static Map<ArtifactKey, Optional<Manifest.Inclusion>> inclusions(
            Map<ArtifactKey, Manifest.Member> members) {
        var inclusions = new HashMap<ArtifactKey, Optional<Manifest.Inclusion>>();
        if (members.size() < 2) {
            return inclusions;
        }
        var sorted =
                members.values().stream()
                        .sorted(Comparator.comparing(Manifest.Member::id))
                        .toList();
        var paths = new Manifest(sorted).paths();
        for (int i = 0; i < sorted.size(); i++) {
            var m = sorted.get(i);
            inclusions.put(new ArtifactKey(m.id(), m.version()), Optional.of(paths.get(i)));
        }
        return inclusions;
    }
}
