package hms.checks.pack;

import hms.artifact.Manifest;
import hms.artifact.SignedApproval;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a package is made of, in no particular order.
///
/// @param policies the artifacts of the release, at least one, each policy once
/// @param approvals the approvals that go along
/// @param rollbackScript the script by which a release engineer's machine takes the release back
public record PackageContents(
        List<PackagedPolicy> policies,
        List<SignedApproval> approvals,
        Optional<String> rollbackScript) {
    public PackageContents {
        policies =
                policies.stream()
                        .sorted(
                                Comparator.comparing(
                                        (PackagedPolicy policy) -> policy.artifact().id()))
                        .toList();
        approvals = approvals.stream().distinct().toList();
        var ids = policies.stream().map(policy -> policy.artifact().id()).distinct().count();
        if (policies.isEmpty() || ids != policies.size()) {
            throw new IllegalArgumentException(
                    "a package holds at least one policy, and each policy once");
        }
    }

    /// What the approvals of this release are about.
    public Manifest manifest() {
        return new Manifest(
                policies.stream()
                        .map(policy -> Manifest.Member.of(policy.artifact(), policy.files()))
                        .toList());
    }
}
