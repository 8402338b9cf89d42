package hms.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.Version;
import hms.client.HmsClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at the named steps of a canary, on the real server, with a real subscriber that goes
/// on asking: the canary goes on where it was, and the subscriber never sees a version go, or none
/// at all.
final class CanaryKillTest {
    private static final int KILLED = 137;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> POINTS =
            List.of("canary:begun", "canary:worked", "canary:finished", "canary:judged");

    @TempDir Path folder;

    @Test
    void canary_goes_on_where_it_was_wherever_its_server_is_killed() throws Exception {
        try (var hms = new Hms(folder)) {
            var server = hms.up(Map.of());
            int port = server.uri().getPort();
            hms.here("key", "new", "EPA Chief").succeeds();
            approve(hms, 0).succeeds();
            hms.here("run", "1", "--follow").succeeds();
            server.close();

            server = hms.up(port, crashingAt(0));
            try (var subscriber = new Subscriber(server, hms)) {
                for (int i = 0; i < POINTS.size(); i++) {
                    approve(hms, i + 1);
                    assertThat(server.awaitEnd())
                            .as("at %s: %s", POINTS.get(i), server.said())
                            .isEqualTo(KILLED);
                    server = hms.up(port, crashingAt(i + 1));
                    var run = hms.here("run", Integer.toString(i + 2), "--follow", "--verbose");
                    assertThat(run.out())
                            .as("%s%n%s", POINTS.get(i), run.err())
                            .contains("DEPLOYMENT SUCCESSFUL")
                            .containsPattern("Canary [^\\n]*PASS");
                    subscriber.awaitVersion("1.0." + (i + 1));
                }
                subscriber.assertNeverWithout();
            }
            server.close();
            hms.leaveServer();
            assertThat(hms.run("audit", "verify").succeeds().out()).contains("ledger verified");
        }
    }

    private static Map<String, String> crashingAt(int point) {
        return point < POINTS.size()
                ? Map.of("HMS_CRASH_AT", (point + 2) + "/" + POINTS.get(point))
                : Map.of();
    }

    private Hms.Result approve(Hms hms, int patch) throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("limit.yaml"),
                        """
                        id: limit
                        version: 1.0.%d
                        title: A limit
                        content: The limit is 35, as of revision %d.
                        limit: 35
                        inputs:
                          reading: { type: number, min: 0 }
                        rules:
                          violation: reading > limit
                        """
                                .formatted(patch, patch));
        // it may die before it can answer; the approval is on the ledger then
        return hms.here(
                "approve",
                file.toString(),
                "--sign",
                "EPA Chief",
                "--canary",
                "100%",
                "--bake",
                "1s");
    }

    /// A program that asks the rule all the time.
    private static final class Subscriber implements AutoCloseable {
        private final HmsClient client;
        private final AtomicInteger undecided = new AtomicInteger();
        private final AtomicReference<Version> newest = new AtomicReference<>(Version.of("1.0.0"));
        private final BlockingQueue<Version> changes = new LinkedBlockingQueue<>();
        private final AtomicInteger backwards = new AtomicInteger();
        private final ScheduledExecutorService asking =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("subscriber").factory());

        Subscriber(Server server, Hms hms) throws Exception {
            client =
                    HmsClient.builder(server.uri())
                            .token(Files.readString(hms.data().resolve("admin-token")).strip())
                            .key("subscriber-1")
                            .noCache()
                            .connect();
            var policy = client.getPolicy("limit");
            var _ =
                    asking.scheduleAtFixedRate(
                            () -> {
                                var before = newest.get();
                                var now =
                                        policy.version()
                                                .map(Version::of)
                                                .orElse(Version.of("0.0.0"));
                                if (now.compareTo(before) < 0) {
                                    backwards.incrementAndGet();
                                }
                                if (!now.equals(newest.getAndSet(now))) {
                                    changes.add(now);
                                }
                                var ruling = policy.evaluate("violation", Map.of("reading", 10));
                                if (!ruling.text().equals("false")) {
                                    undecided.incrementAndGet();
                                }
                            },
                            0,
                            5,
                            TimeUnit.MILLISECONDS);
        }

        void awaitVersion(String version) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            var seen = newest.get();
            while (!seen.equals(Version.of(version))) {
                var next = changes.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(next).as("still on %s: %s", seen, client.problems()).isNotNull();
                seen = next;
            }
        }

        void assertNeverWithout() {
            assertThat(undecided.get()).as("rules that gave no outcome").isZero();
            assertThat(backwards.get()).as("times that an older version came back").isZero();
        }

        @Override
        public void close() {
            asking.shutdownNow();
            client.close();
        }
    }
}
