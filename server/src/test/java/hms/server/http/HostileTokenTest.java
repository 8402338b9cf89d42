package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.event.Event;
import hms.core.event.LedgerEvent;
import hms.core.state.Scope;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.server.token.TokenIssuer;
import hms.server.token.TokenKey;
import hms.trust.Ed25519PrivateKey;
import hms.trust.Ed25519Signer;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// Tokens that look almost right.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileTokenTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Ed25519PrivateKey OTHER =
            Ed25519PrivateKey.generate(new java.security.SecureRandom());

    private Installation hms;
    private Ed25519Signer signer;
    private String id;
    private String principal;

    @BeforeAll
    void start(@TempDir Path folder) {
        hms = new Installation(folder.resolve("data"));
        signer = hms.tokenKey.signer();
        var token = hms.token("victim", Scope.POLICY_READ);
        var claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        id = claims.path("jti").asString();
        principal = claims.path("sub").asString();
    }

    @AfterAll
    void stop() {
        hms.close();
    }

    record Case(String name, Function<HostileTokenTest, String> token) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Map<String, Object> header() {
        var header = new LinkedHashMap<String, Object>();
        header.put("alg", "EdDSA");
        header.put("typ", "JWT");
        header.put("kid", hms.tokenKey.id());
        return header;
    }

    private Map<String, Object> claims() {
        long now = hms.clock.instant().getEpochSecond();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", Installation.ORIGIN);
        claims.put("aud", TokenIssuer.AUDIENCE);
        claims.put("sub", principal);
        claims.put("jti", id);
        claims.put("iat", now);
        claims.put("exp", now + 600);
        claims.put("scope", "policy:read");
        return claims;
    }

    private String signed(String header, String claims) {
        return signed(header, claims, signer);
    }

    private static String signed(String header, String claims, Ed25519Signer signer) {
        var text = part(header) + "." + part(claims);
        return text + "." + BASE64.encodeToString(signer.sign(text.getBytes(UTF_8)));
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(UTF_8));
    }

    private String good() {
        return signed(JSON.writeValueAsString(header()), JSON.writeValueAsString(claims()));
    }

    private static Case header(String name, String member, Object value) {
        return new Case(
                "header: " + name,
                t -> {
                    var header = t.header();
                    if (value == null) {
                        header.remove(member);
                    } else {
                        header.put(member, value);
                    }
                    return t.signed(
                            JSON.writeValueAsString(header), JSON.writeValueAsString(t.claims()));
                });
    }

    private static Case claim(String name, String member, Object value) {
        return new Case(
                "claims: " + name,
                t -> {
                    var claims = t.claims();
                    if (value == null) {
                        claims.remove(member);
                    } else {
                        claims.put(member, value);
                    }
                    return t.signed(
                            JSON.writeValueAsString(t.header()), JSON.writeValueAsString(claims));
                });
    }

    private static Case time(String name, String member, long secondsFromNow) {
        return new Case(
                "claims: " + name,
                t -> {
                    var claims = t.claims();
                    claims.put(member, t.hms.clock.instant().getEpochSecond() + secondsFromNow);
                    return t.signed(
                            JSON.writeValueAsString(t.header()), JSON.writeValueAsString(claims));
                });
    }

    private String withHmac(byte[] key) {
        var header = header();
        header.put("alg", "HS256");
        var text =
                part(JSON.writeValueAsString(header))
                        + "."
                        + part(JSON.writeValueAsString(claims()));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return text + "." + BASE64.encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// The same signature with S + L in place of S: equally good to a careless verifier.
    private String malleated() {
        var parts = good().split("\\.", -1);
        var signature = Base64.getUrlDecoder().decode(parts[2]);
        var order =
                BigInteger.TWO
                        .pow(252)
                        .add(new BigInteger("27742317777372353535851937790883648493"));
        var s = new byte[32];
        for (int i = 0; i < 32; i++) {
            s[i] = signature[63 - i];
        }
        var sum = new BigInteger(1, s).add(order).toByteArray();
        for (int i = 0; i < 32; i++) {
            int at = sum.length - 1 - i;
            signature[32 + i] = at < 0 ? 0 : sum[at];
        }
        return parts[0] + "." + parts[1] + "." + BASE64.encodeToString(signature);
    }

    /// The last character of the signature with one of its unused bits set.
    private static String uncanonical(String token) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
    }

    static Stream<Case> tokens() {
        return Stream.of(
                        List.of(
                                new Case("alg none, no signature", t -> unsigned(t, "none")),
                                new Case("alg None", t -> unsigned(t, "None")),
                                new Case("alg NONE", t -> unsigned(t, "NONE")),
                                new Case(
                                        "HS256 with the public key as the secret",
                                        t -> t.withHmac(t.hms.tokenKey.publicKey().bytes())),
                                new Case(
                                        "HS256 with the public key's text as the secret",
                                        t ->
                                                t.withHmac(
                                                        BASE64.encodeToString(
                                                                        t.hms.tokenKey
                                                                                .publicKey()
                                                                                .bytes())
                                                                .getBytes(UTF_8))),
                                new Case(
                                        "another key under our key's id",
                                        t ->
                                                signed(
                                                        JSON.writeValueAsString(t.header()),
                                                        JSON.writeValueAsString(t.claims()),
                                                        BouncyCastleEd25519.signer(OTHER))),
                                new Case(
                                        "another issuer of the same kind",
                                        t ->
                                                new TokenIssuer(
                                                                TokenKey.of(OTHER),
                                                                Installation.ORIGIN)
                                                        .issue(
                                                                new TokenIssuer.Grant(
                                                                        t.id,
                                                                        t.principal,
                                                                        List.of(Scope.ADMIN),
                                                                        Optional.empty()),
                                                                t.hms.clock.instant())),
                                new Case("S + L for S", HostileTokenTest::malleated)),
                        List.of(
                                header("no alg", "alg", null),
                                header("alg in small letters", "alg", "eddsa"),
                                header("alg of RFC 9864", "alg", "Ed25519"),
                                header("alg is a list", "alg", List.of("EdDSA")),
                                header("no kid", "kid", null),
                                header("kid of another key", "kid", TokenKey.of(OTHER).id()),
                                header("kid is a path", "kid", "../../token.key"),
                                header("kid is a number", "kid", 1),
                                header("no typ", "typ", null),
                                header("typ JOSE", "typ", "JOSE"),
                                header("unknown crit", "crit", List.of("exp")),
                                header("empty crit", "crit", List.of()),
                                header("b64 false", "b64", false),
                                header("key in the header", "jwk", Map.of("kty", "OKP")),
                                header("key address", "jku", "http://127.0.0.1/keys"),
                                header("certificate", "x5c", List.of("AAAA"))),
                        List.of(
                                claim("no iss", "iss", null),
                                claim("another iss", "iss", "evil.example/log"),
                                claim("no aud", "aud", null),
                                claim("another aud", "aud", "other"),
                                claim("aud is a list", "aud", List.of("hms-svc", "other")),
                                claim("no sub", "sub", null),
                                claim("another sub", "sub", "p-someone-else"),
                                claim("empty sub", "sub", ""),
                                claim("no jti", "jti", null),
                                claim("unknown jti", "jti", "t-unknown"),
                                claim("jti is a list", "jti", List.of("t")),
                                claim("no iat", "iat", null),
                                claim("exp is a text", "exp", "tomorrow"),
                                claim("exp is a fraction", "exp", 1.5e10),
                                claim("exp beyond all time", "exp", Long.MAX_VALUE),
                                claim("exp negative", "exp", -1),
                                claim("nbf is null-like", "nbf", false),
                                time("expired", "exp", -1),
                                time("expired just now", "exp", 0),
                                time("not yet", "nbf", 3_600),
                                time("from the future", "iat", 3_600)),
                        List.of(
                                new Case(
                                        "a claim twice",
                                        t -> {
                                            var claims = JSON.writeValueAsString(t.claims());
                                            return t.signed(
                                                    JSON.writeValueAsString(t.header()),
                                                    claims.replace("{", "{\"sub\":\"p-admin\","));
                                        }),
                                new Case(
                                        "a header twice",
                                        t -> {
                                            var header = JSON.writeValueAsString(t.header());
                                            return t.signed(
                                                    header.replace("{", "{\"alg\":\"none\","),
                                                    JSON.writeValueAsString(t.claims()));
                                        }),
                                new Case(
                                        "claims are a list",
                                        t -> t.signed(JSON.writeValueAsString(t.header()), "[]")),
                                new Case(
                                        "claims are null",
                                        t -> t.signed(JSON.writeValueAsString(t.header()), "null")),
                                new Case(
                                        "claims are no JSON",
                                        t -> t.signed(JSON.writeValueAsString(t.header()), "{")),
                                new Case(
                                        "something behind the claims",
                                        t ->
                                                t.signed(
                                                        JSON.writeValueAsString(t.header()),
                                                        JSON.writeValueAsString(t.claims())
                                                                + "{}")),
                                new Case(
                                        "depth",
                                        t ->
                                                t.signed(
                                                        JSON.writeValueAsString(t.header()),
                                                        "{\"a\":"
                                                                + "[".repeat(500)
                                                                + "]".repeat(500)
                                                                + "}")),
                                new Case("more scope than was signed", HostileTokenTest::altered),
                                new Case(
                                        "no signature",
                                        t -> t.good().substring(0, t.good().lastIndexOf('.') + 1)),
                                new Case(
                                        "signature cut off",
                                        t -> t.good().substring(0, t.good().length() - 4)),
                                new Case("signature with more behind it", t -> t.good() + "AAAA"),
                                new Case(
                                        "signature in another encoding of the same bytes",
                                        t -> uncanonical(t.good())),
                                new Case("padding", t -> t.good() + "="),
                                new Case(
                                        "two parts",
                                        t -> t.good().substring(0, t.good().lastIndexOf('.'))),
                                new Case(
                                        "five parts, as if encrypted",
                                        t -> t.good() + ".AAAA.AAAA"),
                                new Case("dots only", t -> ".."),
                                new Case("not a token", t -> "secret"),
                                new Case("oversized", t -> t.good() + "A".repeat(8_000)),
                                new Case("revoked", HostileTokenTest::revoked),
                                new Case(
                                        "expired on the ledger",
                                        HostileTokenTest::expiredOnTheLedger)))
                .flatMap(List::stream);
    }

    private static String unsigned(HostileTokenTest t, String algorithm) {
        var header = t.header();
        header.put("alg", algorithm);
        return part(JSON.writeValueAsString(header))
                + "."
                + part(JSON.writeValueAsString(t.claims()))
                + ".";
    }

    private static String altered(HostileTokenTest t) {
        var parts = t.good().split("\\.", -1);
        var claims = t.claims();
        claims.put("scope", "admin");
        return parts[0] + "." + part(JSON.writeValueAsString(claims)) + "." + parts[2];
    }

    private static String revoked(HostileTokenTest t) {
        var token = t.hms.token("revoked", Scope.ADMIN);
        var claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        assertThat(t.hms.get("/api/tokens", token).statusCode()).isEqualTo(200);
        Installation.value(
                t.hms.intake.revokeToken(t.hms.everyone(), claims.path("jti").asString()));
        return token;
    }

    private static String expiredOnTheLedger(HostileTokenTest t) {
        var soon = t.hms.clock.instant().plusSeconds(10);
        var token = t.hms.token("short", List.of(), List.of(), Optional.of(soon), Scope.ADMIN);
        assertThat(t.hms.get("/api/tokens", token).statusCode()).isEqualTo(200);
        t.hms.clock.advance(Duration.ofSeconds(11));
        return token;
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void token_is_refused_and_only_the_refusal_is_on_record(Case hostile) {
        hms.clock.advance(Duration.ofMinutes(2));
        var token = hostile.token().apply(this);
        long before = hms.ledger.head().size();

        var answer = hms.get("/api/policies", token);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
                .startsWith("Bearer realm=\"hms\", error=\"invalid_token\"");
        var problem = JSON.readTree(answer.body());
        assertThat(problem.path("code").asString()).isEqualTo("invalid-token");
        assertThat(problem.path("remedy").asString()).isNotBlank();
        assertThat(new String(answer.body(), UTF_8)).doesNotContain(token);
        assertThat(hms.events(before))
                .containsExactly(
                        (Event)
                                new LedgerEvent.ActRefused(
                                        "invalid-token", "GET /api/policies", 1));
    }

    @Test
    void good_token_is_taken() {
        assertThat(hms.get("/api/policies", good()).statusCode()).isEqualTo(200);
        assertThat(hms.get("/api/policies", hms.admin).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("authorizations")
    void header_of_another_form_is_refused(String value) {
        long before = hms.ledger.head().size();

        var answer = hms.get("/api/policies", "", "Authorization", value);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(answer.body()).path("code").asString()).isEqualTo("invalid-token");
        assertThat(hms.events(before)).isEmpty();
    }

    static Stream<String> authorizations() {
        return Stream.of(
                "Bearer",
                "Bearer a b",
                "Basic YWRtaW46YWRtaW4=",
                "Token abc",
                "Bearer a,b",
                "bearer: x");
    }

    @Test
    void missing_token_is_asked_for_and_not_recorded() {
        long before = hms.ledger.head().size();

        var answer = hms.get("/api/policies", "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"hms\"");
        assertThat(JSON.readTree(answer.body()).path("code").asString()).isEqualTo("no-token");
        assertThat(hms.events(before)).isEmpty();
    }

    @Test
    void two_tokens_are_one_too_many() {
        var answer =
                hms.get(
                        "/api/policies",
                        "",
                        "Authorization",
                        "Bearer " + hms.admin,
                        "Authorization",
                        "Bearer " + good());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("where").asString())
                .isEqualTo("header authorization");
    }

    @Test
    void repeated_refusals_are_gathered_and_none_is_lost() {
        hms.clock.advance(Duration.ofMinutes(2));
        var reader = hms.token("curious", Scope.POLICY_READ);
        long before = hms.ledger.head().size();
        for (int i = 0; i < 5; i++) {
            assertThat(hms.get("/api/tokens", reader).statusCode()).isEqualTo(403);
        }
        hms.clock.advance(Duration.ofMinutes(2));
        assertThat(hms.get("/api/tokens", reader).statusCode()).isEqualTo(403);

        var recorded = hms.events(before).stream().map(LedgerEvent.ActRefused.class::cast).toList();
        assertThat(recorded).allMatch(e -> e.what().equals("GET /api/tokens"));
        assertThat(recorded).hasSizeLessThan(4);
        assertThat(recorded.stream().mapToLong(LedgerEvent.ActRefused::count).sum()).isEqualTo(6);
    }
}
