package hms.core.pipeline;

import hms.artifact.PolicyId;
import java.util.List;
import java.util.Optional;

/// Which policies a target gets: those that have one of the tags, those that are named, and those
/// for which the expression is true. Where nothing is said, it gets all.
///
/// @param when a CEL expression over `id`, `version`, `tags`, `agency` and `values`
public record Route(List<String> tags, List<PolicyId> policies, Optional<String> when) {

    public static final Route ALL = new Route(List.of(), List.of(), Optional.empty());

    public Route {
        tags = List.copyOf(tags);
        policies = List.copyOf(policies);
    }

    public boolean selectsAll() {
        return tags.isEmpty() && policies.isEmpty() && when.isEmpty();
    }

    /// Whether tag or name select it. The expression has to be asked besides.
    public boolean names(PolicyId policy, List<String> itsTags) {
        return selectsAll()
                || policies.contains(policy)
                || tags.stream().anyMatch(itsTags::contains);
    }
}
