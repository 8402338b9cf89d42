package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.ApprovalStatement;
import hms.artifact.ApprovalVerifier;
import hms.artifact.ArtifactParser;
import hms.artifact.Manifest;
import hms.artifact.ParseResult;
import hms.artifact.SignedApproval;
import hms.core.event.ConfigEvent;
import hms.core.state.Scope;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.runs.intake.Keyrings;
import hms.trust.Checkpoint;
import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.Merkle;
import hms.trust.NoteSigner;
import hms.trust.SignedNote;
import hms.trust.SshSig;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class StreamTest {

    @TempDir private Path folder;
    private Installation hms;
    private String reader;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
        hms.enrolChief();
        reader = hms.token("bot", Scope.POLICY_READ);
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    private long size() {
        return hms.writer.state().size();
    }

    private static String policy(String id, String version, int limit) {
        return "id: %s\nversion: %s\ntitle: %s\ntags: [%s]\nlimit: %d\n"
                .formatted(id, version, id, id.startsWith("air") ? "air" : "water", limit);
    }

    /// Submits, approves in one statement, and deploys.
    private void release(List<String> yamls) {
        var files = new ArrayList<String>();
        var members = new ArrayList<Manifest.Member>();
        for (var yaml : yamls) {
            var artifact =
                    ((ParseResult.Parsed)
                                    ArtifactParser.parse(
                                            Installation.bytes(yaml), "a.yaml", Optional.empty()))
                            .artifact();
            members.add(Manifest.Member.of(artifact, Map.of()));
            files.add(
                    "{\"path\":\"%s.yaml\",\"bytes\":\"%s\"}"
                            .formatted(
                                    artifact.id(),
                                    Base64.getEncoder().encodeToString(Installation.bytes(yaml))));
        }
        Installation.require(
                201,
                hms.post(
                        "/api/policies",
                        hms.admin,
                        ReleaseApi.RELEASE,
                        "{\"artifacts\":[" + String.join(",", files) + "]}"));
        var statement =
                new ApprovalStatement(
                        ApprovalStatement.Subject.of(new Manifest(members)),
                        List.of("production", "staging"),
                        "EPA Chief",
                        "",
                        hms.clock.instant(),
                        hms.clock.instant().plus(Duration.ofDays(30)),
                        Optional.empty());
        var signature =
                SshSig.sign(
                        BouncyCastleEd25519.signer(Installation.CHIEF),
                        "policy-approval@hms",
                        statement.bytes());
        Installation.require(
                201,
                hms.post(
                        "/api/approvals",
                        hms.admin,
                        "application/json",
                        "{\"statement\":\"%s\",\"signature\":\"%s\",\"members\":[%s],\"deploy\":{\"env\":\"production\"}}"
                                .formatted(
                                        Base64.getEncoder().encodeToString(statement.bytes()),
                                        signature.armored().replace("\n", "\\n"),
                                        String.join(
                                                ",",
                                                members.stream()
                                                        .map(m -> '"' + m.name() + '"')
                                                        .toList()))));
        hms.drive();
    }

    private void rollBack(String policy, String version) {
        Installation.require(
                200,
                hms.post(
                        "/api/policies/" + policy + "/rollback",
                        hms.admin,
                        "application/json",
                        "{\"env\":\"production\",\"version\":\"%s\",\"reason\":\"back\"}"
                                .formatted(version)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void snapshot_comes_first_and_then_every_change(boolean webSocket) {
        release(List.of(policy("air-a", "1.0.0", 1)));
        try (var client = StreamClient.open(webSocket, hms.port, reader, "")) {
            assertThat(client.status).isEqualTo(webSocket ? 101 : 200);
            var first = client.next();
            assertThat(first.data().path("reset").asBoolean()).isTrue();
            assertThat(first.data().path("zone").asString()).isEqualTo("America/New_York");
            assertThat(first.id()).isEqualTo(webSocket ? "" : "0." + client.copy.size);
            assertThat(client.copy.version("air-a")).isEqualTo("1.0.0");
            assertThat(client.next().event()).isEqualTo("heartbeat");

            release(List.of(policy("air-a", "2.0.0", 2)));

            client.until(_ -> client.copy.version("air-a").equals("2.0.0"));
            assertThat(client.copy.commits).isEqualTo(2);
        }
    }

    @Test
    void environment_without_policies_has_an_empty_snapshot() {
        try (var client = StreamClient.sse(hms.port, reader, "?env=staging")) {
            client.next();

            assertThat(client.copy.complete).isTrue();
            assertThat(client.copy.shown).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void release_of_several_becomes_visible_at_once(boolean webSocket) {
        release(release("1.0.0"));
        try (var client = StreamClient.open(webSocket, hms.port, reader, "")) {
            client.untilAt(1);
            assertThat(versions(client)).containsExactly("1.0.0");

            release(release("2.0.0"));

            client.until(
                    _ -> {
                        assertThat(versions(client)).hasSize(1);
                        return versions(client).contains("2.0.0");
                    });
            assertThat(client.copy.shown).hasSize(40);
        }
    }

    private static List<String> release(String version) {
        // together more than one message holds
        return IntStream.range(0, 40)
                .mapToObj(
                        i ->
                                policy("air-" + i, version, i)
                                        + "content: |\n  "
                                        + "words ".repeat(400)
                                        + "\n")
                .toList();
    }

    private static List<String> versions(StreamClient client) {
        return client.copy.shown.keySet().stream().map(client.copy::version).distinct().toList();
    }

    @Test
    void large_policy_is_sent_alone_and_whole() {
        release(
                List.of(
                        policy("air-a", "1.0.0", 1),
                        policy("air-big", "1.0.0", 1)
                                + "content: |\n  "
                                + "many words ".repeat(30_000)
                                + "\n"));
        for (boolean webSocket : new boolean[] {false, true}) {
            try (var client = StreamClient.open(webSocket, hms.port, reader, "")) {
                client.untilAt(1);
                assertThat(client.copy.shown).containsOnlyKeys("air-a", "air-big");
            }
        }
    }

    @Test
    void approvals_and_paths_of_a_release_hold_for_a_client() {
        release(List.of(policy("air-a", "1.0.0", 1), policy("air-b", "1.0.0", 1)));
        release(List.of(policy("air-c", "1.0.0", 1)));
        var verifier =
                new ApprovalVerifier(
                        BouncyCastleEd25519.verifier(), Keyrings.of(hms.writer.state().identity()));
        try (var client = StreamClient.sse(hms.port, reader, "")) {
            var change = client.next().data();
            for (var policy : change.path("policies")) {
                var artifact = policy.path("artifacts").iterator().next();
                var cover = artifact.path("approvals").get(0);
                var words = change.path("approvals").path(cover.path("id").asString());
                var signed =
                        new SignedApproval(
                                Base64.getDecoder().decode(words.path("statement").asString()),
                                words.path("signature").asString());
                var bytes = Base64.getDecoder().decode(artifact.path("bytes").asString());
                var parsed =
                        ((ParseResult.Parsed)
                                        ArtifactParser.parse(bytes, "a.yaml", Optional.empty()))
                                .artifact();
                var claim =
                        new ApprovalVerifier.Claim(
                                Manifest.Member.of(parsed, Map.of()),
                                inclusion(cover),
                                "production",
                                Instant.parse(artifact.path("approvedAt").asString()));

                assertThat(artifact.path("publishedUrl").asString())
                        .startsWith(Installation.PUBLIC + "/register/1/");
                long index =
                        hms.writer
                                .state()
                                .policies()
                                .approval(cover.path("id").asString())
                                .orElseThrow()
                                .index();
                assertThat(verifier.verify(signed, claim, index).toString()).startsWith("Accepted");
            }
            assertThat(change.path("approvals").size()).isEqualTo(2);
        }
    }

    private static Optional<Manifest.Inclusion> inclusion(JsonNode cover) {
        if (!cover.has("inclusion")) {
            return Optional.empty();
        }
        var inclusion = cover.path("inclusion");
        return Optional.of(
                new Manifest.Inclusion(
                        inclusion.path("index").asLong(),
                        inclusion.path("size").asLong(),
                        digests(inclusion.path("path"))));
    }

    private static List<Digest> digests(JsonNode hashes) {
        return StreamSupport.stream(hashes.spliterator(), false)
                .map(hash -> Digest.parse("sha256:" + hash.asString()))
                .toList();
    }

    @Test
    void subscriber_that_was_away_gets_the_difference() {
        release(List.of(policy("air-a", "1.0.0", 1), policy("air-b", "1.0.0", 1)));
        long before;
        try (var client = StreamClient.sse(hms.port, reader, "")) {
            before = client.untilAt(1).copy.size;
        }
        release(List.of(policy("air-b", "2.0.0", 2)));

        for (var client :
                List.of(
                        StreamClient.sse(
                                hms.port, reader, "?since=0.1", "Last-Event-ID: 0." + before),
                        StreamClient.sse(hms.port, reader, "?since=0." + before),
                        StreamClient.webSocket(hms.port, reader, "?since=0." + before))) {
            try (client) {
                client.copy.size = before;
                do { // a head that was pinned a moment ago may come first, with nothing new in it
                    assertThat(client.next().data().has("reset")).isFalse();
                } while (client.copy.shown.isEmpty());
                assertThat(client.copy.shown).containsOnlyKeys("air-b");
                assertThat(client.copy.version("air-b")).isEqualTo("2.0.0");
            }
        }
    }

    @Test
    void revision_of_another_epoch_or_of_the_future_is_answered_with_a_snapshot() {
        release(List.of(policy("air-a", "1.0.0", 1)));
        for (var since : List.of("7.3", "0." + (size() + 1_000))) {
            try (var client = StreamClient.sse(hms.port, reader, "?since=" + since)) {
                assertThat(client.next().data().path("reset").asBoolean()).isTrue();
                assertThat(client.copy.shown).containsOnlyKeys("air-a");
            }
        }
    }

    @Test
    void rollback_reaches_subscribers() {
        release(List.of(policy("air-a", "1.0.0", 1)));
        release(List.of(policy("air-a", "2.0.0", 2)));
        try (var client = StreamClient.sse(hms.port, reader, "")) {
            client.untilAt(1);

            rollBack("air-a", "1.0.0");

            client.until(_ -> client.copy.version("air-a").equals("1.0.0"));
        }
    }

    @Test
    void only_what_was_selected_is_sent() {
        release(
                List.of(
                        policy("air-a", "1.0.0", 1),
                        policy("air-b", "1.0.0", 1),
                        policy("water-a", "1.0.0", 1)));
        var limited =
                hms.token(
                        "narrow",
                        List.of("water-a"),
                        List.of(),
                        Optional.empty(),
                        Scope.POLICY_READ);
        try (var some = StreamClient.sse(hms.port, reader, "?ids=air-a,water-a");
                var tagged = StreamClient.sse(hms.port, reader, "?tags=air");
                var bound = StreamClient.sse(hms.port, limited, "")) {
            some.next();
            tagged.next();
            bound.next();
            assertThat(some.copy.shown).containsOnlyKeys("air-a", "water-a");
            assertThat(tagged.copy.shown).containsOnlyKeys("air-a", "air-b");
            assertThat(bound.copy.shown).containsOnlyKeys("water-a");

            release(List.of(policy("air-b", "2.0.0", 1).replace("[air]", "[other]")));
            release(List.of(policy("air-a", "2.0.0", 1)));

            some.until(_ -> some.copy.version("air-a").equals("2.0.0"));
            tagged.until(_ -> tagged.copy.version("air-a").equals("2.0.0"));
            assertThat(some.copy.commits).isEqualTo(2);
            assertThat(tagged.copy.shown).containsOnlyKeys("air-a");
        }
    }

    @Test
    void what_cannot_be_had_is_refused_before_the_stream_begins() {
        refused("?env=nowhere", reader, 404, "no-such-environment");
        refused("?env=No!", reader, 400, "bad-parameter");
        refused("?ids=a,,b", reader, 400, "bad-parameter");
        refused("?ids=A", reader, 400, "bad-parameter");
        refused("?since=12", reader, 400, "bad-parameter");
        refused("?since=0.-1", reader, 400, "bad-parameter");
        refused("?tree=x", reader, 400, "bad-parameter");
        refused("?what=x", reader, 400, "unknown-parameter");
        refused("", "", 401, "no-token");
        refused("", "nonsense", 401, "invalid-token");
        refused("", hms.token("submitter", Scope.POLICY_SUBMIT), 403, "missing-scope");
        var limited =
                hms.token(
                        "narrow",
                        List.of("water-a"),
                        List.of("staging"),
                        Optional.empty(),
                        Scope.POLICY_READ);
        refused("", limited, 403, "outside-token");
        refused("?env=staging&ids=air-a", limited, 403, "outside-token");
    }

    private void refused(String query, String token, int status, String code) {
        for (boolean webSocket : new boolean[] {false, true}) {
            try (var client = StreamClient.open(webSocket, hms.port, token, query)) {
                assertThat(client.status).as(query).isEqualTo(status);
                assertThat(client.head).contains("Content-Type: application/problem+json");
                assertThat(client.body()).contains("\"code\":\"" + code + "\"");
            }
        }
    }

    @Test
    void web_socket_of_another_site_is_refused() {
        for (var origin : List.of("http://evil.example", "null", "http://127.0.0.1.evil", "x y")) {
            try (var client = StreamClient.webSocket(hms.port, reader, "", "Origin: " + origin)) {
                assertThat(client.status).as(origin).isEqualTo(403);
                assertThat(client.body()).contains("foreign-origin");
            }
        }
        try (var client =
                StreamClient.webSocket(hms.port, reader, "", "Origin: http://127.0.0.1")) {
            assertThat(client.status).isEqualTo(101);
        }
    }

    @Test
    void browser_gives_its_token_among_the_subprotocols() {
        var offer = "Sec-WebSocket-Protocol: hms.v1, bearer." + reader;
        try (var client = StreamClient.webSocket(hms.port, "", "", offer)) {
            assertThat(client.status).isEqualTo(101);
            assertThat(client.head)
                    .contains(
                            "Sec-WebSocket-Protocol: hms.v1",
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(client.next().event()).isEqualTo("change");
        }
        try (var client =
                StreamClient.webSocket(
                        hms.port, "", "", "Sec-WebSocket-Protocol: bearer." + reader)) {
            assertThat(client.status).isEqualTo(400);
        }
        // a plain request has its token in the header, and nowhere else
        try (var client = StreamClient.sse(hms.port, "", "", offer)) {
            assertThat(client.status).isEqualTo(401);
        }
    }

    @Test
    void revoked_token_ends_its_streams() {
        var id = hms.writer.state().identity().tokens().keySet();
        var token = hms.token("leaver", Scope.POLICY_READ);
        var fresh =
                hms.writer.state().identity().tokens().keySet().stream()
                        .filter(t -> !id.contains(t))
                        .findFirst()
                        .orElseThrow();
        try (var sse = StreamClient.sse(hms.port, token, "");
                var webSocket = StreamClient.webSocket(hms.port, token, "")) {
            sse.next();
            webSocket.next();
            hms.send(hms.request("/api/tokens/" + fresh, hms.admin).DELETE());

            assertThat(sse.untilEvent("end").data().path("code").asString())
                    .isEqualTo("token-revoked");
            assertThat(sse.next().event()).isEqualTo("closed");
            webSocket.untilEvent("end");
            assertThat(webSocket.next().id()).isEqualTo("4401");
        }
    }

    @Test
    void expired_token_ends_its_streams() {
        var token =
                hms.token(
                        "brief",
                        List.of(),
                        List.of(),
                        Optional.of(Installation.START.plusSeconds(60)),
                        Scope.POLICY_READ);
        try (var client = StreamClient.webSocket(hms.port, token, "")) {
            client.next();
            hms.clock.advance(Duration.ofMinutes(2));

            assertThat(client.untilEvent("end").data().path("code").asString())
                    .isEqualTo("token-expired");
            assertThat(client.next().id()).isEqualTo("4401");
        }
    }

    @Test
    void server_that_goes_says_so() {
        try (var sse = StreamClient.sse(hms.port, reader, "");
                var webSocket = StreamClient.webSocket(hms.port, reader, "")) {
            sse.untilAt(1);
            webSocket.untilAt(1);
            hms.server.close();

            assertThat(sse.untilEvent("end").data().path("code").asString())
                    .isEqualTo("going-away");
            assertThat(sse.next().event()).isEqualTo("closed");
            webSocket.untilEvent("end");
            assertThat(webSocket.next().id()).isEqualTo("1001");
        }
    }

    @Test
    void heartbeats_prove_that_the_ledger_only_grew() {
        var logKey =
                new NoteSigner(
                                Installation.ORIGIN,
                                BouncyCastleEd25519.signer(Ed25519PrivateKey.ofSeed(seed(3))))
                        .verifier();
        release(List.of(policy("air-a", "1.0.0", 1)));
        var old = hms.ledger.head();
        release(List.of(policy("air-b", "1.0.0", 1)));
        try (var client = StreamClient.webSocket(hms.port, reader, "?tree=" + old.size())) {
            var root = old.root();
            long size = old.size();
            for (int beats = 0; beats < 3; beats++) {
                var beat = client.untilEvent("heartbeat").data();
                var checkpoint =
                        Checkpoint.open(
                                        SignedNote.parse(beat.path("checkpoint").asString()),
                                        logKey,
                                        BouncyCastleEd25519.verifier())
                                .toOptional()
                                .orElseThrow();
                assertThat(checkpoint.size()).isEqualTo(beat.path("size").asLong());
                assertThat(beat.path("revision").asString()).isEqualTo("0." + client.copy.size);
                if (checkpoint.size() == size) {
                    assertThat(beat.has("consistency")).isFalse();
                } else {
                    var proof = beat.path("consistency");
                    assertThat(proof.path("from").asLong()).isEqualTo(size);
                    assertThat(
                                    Merkle.verifyConsistency(
                                            size,
                                            root,
                                            checkpoint.size(),
                                            checkpoint.root(),
                                            digests(proof.path("hashes"))))
                            .isTrue();
                }
                root = checkpoint.root();
                size = checkpoint.size();
                hms.token("another", Scope.POLICY_READ);
            }
        }
    }

    @Test
    void another_legal_zone_is_told_although_no_policy_changed() {
        release(List.of(policy("air-a", "1.0.0", 1)));
        try (var client = StreamClient.webSocket(hms.port, reader, "")) {
            client.untilEvent("heartbeat");
            Installation.value(
                    hms.intake.configure(
                            hms.everyone(),
                            List.of(new ConfigEvent.LegalZoneSet(ZoneId.of("Europe/Berlin"))),
                            List.of()));
            assertThat(client.untilEvent("change").data().path("zone").asString())
                    .isEqualTo("Europe/Berlin");
        }
    }

    private static byte[] seed(int with) {
        var bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    @Test
    void pings_are_answered_and_closing_is_agreed_on() {
        try (var client = StreamClient.webSocket(hms.port, reader, "")) {
            client.untilAt(1);
            client.frame(0x89, Installation.bytes("are you there"));
            assertThat(client.untilEvent("pong").id()).isEqualTo("are you there");

            client.frame(0x88, new byte[] {0x03, (byte) 0xE8});
            assertThat(client.untilEvent("closed").id()).isEqualTo("1000");
            assertThat(client.isOver()).isTrue();
        }
    }

    @Test
    void who_only_watches_is_nobody_by_whom_a_canary_could_be_observed() {
        var staging = new hms.core.state.EnvironmentId("staging");
        try (var client = StreamClient.sse(hms.port, reader, "?env=staging")) {
            client.untilAt(1);
            client.untilEvent("heartbeat");
        }
        hms.drive();

        assertThat(hms.writer.state().live().seen()).doesNotContain(staging);
    }

    @Test
    void clients_of_the_jdk_understand_both() throws Exception {
        release(List.of(policy("air-a", "1.0.0", 1)));
        var lines =
                hms.client.send(
                        hms.request("/api/stream", reader, "Accept", "text/event-stream").build(),
                        java.net.http.HttpResponse.BodyHandlers.ofLines());
        try (var body = lines.body()) {
            assertThat(body.limit(3).toList())
                    .satisfiesExactly(
                            id -> assertThat(id).startsWith("id: 0."),
                            event -> assertThat(event).isEqualTo("event: change"),
                            data -> assertThat(data).startsWith("data: {\"type\":\"change\""));
        }
        var first = new CompletableFuture<String>();
        var listener =
                new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(
                            WebSocket socket, CharSequence text, boolean last) {
                        first.complete(text.toString());
                        socket.request(1);
                        return null;
                    }
                };
        var socket =
                hms.client
                        .newWebSocketBuilder()
                        .header("Authorization", "Bearer " + reader)
                        .subprotocols("hms.v1")
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + hms.port + "/api/stream"), listener)
                        .get(10, TimeUnit.SECONDS);

        assertThat(socket.getSubprotocol()).isEqualTo("hms.v1");
        assertThat(first.get(10, TimeUnit.SECONDS)).startsWith("{\"type\":\"change\"");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
        Eventually.holds(socket::isInputClosed);
    }

    @Test
    void head_of_the_stream_can_be_asked_for() {
        var answer =
                hms.send(
                        hms.request("/api/stream", reader)
                                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    }
}
