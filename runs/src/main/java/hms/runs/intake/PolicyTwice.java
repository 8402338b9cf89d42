package hms.runs.intake;

import hms.artifact.PolicyId;
import hms.core.decide.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A release has each policy once.
final class PolicyTwice {

    private PolicyTwice() {}

    /// Why these cannot be one release; empty if they can.
    static Optional<Refusal> refusal(List<PolicyId> policies) {
        var seen = new HashSet<PolicyId>();
        return policies.stream()
                .filter(id -> !seen.add(id))
                .findFirst()
                .map(
                        id ->
                                Refusal.incorrect(
                                        "policy-twice",
                                        "The release names " + id + " twice.",
                                        "A release has one version of a policy; leave the other"
                                                + " out."));
    }
}
