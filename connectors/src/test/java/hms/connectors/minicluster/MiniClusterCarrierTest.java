package hms.connectors.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.state.EnvironmentId;
import hms.runs.port.Destination;
import hms.runs.port.Handover;
import hms.runs.port.HealthReading;
import hms.runs.port.Shipment;
import hms.trust.Digest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class MiniClusterCarrierTest {
    private static final byte[] BYTES = "id: limit\nversion: 2.0.0\nlimit: 25\n".getBytes(UTF_8);
    private static final Shipment SHIPMENT =
            new Shipment(
                    new EnvironmentId("staging"),
                    "key",
                    41,
                    Optional.empty(),
                    List.of(
                            new Shipment.Item(
                                    PolicyId.of("limit"),
                                    Version.of("2.0.0"),
                                    Digest.sha256(BYTES),
                                    BYTES,
                                    false,
                                    Instant.EPOCH,
                                    Optional.empty())),
                    List.of(PolicyId.of("old")),
                    List::of);
    private static final Destination TARGET =
            new Destination(
                    new EnvironmentId("staging"),
                    "cluster",
                    new TreeMap<>(Map.of("cluster", "staging")));

    @TempDir Path data;

    private MiniClusterCarrier carrier;
    private HttpServer control;
    private volatile int status = 200;
    private volatile String answer = "";
    private volatile String asked = "";
    private volatile String token = "";

    @BeforeEach
    void start() throws Exception {
        carrier = new MiniClusterCarrier(data);
        control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        token = exchange.getRequestHeaders().getFirst("Authorization");
                        asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                        var bytes = answer.getBytes(UTF_8);
                        exchange.sendResponseHeaders(status, bytes.length);
                        exchange.getResponseBody().write(bytes);
                    }
                });
        control.start();
    }

    @AfterEach
    void stop() {
        control.stop(0);
    }

    private void announce(Instant started) throws Exception {
        var folder = Files.createDirectories(ControlFile.folder(data, "staging"));
        Files.writeString(
                folder.resolve("cluster.json"),
                """
                {"environment": "staging", "pid": %d, "started": "%s", "control": %d,
                 "secret": "s3cret", "front": 1, "server": "http://127.0.0.1:8080",
                 "tokenId": "t-1", "replicas": 2}"""
                        .formatted(
                                ProcessHandle.current().pid(),
                                started,
                                control.getAddress().getPort()));
    }

    private void announce() throws Exception {
        announce(ProcessHandle.current().info().startInstant().orElseThrow());
    }

    private static String receipts(Digest second) {
        return """
        {"sequence": 41, "receipts": [{"replica": "staging-1", "sequence": 41, "digest": "%s"},
                                      {"replica": "staging-2", "sequence": 41, "digest": "%s"}]}"""
                .formatted(SHIPMENT.digest(), second);
    }

    @Test
    void shipment_is_delivered_if_every_replica_has_exactly_that() throws Exception {
        announce();
        answer = receipts(SHIPMENT.digest());

        assertThat(carrier.deliver(TARGET, SHIPMENT)).isEqualTo(new Handover.Taken("2 receipts"));

        assertThat(token).isEqualTo("Bearer s3cret");
        var sent = JsonMapper.shared().readTree(asked);
        assertThat(sent.path("env").asString()).isEqualTo("staging");
        assertThat(sent.path("bundle").path("sequence").asInt()).isEqualTo(41);
        assertThat(sent.path("bundle").path("policies").path(0).path("artifact").asString())
                .isEqualTo(new String(BYTES, UTF_8));
    }

    @Test
    void replica_that_has_something_else_leaves_it_unsure() throws Exception {
        announce();
        answer = receipts(Digest.sha256(new byte[0]));

        assertThat(carrier.deliver(TARGET, SHIPMENT))
                .isEqualTo(new Handover.Unsure("staging-2 has something else"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 413, 422})
    void what_will_never_be_taken_is_refused_with_what_was_said(int code) throws Exception {
        announce();
        status = code;
        answer = "{\"detail\": \"staging-1: no\"}";

        assertThat(carrier.deliver(TARGET, SHIPMENT))
                .isEqualTo(new Handover.Refused("staging-1: no"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void what_may_be_taken_another_time_is_unsure(int code) throws Exception {
        announce();
        status = code;
        answer = "{\"detail\": \"No replica is ready.\"}";

        assertThat(carrier.deliver(TARGET, SHIPMENT))
                .isEqualTo(new Handover.Unsure("No replica is ready."));
    }

    @Test
    void cluster_that_is_not_there_is_said_with_what_to_do() {
        var missing = "no mini cluster of staging is up; start it: hms cluster up --env staging";

        assertThat(carrier.deliver(TARGET, SHIPMENT)).isEqualTo(new Handover.Unsure(missing));
        assertThat(carrier.health(TARGET)).isEqualTo(new HealthReading.Ill(missing));
    }

    @Test
    void process_that_only_has_the_number_of_the_dead_one_is_not_taken_for_it() throws Exception {
        announce(Instant.parse("2020-01-01T00:00:00Z"));

        assertThat(ControlFile.read(data, "staging").orElseThrow().supervisor()).isEmpty();
        assertThat(carrier.health(TARGET)).isInstanceOf(HealthReading.Ill.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void cluster_is_well_if_all_are_ready_and_obey() throws Exception {
        announce();
        answer = status("true", "{\"revision\": \"0.17\"}");
        assertThat(carrier.health(TARGET))
                .isEqualTo(new HealthReading.Well("2 of 2 replicas ready"));

        answer = status("false", "{\"detail\": \"it starts\"}");
        assertThat(carrier.health(TARGET))
                .isEqualTo(new HealthReading.Ill("1 of 2 replicas ready"));

        answer = status("true", "{\"revision\": \"0.17\", \"stale\": \"no approval\"}");
        assertThat(carrier.health(TARGET))
                .isEqualTo(new HealthReading.Ill("staging-2: no approval"));
    }

    private static String status(String ready, String health) {
        return """
        {"environment": "staging", "pid": 1, "front": 1, "replicas": [
         {"name": "staging-1", "pid": 11, "ready": true, "restarts": 0, "health": {"revision": "1"}},
         {"name": "staging-2", "pid": 12, "ready": %s, "restarts": 0, "health": %s}]}"""
                .formatted(ready, health);
    }

    @Test
    void settings_that_cannot_be_used_are_named() {
        assertThat(carrier.complaint(Map.of())).isEmpty();
        assertThat(carrier.complaint(Map.of("cluster", "staging"))).isEmpty();
        assertThat(carrier.complaint(Map.of("cluster", "../x")).orElseThrow())
                .startsWith("cluster is not the name of an environment");
        assertThat(carrier.complaint(Map.of("url", "x")))
                .contains("url is no setting of a target of kind local; it has cluster");
    }
}
