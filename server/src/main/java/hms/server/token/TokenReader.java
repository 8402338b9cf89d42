package hms.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hms.ledger.crypto.BouncyCastleEd25519;
import hms.trust.Ed25519Verifier;
import hms.trust.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads tokens, and takes only what [TokenIssuer] makes: one algorithm, one key, one audience,
/// canonical encoding, no claim twice. Which key to use is never the token's choice.
public final class TokenReader {

    /// How far the clock of the machine that issued a token may be ahead.
    static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final int MAX_DEPTH = 8;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(TokenIssuer.MAX_CHARS)
                                                    .build())
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final TokenKey key;
    private final String issuer;
    private final Ed25519Verifier ed25519 = BouncyCastleEd25519.verifier();

    TokenReader(TokenKey key, String issuer) {
        this.key = key;
        this.issuer = issuer;
    }

    /// What a verified token says. Whether it still counts is on the ledger.
    ///
    /// @param id the token's id on the ledger
    /// @param expires the first instant at which it no longer counts, by its own word
    public record Claims(String id, String principal, Optional<Instant> expires) {

        boolean isOver(Instant now) {
            return expires.isPresent() && !now.isBefore(expires.get());
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Parts(String signed, JsonNode header, JsonNode claims, byte[] signature) {}

    /// Verifies a token. The reason for a refusal is for the bearer, and repeats nothing of it.
    public Verdict<Claims> read(String token, Instant now) {
        return parts(token)
                .then(this::ours)
                .then(this::signed)
                .then(claims -> addressed(claims, now));
    }

    private static Verdict<Parts> parts(String token) {
        if (token.length() > TokenIssuer.MAX_CHARS) {
            return Verdict.refused("the token is longer than any that this server makes");
        }
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Verdict.refused("the token is not a signed JSON Web Token in compact form");
        }
        try {
            return Verdict.accepted(
                    new Parts(
                            parts[0] + "." + parts[1],
                            object(parts[0]),
                            object(parts[1]),
                            decoded(parts[2])));
        } catch (IllegalArgumentException | JacksonException e) {
            return Verdict.refused("the token is not properly encoded");
        }
    }

    private static JsonNode object(String part) {
        var node = JSON.readTree(decoded(part));
        if (!node.isObject()) {
            throw new IllegalArgumentException("no object");
        }
        return node;
    }

    /// Strictly base64url without padding: one sequence of bytes has one form, so that a token that
    /// was altered anywhere is another token.
    private static byte[] decoded(String part) {
        var bytes = Base64.getUrlDecoder().decode(part);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
            throw new IllegalArgumentException("not canonical");
        }
        return bytes;
    }

    private Verdict<Parts> ours(Parts parts) {
        var header = parts.header();
        if (!text(header, "alg").equals(Optional.of("EdDSA"))) {
            return Verdict.refused("the token is not signed with EdDSA, as this server's are");
        }
        for (var name : header.propertyNames()) {
            if (!HEADER.contains(name)) {
                return Verdict.refused(
                        "the token's header has a parameter that this server does not use");
            }
        }
        if (!text(header, "typ").equals(Optional.of("JWT"))) {
            return Verdict.refused("the token is of another type than JWT");
        }
        return text(header, "kid").equals(Optional.of(key.id()))
                ? Verdict.accepted(parts)
                : Verdict.refused("the token was signed with a key that this server does not use");
    }

    private Verdict<JsonNode> signed(Parts parts) {
        return ed25519.verify(key.publicKey(), parts.signed().getBytes(US_ASCII), parts.signature())
                ? Verdict.accepted(parts.claims())
                : Verdict.refused("the token's signature does not verify");
    }

    private Verdict<Claims> addressed(JsonNode claims, Instant now) {
        if (!text(claims, "iss").equals(Optional.of(issuer))) {
            return Verdict.refused("the token was issued by another installation");
        }
        if (!text(claims, "aud").equals(Optional.of(TokenIssuer.AUDIENCE))) {
            return Verdict.refused("the token is for another audience");
        }
        var id = text(claims, "jti");
        var principal = text(claims, "sub");
        if (id.isEmpty() || principal.isEmpty()) {
            return Verdict.refused("the token does not say whose it is");
        }
        for (var name : new String[] {"iat", "nbf", "exp"}) {
            if (claims.has(name) && !isTime(claims.get(name))) {
                return Verdict.refused("the token's " + name + " is not a time");
            }
        }
        var latest = now.plus(LEEWAY);
        if (time(claims, "iat").map(latest::isBefore).orElse(true)) {
            return Verdict.refused("the token is from the future, or does not say from when it is");
        }
        if (time(claims, "nbf").map(latest::isBefore).orElse(false)) {
            return Verdict.refused("the token does not count yet");
        }
        var result = new Claims(id.get(), principal.get(), time(claims, "exp"));
        return result.isOver(now)
                ? Verdict.refused("the token expired at " + result.expires().orElseThrow())
                : Verdict.accepted(result);
    }

    private static boolean isTime(JsonNode node) {
        return node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= 0
                && node.longValue() <= Instant.MAX.getEpochSecond();
    }

    private static Optional<Instant> time(JsonNode claims, String name) {
        return claims.has(name)
                ? Optional.of(Instant.ofEpochSecond(claims.get(name).longValue()))
                : Optional.empty();
    }

    private static Optional<String> text(JsonNode object, String name) {
        var node = object.path(name);
        return node.isString() && !node.stringValue().isEmpty()
                ? Optional.of(node.stringValue())
                : Optional.empty();
    }
}
