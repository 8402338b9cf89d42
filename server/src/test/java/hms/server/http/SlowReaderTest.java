package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.state.EnvironmentId;
import hms.core.state.Scope;
import hms.server.push.PushLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Subscribers in numbers, and subscribers that do not read.
final class SlowReaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @TempDir private Path folder;
    private Installation hms;
    private String reader;

    @BeforeEach
    void start() {
        hms =
                new Installation(
                        folder.resolve("data"),
                        new PushLimits(
                                1_100,
                                PATIENCE,
                                Duration.ofMillis(500),
                                Duration.ofMillis(25),
                                64 << 10,
                                32L << 20));
        hms.enrolChief();
        reader = hms.token("bot", Scope.POLICY_READ);
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    /// A policy of 150 KB, so that one change is more than a connection holds.
    private static String large(String version) {
        return "id: large\nversion: %s\nlimit: 1\ncontent: |\n  %s\n"
                .formatted(version, "words and words ".repeat(9_500));
    }

    private void rollBack(String version) {
        Installation.require(
                200,
                hms.post(
                        "/api/policies/large/rollback",
                        hms.admin,
                        "application/json",
                        "{\"env\":\"production\",\"version\":\"%s\",\"reason\":\"back\"}"
                                .formatted(version)));
    }

    private double metric(String name) {
        var text = new String(hms.get("/metrics", "").body(), UTF_8);
        var match =
                Pattern.compile("(?m)^" + Pattern.quote(name) + "[^\n]* ([0-9.E]+)$").matcher(text);
        double sum = 0;
        while (match.find()) {
            sum += Double.parseDouble(match.group(1));
        }
        return sum;
    }

    @Test
    void readers_that_stop_delay_nobody_and_are_given_up() {
        hms.release(large("1.0.0"));
        hms.release(large("2.0.0"));
        var stopped = new ArrayList<StreamClient>();
        try (var sse = StreamClient.sse(hms.port, reader, "");
                var webSocket = StreamClient.webSocket(hms.port, reader, "")) {
            for (int i = 0; i < 50; i++) {
                stopped.add(StreamClient.narrow(hms.port, reader, ""));
            }
            sse.untilAt(1);
            webSocket.untilAt(1);
            for (int i = 0; i < 10; i++) {
                var version = i % 2 == 0 ? "1.0.0" : "2.0.0";
                rollBack(version);
                sse.until(_ -> sse.copy.version("large").equals(version));
                webSocket.until(_ -> webSocket.copy.version("large").equals(version));
            }

            Eventually.holds(() -> metric("hms_push_subscribers") == 2);

            assertThat(metric("hms_push_hopeless_total")).isPositive();
            rollBack("1.0.0");
            sse.until(_ -> sse.copy.version("large").equals("1.0.0"));
        } finally {
            stopped.forEach(StreamClient::close);
        }
    }

    @Test
    void reader_that_pauses_comes_to_the_head_without_what_was_in_between() {
        hms.release(large("1.0.0"));
        hms.release(large("2.0.0"));
        try (var client = StreamClient.narrow(hms.port, reader, "")) {
            for (int i = 0; i < 8; i++) {
                rollBack(i % 2 == 0 ? "1.0.0" : "2.0.0");
            }
            client.untilAt(
                    hms.writer.state().live().changes(EnvironmentId.PRODUCTION).lastKey() + 1);

            assertThat(client.copy.version("large")).isEqualTo("2.0.0");
            assertThat(client.copy.commits).isLessThan(6);
        }
    }

    @Test
    void a_thousand_subscribers_get_a_change_and_one_too_many_is_told_to_wait() {
        hms.release("id: small\nversion: 1.0.0\nlimit: 1\n");
        var all = new ArrayList<StreamClient>();
        try {
            for (int i = 0; i < 1_000; i++) {
                all.add(StreamClient.open(i % 2 == 0, hms.port, reader, ""));
            }
            hms.release("id: small\nversion: 2.0.0\nlimit: 2\n");

            for (var client : all) {
                client.until(_ -> client.copy.version("small").equals("2.0.0"));
            }
            assertThat(metric("hms_push_subscribers")).isEqualTo(1_000);
            assertThat(metric("hms_push_bytes_total")).isPositive();
            for (int i = 0; i < 100; i++) {
                all.add(StreamClient.sse(hms.port, reader, ""));
            }
            try (var late = StreamClient.sse(hms.port, reader, "")) {
                assertThat(late.status).isEqualTo(503);
            }
        } finally {
            all.forEach(StreamClient::close);
        }
        Eventually.holds(() -> metric("hms_push_subscribers") == 0);
    }

    @Test
    void ill_formed_openings_are_refused() {
        var key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        var upgrade = "Upgrade: websocket";
        var version = "Sec-WebSocket-Version: 13";
        var connection = "Connection: Upgrade";
        refused(426, upgrade, connection, "Sec-WebSocket-Version: 8", key);
        refused(400, upgrade, connection, version, "Sec-WebSocket-Key: short");
        refused(400, upgrade, connection, version);
        refused(400, upgrade, version, key);
        refused(400, upgrade, connection, version, key, "Sec-WebSocket-Protocol: soap");
    }

    private void refused(int status, String... headers) {
        try (var client = StreamClient.sse(hms.port, reader, "", headers)) {
            assertThat(client.status).as(List.of(headers).toString()).isEqualTo(status);
            assertThat(client.body()).contains("\"code\":");
        }
    }
}
