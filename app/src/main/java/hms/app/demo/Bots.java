package hms.app.demo;

import hms.client.ClientPool;
import hms.client.HmsClient;
import hms.client.Policy;
import hms.client.PolicyChange;
import hms.client.live.Ruling;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/// Fifty inspection bots in three regions. Each is a subscriber of its own: it holds a connection,
/// takes readings of the air, asks the limit's rule about each, and raises an alert where the rule
/// finds a violation.
final class Bots implements AutoCloseable {

    static final String LIMIT = "epa-pm25-limit";
    static final List<String> REGIONS = List.of("NCR", "Northeast", "Southwest");

    private static final int COUNT = 50;
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Bot> bots = new ArrayList<>();
    private final ClientPool pool = ClientPool.create();
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("demo-bots").factory());
    private final LongAdder asked = new LongAdder();
    private final LongAdder undecided = new LongAdder();

    /// @param readings a CSV with a column `reading`: what the bots find in the air
    Bots(URI server, String token, Path readings, long seed) throws IOException {
        var found = readings(readings);
        for (int i = 0; i < COUNT; i++) {
            var region = REGIONS.get(i % REGIONS.size());
            var client =
                    HmsClient.builder(server)
                            .token(token)
                            .key("bot-%02d".formatted(i + 1))
                            .attribute("region", region)
                            .ids(LIMIT)
                            .noCache()
                            .pool(pool)
                            .start();
            bots.add(new Bot(region, client, found, new Random(seed + i)));
        }
        var _ =
                rounds.scheduleAtFixedRate(
                        this::inspect, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static List<BigDecimal> readings(Path csv) throws IOException {
        var lines = Files.readAllLines(csv);
        int column = List.of(lines.getFirst().split(",", -1)).indexOf("reading");
        return lines.stream()
                .skip(1)
                .map(line -> new BigDecimal(line.split(",", -1)[column]))
                .toList();
    }

    /// One reading a bot.
    private void inspect() {
        for (var bot : bots) {
            if (bot.policy.version().isPresent()) {
                bot.inspect();
            }
        }
    }

    private final class Bot {
        private final String region;
        private final HmsClient client;
        private final Policy policy;
        private final List<BigDecimal> air;
        private final Random random;
        private volatile long changedAt;

        Bot(String region, HmsClient client, List<BigDecimal> air, Random random) {
            this.region = region;
            this.client = client;
            this.policy = client.getPolicy(LIMIT);
            this.air = air;
            this.random = random;
            client.onChange(LIMIT, this::changed);
        }

        private void changed(PolicyChange change) {
            if (!change.before().version().equals(change.after().version())) {
                changedAt = System.nanoTime();
            }
        }

        private void inspect() {
            var reading = air.get(random.nextInt(air.size()));
            var violation = policy.evaluate("violation", Map.of("reading", reading));
            asked.increment();
            if (violation.isTrue()) {
                policy.alert("violation");
            } else if (violation instanceof Ruling.Undecided) {
                undecided.increment();
            }
        }
    }

    int size() {
        return bots.size();
    }

    /// How often a rule was asked, by all of them together.
    long asked() {
        return asked.sum();
    }

    /// How many of a region obey a version, of how many.
    record Share(int on, int of) {}

    /// How many obey the version, by region.
    Map<String, Share> on(String version) {
        var shares = new TreeMap<String, Share>();
        for (var bot : bots) {
            boolean is = bot.policy.version().filter(version::equals).isPresent();
            shares.merge(
                    bot.region,
                    new Share(is ? 1 : 0, 1),
                    (a, b) -> new Share(a.on() + b.on(), a.of() + b.of()));
        }
        return shares;
    }

    boolean allOn(String version) {
        return on(version).values().stream().allMatch(share -> share.on() == share.of());
    }

    /// Waits until all obey the version.
    ///
    /// @return when the last one changed, as [System#nanoTime] has it
    long awaitAllOn(String version) {
        await("all bots to be on " + version, () -> allOn(version));
        return bots.stream().mapToLong(bot -> bot.changedAt).max().orElseThrow();
    }

    /// How many hear from the server.
    long connected() {
        return bots.stream().filter(bot -> !bot.client.isStale()).count();
    }

    void awaitConnected() {
        await("all bots to be connected", () -> connected() == bots.size());
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "waited " + PATIENCE.toSeconds() + " s for " + what + ", in vain");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what, e);
            }
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        bots.forEach(bot -> bot.client.close());
        pool.close();
    }
}
