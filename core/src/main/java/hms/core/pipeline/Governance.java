package hms.core.pipeline;

import hms.artifact.PolicyId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which approvals a policy needs before it may be deployed. The strictest of all rules that match
/// holds, demand by demand.
public record Governance(List<Rule> rules) {

    /// One approval by an enrolled key.
    public static final Governance DEFAULT = new Governance(List.of());

    public Governance {
        rules = List.copyOf(rules);
    }

    /// @param match         whom it is for
    /// @param approvals     how many, by different owners; at least 1
    /// @param roles         roles of which each has to be held by one of the approvers
    /// @param separation    the submitter's own approval does not count
    /// @param leadTime      least time between the last approval needed and the effective instant
    /// @param refusePast    whether an `effective` in the past is refused
    /// @param canary        whether a release without a canary that was observed is refused;
    ///     absent: no
    public record Rule(
            Match match,
            int approvals,
            List<String> roles,
            boolean separation,
            Optional<Duration> leadTime,
            boolean refusePast,
            Optional<Boolean> canary) {
        public Rule {
            roles = List.copyOf(roles);
            if (approvals < 1) {
                throw new IllegalArgumentException(
                        "governance: approvals is at least 1, not " + approvals);
            }
        }
    }

    /// Whom a rule is for: every given property has to hold; with none it is for every policy.
    public record Match(Optional<String> tag, Optional<String> agency, Optional<PolicyId> policy) {

        boolean holds(PolicyId id, List<String> tags, Optional<String> itsAgency) {
            return tag.map(tags::contains).orElse(true)
                    && agency.map(a -> itsAgency.map(a::equals).orElse(false)).orElse(true)
                    && policy.map(id::equals).orElse(true);
        }
    }

    /// What all matching rules together demand.
    public record Demand(
            int approvals,
            List<String> roles,
            boolean separation,
            Optional<Duration> leadTime,
            boolean refusePast,
            boolean canary) {}

    public Demand demandFor(PolicyId id, List<String> tags, Optional<String> agency) {
        int approvals = 1;
        var roles = new ArrayList<String>();
        boolean separation = false;
        boolean refusePast = false;
        boolean canary = false;
        Optional<Duration> leadTime = Optional.empty();
        for (var rule : rules) {
            if (!rule.match().holds(id, tags, agency)) {
                continue;
            }
            approvals = Math.max(approvals, rule.approvals());
            rule.roles().stream().filter(r -> !roles.contains(r)).forEach(roles::add);
            separation |= rule.separation();
            refusePast |= rule.refusePast();
            canary |= rule.canary().orElse(false);
            if (rule.leadTime().isPresent()
                    && (leadTime.isEmpty()
                            || rule.leadTime().get().compareTo(leadTime.get()) > 0)) {
                leadTime = rule.leadTime();
            }
        }
        return new Demand(approvals, List.copyOf(roles), separation, leadTime, refusePast, canary);
    }
}
