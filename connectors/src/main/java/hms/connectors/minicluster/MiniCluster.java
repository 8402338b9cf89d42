package hms.connectors.minicluster;

import hms.checks.chaos.Cluster;
import hms.checks.chaos.ClusterFault;
import java.time.Duration;
import java.util.List;

/// A mini cluster as experiments see it. A probe asks a replica, through the front, how it is.
public final class MiniCluster implements Cluster {
    private static final String PROBED = "/healthz";

    /// Longer than the front's own patience with two replicas.
    private static final Duration PROBE = Duration.ofSeconds(3);

    private final ControlClient client;

    public MiniCluster(ControlClient client) {
        this.client = client;
    }

    @Override
    public List<Replica> replicas() {
        return client.status().replicas().stream()
                .map(
                        each ->
                                new Replica(
                                        each.name(),
                                        each.pid().isPresent()
                                                ? "process " + each.pid().getAsLong()
                                                : "not started",
                                        each.ready()))
                .toList();
    }

    @Override
    public void kill(Replica replica) {
        client.kill(replica.name());
    }

    @Override
    public void slow(List<Replica> replicas, double share, Duration by, Duration during) {
        client.slow(names(replicas), share, by, during);
    }

    @Override
    public void fail(List<Replica> replicas, double share, Duration during) {
        client.fail(names(replicas), share, during);
    }

    private static List<String> names(List<Replica> replicas) {
        return replicas.stream().map(Replica::name).toList();
    }

    @Override
    public void calm() {
        client.calm();
    }

    @Override
    public Probe probe() {
        try {
            var answer = client.ask(PROBED, PROBE);
            return answer.status() == 200
                    ? Probe.OK
                    : Probe.failed(answer.status() + ", " + answer.detail());
        } catch (ClusterFault e) {
            return Probe.failed(e.what());
        }
    }
}
