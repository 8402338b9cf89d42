package hms.ledger.snapshot;

import hms.core.state.Identity;
import hms.core.state.Scope;

final class IdentityForm {

    private IdentityForm() {}

    static void write(Out out, Identity identity) {
        out.map(identity.principals(), out::word, out::digest);
        out.map(identity.byName(), out::digest, out::word);
        out.map(identity.keys(), out::word, key -> write(out, key));
        out.map(identity.tokens(), out::word, token -> write(out, token));
    }

    static Identity read(In in) {
        return new Identity(
                in.map(in::word, in::digest),
                in.map(in::digest, in::word),
                in.map(in::word, () -> key(in)),
                in.map(in::word, () -> token(in)));
    }

    private static void write(Out out, Identity.Key key) {
        out.word(key.fingerprint());
        out.text(key.publicKey());
        out.word(key.owner());
        out.all(key.roles(), out::word);
        out.number(key.enrolledAt());
        out.optional(key.revokedAt());
    }

    private static Identity.Key key(In in) {
        return new Identity.Key(
                in.word(), in.text(), in.word(), in.list(in::word), in.number(), in.optionalLong());
    }

    private static void write(Out out, Identity.Token token) {
        out.word(token.id());
        out.word(token.principal());
        out.all(token.scopes(), out::word);
        out.all(token.policies(), out::word);
        out.all(token.environments(), out::word);
        out.optional(token.expires(), out::instant);
        out.flag(token.revoked());
    }

    private static Identity.Token token(In in) {
        return new Identity.Token(
                in.word(),
                in.word(),
                in.list(() -> in.word(Scope.class)),
                in.list(in::word),
                in.list(in::word),
                in.optional(in::instant),
                in.flag());
    }
}
