package hms.core.command;

import hms.artifact.PolicyId;
import hms.core.event.Recorded;
import hms.core.state.EnvironmentId;
import hms.core.state.Scope;
import java.util.Set;

/// Who asks, and what they may.
///
/// @param principal    opaque id
/// @param policies     ids that the caller is limited to; empty means all
/// @param environments names that the caller is limited to; empty means all
public record Caller(
        String principal,
        Set<Scope> scopes,
        Set<PolicyId> policies,
        Set<EnvironmentId> environments) {

    /// The server itself: the driver of runs and the agenda.
    public static final Caller SYSTEM =
            new Caller(Recorded.SYSTEM, Set.of(Scope.ADMIN), Set.of(), Set.of());

    public Caller {
        scopes = Set.copyOf(scopes);
        policies = Set.copyOf(policies);
        environments = Set.copyOf(environments);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    public boolean mayTouch(PolicyId policy) {
        return policies.isEmpty() || policies.contains(policy);
    }

    public boolean mayTouch(EnvironmentId environment) {
        return environments.isEmpty() || environments.contains(environment);
    }
}
