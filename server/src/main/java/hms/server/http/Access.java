package hms.server.http;

import hms.core.state.Scope;

/// Who may ask.
sealed interface Access {

    /// Everyone, without a token.
    record Anyone() implements Access {}

    /// Who bears a token with the scope. The door asks.
    record Holder(Scope scope) implements Access {}

    /// As [Holder], but what is open to all is answered without a token too; the API asks.
    record HolderUnlessOpen(Scope scope) implements Access {}

    /// Who bears a token. Whether he may is decided, and recorded, with the act itself.
    ///
    /// @param scope the scope that it takes, for the description
    record Actor(Scope scope) implements Access {}

    /// Who asks from this very machine, or bears a token with the scope.
    record LocalOrHolder(Scope scope) implements Access {}
}
