package hms.core.state;

import hms.core.event.IdentityEvent;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// Principals, their keys and their tokens.
public record Identity(
        PMap<String, Digest> principals,
        PMap<Digest, String> byName,
        PMap<String, Key> keys,
        PMap<String, Token> tokens) {

    static final Identity EMPTY =
            new Identity(
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty());

    /// @param enrolledAt ledger index of its enrolment
    /// @param revokedAt  ledger index of its revocation
    public record Key(
            String fingerprint,
            String publicKey,
            String owner,
            List<String> roles,
            long enrolledAt,
            OptionalLong revokedAt) {
        public boolean valid() {
            return revokedAt.isEmpty();
        }
    }

    public record Token(
            String id,
            String principal,
            List<Scope> scopes,
            List<String> policies,
            List<String> environments,
            Optional<Instant> expires,
            boolean revoked) {}

    public Optional<Key> key(String fingerprint) {
        return Optional.ofNullable(keys.get(fingerprint));
    }

    public Optional<Token> token(String id) {
        return Optional.ofNullable(tokens.get(id));
    }

    /// The principal that bears the name.
    public Optional<String> named(Digest name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Blob of the principal's name.
    public Optional<Digest> nameOf(String principal) {
        return Optional.ofNullable(principals.get(principal));
    }

    Identity apply(long index, IdentityEvent event) {
        return switch (event) {
            case IdentityEvent.PrincipalAdded e ->
                    new Identity(
                            principals.plus(e.principal(), e.name()),
                            byName.plus(e.name(), e.principal()),
                            keys,
                            tokens);
            case IdentityEvent.KeyEnrolled e ->
                    withKey(
                            new Key(
                                    e.key(),
                                    e.publicKey(),
                                    e.owner(),
                                    e.roles(),
                                    index,
                                    OptionalLong.empty()));
            case IdentityEvent.KeyRevoked e -> {
                var key = key(e.key()).orElseThrow();
                yield withKey(
                        new Key(
                                key.fingerprint(),
                                key.publicKey(),
                                key.owner(),
                                key.roles(),
                                key.enrolledAt(),
                                OptionalLong.of(index)));
            }
            case IdentityEvent.TokenIssued e ->
                    withToken(
                            new Token(
                                    e.token(),
                                    e.principal(),
                                    e.scopes(),
                                    e.policies(),
                                    e.environments(),
                                    e.expires(),
                                    false));
            case IdentityEvent.TokenRevoked e -> {
                var token = token(e.token()).orElseThrow();
                yield withToken(
                        new Token(
                                token.id(),
                                token.principal(),
                                token.scopes(),
                                token.policies(),
                                token.environments(),
                                token.expires(),
                                true));
            }
        };
    }

    private Identity withKey(Key key) {
        return new Identity(principals, byName, keys.plus(key.fingerprint(), key), tokens);
    }

    private Identity withToken(Token token) {
        return new Identity(principals, byName, keys, tokens.plus(token.id(), token));
    }
}
