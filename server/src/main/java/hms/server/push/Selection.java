package hms.server.push;

import hms.artifact.PolicyId;
import hms.core.state.EnvironmentId;
import java.util.Collections;
import java.util.Set;

/// What a subscriber is told of. Those who select the same are sent the same bytes.
///
/// @param ids only these policies; empty means all
/// @param tags only policies that have one of these tags; empty means all
public record Selection(EnvironmentId environment, Set<PolicyId> ids, Set<String> tags) {

    public Selection {
        ids = Set.copyOf(ids);
        tags = Set.copyOf(tags);
    }

    /// Whether it may be told of the policy at all.
    boolean names(PolicyId policy) {
        return ids.isEmpty() || ids.contains(policy);
    }

    /// Whether a policy with these tags is among those it has.
    boolean has(Set<String> theirs) {
        return tags.isEmpty() || !Collections.disjoint(tags, theirs);
    }
}
