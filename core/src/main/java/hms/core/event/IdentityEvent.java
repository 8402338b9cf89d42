package hms.core.event;

import hms.core.state.Scope;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who may act. People and programs are opaque ids here; their names are in blobs.
public sealed interface IdentityEvent extends Event {

    /// @param name blob of the name; equal names have equal blobs, so that a name leads to its
    ///     principal
    record PrincipalAdded(String principal, Digest name) implements IdentityEvent {}

    /// @param key       fingerprint, `SHA256:…` as OpenSSH prints it
    /// @param publicKey the key as an OpenSSH line without comment, `ssh-ed25519 AAAA…`
    /// @param owner     the principal whose approvals it makes
    record KeyEnrolled(String key, String publicKey, String owner, List<String> roles)
            implements IdentityEvent {}

    /// From this entry's position on, the key's signatures count for nothing new.
    record KeyRevoked(String key) implements IdentityEvent {}

    /// @param policies     ids that the token is limited to; empty means all
    /// @param environments names that the token is limited to; empty means all
    record TokenIssued(
            String token,
            String principal,
            List<Scope> scopes,
            List<String> policies,
            List<String> environments,
            Optional<Instant> expires)
            implements IdentityEvent {}

    record TokenRevoked(String token) implements IdentityEvent {}
}
