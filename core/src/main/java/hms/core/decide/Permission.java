package hms.core.decide;

import hms.core.command.Caller;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Scope;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether the caller may: asked before anything is looked up, so that a refusal tells nothing
/// about what exists.
final class Permission {

    private final Caller caller;
    private final Optional<Refusal> refusal;

    private Permission(Caller caller, Optional<Refusal> refusal) {
        this.caller = caller;
        this.refusal = refusal;
    }

    static Permission of(Caller caller, Scope scope) {
        return new Permission(
                caller,
                caller.may(scope)
                        ? Optional.empty()
                        : Optional.of(
                                Refusal.forbidden(
                                        "missing-scope",
                                        "The token lacks the scope " + scope.text() + ".",
                                        "Ask an administrator for a token with that scope: hms"
                                                + " token new --scope "
                                                + scope.text()
                                                + " --for NAME")));
    }

    Permission on(Collection<ArtifactKey> artifacts) {
        return artifacts.stream()
                .filter(a -> !caller.mayTouch(a.policy()))
                .findFirst()
                .map(a -> refuse("The token is not for the policy " + a.policy() + "."))
                .orElse(this);
    }

    Permission in(EnvironmentId environment) {
        return caller.mayTouch(environment)
                ? this
                : refuse("The token is not for the environment " + environment + ".");
    }

    Decision then(Supplier<Decision> decide) {
        return refusal.map(r -> Decision.refused(caller.principal(), r)).orElseGet(decide);
    }

    private Permission refuse(String message) {
        return refusal.isPresent()
                ? this
                : new Permission(
                        caller,
                        Optional.of(
                                Refusal.forbidden(
                                        "outside-token",
                                        message,
                                        "Use a token that is not limited to others.")));
    }
}
