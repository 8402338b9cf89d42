package hms.checks.chaos;

import java.time.Duration;
import java.util.List;

/// The cluster that an experiment is made on. Every method blocks, within a time of its own, and
/// may be called by several threads at once.
public interface Cluster {

    /// One of its processes.
    ///
    /// @param name its place in the cluster, which another process takes when this one is gone
    /// @param instance which process it is, such as its number; never the same again
    /// @param ready whether it can answer
    record Replica(String name, String instance, boolean ready) {}

    /// What a question to the front came to.
    ///
    /// @param ok whether it was answered as it should be, in time
    /// @param said what was wrong; empty if nothing was
    record Probe(boolean ok, String said) {
        public static final Probe OK = new Probe(true, "");

        public static Probe failed(String said) {
            return new Probe(false, said);
        }
    }

    /// All that there are now, those that are being started included.
    ///
    /// @throws ClusterFault it cannot be asked
    List<Replica> replicas();

    /// Ends a process, without a warning to it.
    ///
    /// @throws ClusterFault it cannot be done
    void kill(Replica replica);

    /// Whether requests come through a front of ours, behind which replicas can be made slow or
    /// failing. Else only kills can be done.
    default boolean hasFront() {
        return true;
    }

    /// Makes replicas slow, behind the front.
    ///
    /// @param share of the requests that get there, from 0 to 1
    /// @param by how much later they answer
    /// @param during for how long
    /// @throws ClusterFault it cannot be done
    void slow(List<Replica> replicas, double share, Duration by, Duration during);

    /// Makes replicas fail requests, behind the front.
    ///
    /// @param share of the requests that get there, from 0 to 1
    /// @param during for how long
    /// @throws ClusterFault it cannot be done
    void fail(List<Replica> replicas, double share, Duration during);

    /// Ends everything that was made slow or failing.
    ///
    /// @throws ClusterFault it cannot be done
    void calm();

    /// Asks the front something. Never throws.
    Probe probe();
}
