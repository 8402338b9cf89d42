package hms.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.state.Scope;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Makes bearer tokens: JSON Web Tokens (RFC 7519) signed with Ed25519 (RFC 8037).
public final class TokenIssuer {

    /// Whom tokens are for: the `aud` claim.
    public static final String AUDIENCE = "hms-svc";

    static final int MAX_CHARS = 4_096;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final TokenKey key;
    private final String issuer;

    /// @param issuer the ledger's origin: the `iss` claim
    public TokenIssuer(TokenKey key, String issuer) {
        this.key = key;
        this.issuer = issuer;
    }

    /// What a token says.
    ///
    /// @param id the token's id on the ledger: the `jti` claim
    /// @param principal opaque id of its bearer: the `sub` claim
    /// @param scopes for people and programs that look into it; what counts is on the ledger
    /// @param expires the first instant at which it no longer counts
    public record Grant(
            String id, String principal, List<Scope> scopes, Optional<Instant> expires) {
        public Grant {
            scopes = List.copyOf(scopes);
        }
    }

    /// The token, in compact form.
    public String issue(Grant grant, Instant now) {
        var header = new LinkedHashMap<String, Object>();
        header.put("alg", "EdDSA");
        header.put("typ", "JWT");
        header.put("kid", key.id());
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", issuer);
        claims.put("aud", AUDIENCE);
        claims.put("sub", grant.principal());
        claims.put("jti", grant.id());
        claims.put("iat", now.getEpochSecond());
        grant.expires().ifPresent(at -> claims.put("exp", at.getEpochSecond()));
        claims.put(
                "scope", grant.scopes().stream().map(Scope::text).collect(Collectors.joining(" ")));
        var signed = part(header) + "." + part(claims);
        return signed + "." + BASE64.encodeToString(key.signer().sign(signed.getBytes(US_ASCII)));
    }

    private static String part(Object content) {
        return BASE64.encodeToString(JSON.writeValueAsString(content).getBytes(UTF_8));
    }

    /// Reads what this issues.
    public TokenReader reader() {
        return new TokenReader(key, issuer);
    }
}
