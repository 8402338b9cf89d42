package hms.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.connectors.minicluster.ControlClient;
import hms.trust.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/// A real cluster of three real processes, on a real server: what its users see while it is killed.
final class MiniClusterTest {
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final String POLICY =
            """
            id: limit
            version: 1.0.0
            title: A limit
            content: The limit is 35.
            limit: 35
            inputs:
              reading: { type: number, min: 0 }
            rules:
              violation: reading > limit
            """;

    @TempDir static Path folder;

    private static Hms hms;
    private static ControlClient client;

    @BeforeAll
    static void start() throws Exception {
        hms = new Hms(folder);
        hms.up(Map.of());
        hms.here("key", "new", "EPA Chief").succeeds();
        var file = Files.writeString(folder.resolve("limit.yaml"), POLICY);
        hms.here("approve", file.toString(), "--sign", "EPA Chief").succeeds();
        hms.here("run", "1", "--follow").succeeds();
        hms.here("cluster", "up", "--env", "production", "--replicas", "3").succeeds();
        client = ControlClient.of(MiniClusters.file(hms.data()));
    }

    @AfterAll
    static void end() {
        hms.here("cluster", "down").succeeds();
        client.close();
        hms.close();
    }

    @Test
    void front_goes_on_answering_while_every_replica_is_killed_once() throws Exception {
        try (var readers = new Readers()) {
            for (int n = 1; n <= 3; n++) {
                var name = "production-" + n;
                long before = client.kill(name);
                MiniClusters.await(
                        name + " to come back",
                        client,
                        status ->
                                status.ready() == 3 && !MiniClusters.pids(status).contains(before));
            }
            readers.stop();

            assertThat(readers.failures).as("of %s", readers.asked).isEmpty();
            assertThat(readers.asked).hasValueGreaterThan(20);
        }
        assertThat(client.status().replicas())
                .allSatisfy(replica -> assertThat(replica.restarts()).isPositive());
    }

    @Test
    void rule_is_asked_through_the_front() {
        var yes = client.ask("/decisions/limit/violation?reading=35.1", PROBE);
        var no = client.ask("/decisions/limit/violation?reading=35.0", PROBE);
        var wrong = client.ask("/decisions/limit/violation?reading=much", PROBE);

        assertThat(yes.body().path("outcome").asBoolean()).isTrue();
        assertThat(yes.body().path("version").asString()).isEqualTo("1.0.0");
        assertThat(no.body().path("outcome").isBoolean()).isTrue();
        assertThat(no.body().path("outcome").asBoolean()).isFalse();
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(client.ask("/policies/nothing", PROBE).status()).isEqualTo(404);
    }

    @Test
    void bundle_reaches_every_replica_also_those_that_come_later() throws Exception {
        MiniClusters.await("all to be ready", client, status -> status.ready() == 3);
        var digest = Digest.sha256(POLICY.getBytes(UTF_8));

        var delivered = client.deliver(bundle(41, digest));

        assertThat(delivered.status()).as("%s", delivered).isEqualTo(200);
        assertThat(delivered.body().path("receipts")).hasSize(3);
        assertThat(delivered.body().path("digest").asString())
                .isEqualTo(
                        Digest.sha256(("limit 1.0.0 " + digest + "\n").getBytes(UTF_8)).toString());
        assertThat(client.deliver(bundle(40, digest)).status()).isEqualTo(409);
        assertThat(client.deliver(bundle(42, Digest.sha256(new byte[0]))).detail())
                .contains("they were changed on the way");

        long before = client.kill("production-2");
        MiniClusters.await(
                "production-2 to come back with the bundle",
                client,
                status -> status.ready() == 3 && !MiniClusters.pids(status).contains(before));
        var again = client.deliver(bundle(41, digest));
        assertThat(again.body().path("receipts")).hasSize(3);
    }

    @Test
    void chaos_is_survived() throws Exception {
        MiniClusters.await("all to be ready", client, status -> status.ready() == 3);

        var chaos =
                hms.here("chaos", "run", "--target", "production", "--time", "8s", "--seed", "184");

        chaos.succeeds();
        assertThat(chaos.out()).contains("killed").contains("back after");
        assertThat(chaos.out().lines().toList().getLast())
                .matches("survived \\d faults · health (99\\.[1-9]|100)%");
    }

    private static byte[] bundle(long sequence, Digest digest) {
        var json = JsonNodeFactory.instance.objectNode().put("env", "production");
        var bundle = json.putObject("bundle").put("sequence", sequence);
        bundle.put("digest", whole(digest).toString());
        bundle.putArray("gone");
        bundle.putArray("policies")
                .addObject()
                .put("id", "limit")
                .put("version", "1.0.0")
                .put("digest", digest.toString())
                .put("mediaType", "application/yaml")
                .put("artifact", POLICY);
        return json.toString().getBytes(UTF_8);
    }

    private static Digest whole(Digest digest) {
        return Digest.sha256(("limit 1.0.0 " + digest + "\n").getBytes(UTF_8));
    }

    /// Programs that read the limit all the time, through the front.
    private static final class Readers implements AutoCloseable {
        private final AtomicInteger asked = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private volatile boolean stopped;

        Readers() {
            for (int i = 0; i < 2; i++) {
                threads.execute(this::read);
            }
        }

        private void read() {
            while (!stopped) {
                var answer = client.ask("/policies/limit", PROBE);
                asked.incrementAndGet();
                if (answer.status() != 200
                        || answer.body().path("values").path("limit").asInt() != 35) {
                    failures.add(answer.toString());
                }
            }
        }

        void stop() throws InterruptedException {
            stopped = true;
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {
            stopped = true;
            threads.shutdownNow();
        }
    }
}
