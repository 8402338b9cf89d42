package hms.runs.port;

import hms.checks.chaos.Cluster;

/// Reaches into a target that is a cluster, to do it harm and to see how it bears that.
@FunctionalInterface
public interface ClusterAccess {

    Cluster cluster(Destination target);
}
