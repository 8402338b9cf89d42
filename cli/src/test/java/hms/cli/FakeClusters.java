package hms.cli;

import hms.checks.chaos.Cluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Clusters that are there at once, and of which nothing is real.
final class FakeClusters implements Clusters {
    final Map<String, Found> found = new TreeMap<>();
    final List<Order> orders = new ArrayList<>();
    final List<String> stopped = new ArrayList<>();
    Optional<String> busy = Optional.empty();
    Optional<String> failure = Optional.empty();
    boolean startsServer;
    boolean serverEnded;
    boolean healthy = true;
    private final AtomicInteger kills = new AtomicInteger();

    /// A cluster of which some replicas are ready.
    static Found.Up up(String environment, int replicas, int ready) {
        return up(environment, replicas, ready, URI.create("http://127.0.0.1:8080"));
    }

    static Found.Up up(String environment, int replicas, int ready, URI server) {
        return new Found.Up(
                environment,
                4711,
                URI.create("http://127.0.0.1:7001"),
                server,
                "tok-" + environment,
                IntStream.rangeClosed(1, replicas)
                        .mapToObj(
                                n ->
                                        new Replica(
                                                environment + "-" + n,
                                                OptionalLong.of(5000 + n),
                                                n <= ready,
                                                0,
                                                n <= ready ? Optional.of("0.17") : Optional.empty(),
                                                n <= ready
                                                        ? Optional.empty()
                                                        : Optional.of("nothing came yet")))
                        .toList());
    }

    @Override
    public Claim claim(Path dataFolder) {
        busy.ifPresent(
                owner -> {
                    throw new Busy(owner);
                });
        return () -> {};
    }

    @Override
    public List<String> environments(Path dataFolder) {
        return List.copyOf(found.keySet());
    }

    @Override
    public Found find(Path dataFolder, String environment) {
        return found.getOrDefault(environment, new Found.Nothing());
    }

    @Override
    public Starting start(Order order) {
        orders.add(order);
        if (failure.isEmpty()) {
            found.put(
                    order.environment(),
                    up(order.environment(), order.replicas(), order.replicas()));
        }
        return () -> failure;
    }

    @Override
    public void stop(Path dataFolder, String environment) {
        stopped.add(environment);
        found.remove(environment);
    }

    @Override
    public Cluster cluster(Path dataFolder, String environment) {
        return new Cluster() {
            @Override
            public List<Replica> replicas() {
                return IntStream.rangeClosed(1, 3)
                        .mapToObj(n -> new Replica(environment + "-" + n, n + "/" + kills, true))
                        .toList();
            }

            @Override
            public void kill(Replica replica) {
                kills.incrementAndGet();
            }

            @Override
            public void slow(List<Replica> replicas, double share, Duration by, Duration time) {}

            @Override
            public void fail(List<Replica> replicas, double share, Duration time) {}

            @Override
            public void calm() {}

            @Override
            public Probe probe() {
                return healthy ? Probe.OK : Probe.failed("503, no replica is ready");
            }
        };
    }

    int kills() {
        return kills.get();
    }

    @Override
    public boolean serve(Path dataFolder, Optional<Path> configuration) {
        return startsServer;
    }

    @Override
    public boolean endServer(Path dataFolder) {
        serverEnded = true;
        return startsServer;
    }
}
