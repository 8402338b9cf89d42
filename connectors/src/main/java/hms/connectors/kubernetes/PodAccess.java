package hms.connectors.kubernetes;

import hms.checks.chaos.Cluster;
import hms.runs.port.Destination;
import java.time.InstantSource;
import java.util.Map;

/// Reaches into clusters to delete pods: targets of kind `kubernetes`.
public final class PodAccess implements hms.runs.port.ClusterAccess {

    private final Pods pods;
    private final InstantSource clock;

    /// @param environment the process's variables, which say whether it runs in a cluster
    public PodAccess(Map<String, String> environment, InstantSource clock) {
        this.pods = new Pods(environment);
        this.clock = clock;
    }

    @Override
    public Cluster cluster(Destination target) {
        return new PodCluster(pods, target, clock);
    }
}
