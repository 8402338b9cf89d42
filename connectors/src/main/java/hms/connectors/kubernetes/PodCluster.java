package hms.connectors.kubernetes;

import hms.checks.chaos.Cluster;
import hms.checks.chaos.ClusterFault;
import hms.runs.port.Destination;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A cluster that pods are deleted in. There is no front of ours in it: nothing can be made slow or
/// failing, and how it fares is what the API server says of its pods.
final class PodCluster implements Cluster {

    /// The API server is not asked more often than that for probes.
    private static final Duration FRESH = Duration.ofMillis(500);

    private final Pods pods;
    private final Destination to;
    private final InstantSource clock;
    private final TreeMap<Integer, String> places = new TreeMap<>();
    private @Nullable Reading last;

    PodCluster(Pods pods, Destination to, InstantSource clock) {
        this.pods = pods;
        this.to = to;
        this.clock = clock;
    }

    private record Reading(Instant at, Probe probe) {}

    /// A pod that is gone leaves its place to the next new one.
    @Override
    public synchronized List<Replica> replicas() {
        var there = asked();
        if (there.isEmpty() && places.isEmpty()) {
            throw new ClusterFault(
                    to
                            + " has no pods that could be deleted: name their deployments under"
                            + " restart:");
        }
        var ready =
                there.stream().collect(Collectors.toMap(Pods.Replica::name, Pods.Replica::ready));
        places.values().retainAll(ready.keySet());
        settle(ready.keySet());
        var replicas = new ArrayList<Replica>();
        places.forEach(
                (place, pod) ->
                        replicas.add(
                                new Replica(
                                        "replica-" + place, pod, ready.getOrDefault(pod, false))));
        return List.copyOf(replicas);
    }

    private void settle(Set<String> there) {
        int free = 1;
        for (var pod : there.stream().sorted().toList()) {
            if (places.containsValue(pod)) {
                continue;
            }
            while (places.containsKey(free)) {
                free++;
            }
            places.put(free, pod);
        }
    }

    private List<Pods.Replica> asked() {
        try {
            return pods.list(to);
        } catch (IOException e) {
            throw new ClusterFault(to + " cannot be asked: " + e.getMessage(), e);
        }
    }

    @Override
    public void kill(Replica replica) {
        try {
            pods.delete(to, List.of(replica.instance()));
        } catch (IOException e) {
            throw new ClusterFault(
                    "the pod " + replica.instance() + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean hasFront() {
        return false;
    }

    @Override
    public void slow(List<Replica> replicas, double share, Duration by, Duration during) {
        throw noFront();
    }

    @Override
    public void fail(List<Replica> replicas, double share, Duration during) {
        throw noFront();
    }

    private ClusterFault noFront() {
        return new ClusterFault(to + " has no front where answers could be made slow or failing");
    }

    @Override
    public void calm() {
        // nothing was made slow or failing
    }

    /// Well while a pod is ready.
    @Override
    public synchronized Probe probe() {
        var now = clock.instant();
        if (last == null || last.at().plus(FRESH).isBefore(now)) {
            last = new Reading(now, read());
        }
        return last.probe();
    }

    private Probe read() {
        try {
            return pods.list(to).stream().anyMatch(Pods.Replica::ready)
                    ? Probe.OK
                    : Probe.failed("no pod is ready");
        } catch (IOException e) {
            return Probe.failed(String.valueOf(e.getMessage()));
        }
    }
}
