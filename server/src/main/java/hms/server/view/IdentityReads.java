package hms.server.view;

import hms.core.pipeline.Pipeline;
import hms.core.pipeline.file.PipelineFile;
import hms.core.state.EnvironmentId;
import hms.core.state.Identity;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.runs.content.Library;
import java.util.Comparator;
import java.util.Optional;

/// Keys, tokens and pipelines, as they stand.
public final class IdentityReads {

    private final Library library;

    public IdentityReads(Library library) {
        this.library = library;
    }

    /// The keyring, revoked keys included, in the order of enrolment.
    public PolicyViews.Keys keys(State state) {
        var names = new Names(state, library);
        return new PolicyViews.Keys(
                state.identity().keys().values().stream()
                        .sorted(Comparator.comparingLong(Identity.Key::enrolledAt))
                        .map(key -> key(names, key))
                        .toList());
    }

    private static PolicyViews.Key key(Names names, Identity.Key key) {
        return new PolicyViews.Key(
                key.fingerprint(),
                key.publicKey(),
                names.of(key.owner()),
                key.owner(),
                key.roles(),
                key.enrolledAt(),
                key.revokedAt().isPresent() ? key.revokedAt().getAsLong() : null);
    }

    public PolicyViews.Tokens tokens(State state) {
        var names = new Names(state, library);
        return new PolicyViews.Tokens(
                state.identity().tokens().values().stream()
                        .sorted(Comparator.comparing(Identity.Token::id))
                        .map(token -> token(names, token))
                        .toList());
    }

    private static PolicyViews.Token token(Names names, Identity.Token token) {
        return new PolicyViews.Token(
                token.id(),
                names.of(token.principal()),
                token.principal(),
                token.scopes().stream().map(Scope::text).toList(),
                token.policies(),
                token.environments(),
                token.expires().orElse(null),
                token.revoked());
    }

    /// The pipeline through which an environment is reached; empty if there is no such environment.
    public Optional<PolicyViews.PipelineView> pipeline(State state, EnvironmentId environment) {
        return state.configuration()
                .environment(environment)
                .flatMap(e -> state.configuration().pipeline(e.pipeline()))
                .map(pipeline -> view(pipeline, environment));
    }

    private static PolicyViews.PipelineView view(Pipeline pipeline, EnvironmentId environment) {
        return new PolicyViews.PipelineView(
                pipeline.name(),
                environment.value(),
                PipelineFile.text(pipeline),
                pipeline.stages().stream()
                        .map(
                                stage ->
                                        new PolicyViews.StageLine(
                                                stage.id(),
                                                stage.title(),
                                                stage.uses().text(),
                                                stage.options()))
                        .toList());
    }
}
