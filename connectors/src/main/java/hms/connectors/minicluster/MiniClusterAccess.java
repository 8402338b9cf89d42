package hms.connectors.minicluster;

import hms.checks.chaos.Cluster;
import hms.runs.port.ClusterAccess;
import hms.runs.port.Destination;
import java.nio.file.Path;

/// Reaches into mini clusters: targets of kind `local`.
public final class MiniClusterAccess implements ClusterAccess {
    private final LocalCluster local;

    /// @param dataFolder to which the clusters belong
    public MiniClusterAccess(Path dataFolder) {
        this.local = new LocalCluster(dataFolder);
    }

    /// @throws hms.checks.chaos.ClusterFault it is not there
    @Override
    public Cluster cluster(Destination target) {
        return new MiniCluster(local.reach(target));
    }
}
