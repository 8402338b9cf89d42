package hms.runs;

import hms.checks.chaos.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A cluster that bears everything: what is killed is there again at once, as another process.
final class StoutCluster implements Cluster {
    private final List<Integer> instances = new ArrayList<>(List.of(1, 2, 3));
    int kills;
    boolean answers = true;

    @Override
    public synchronized List<Replica> replicas() {
        var all = new ArrayList<Replica>();
        for (int i = 0; i < instances.size(); i++) {
            all.add(new Replica("r" + i, Integer.toString(instances.get(i)), true));
        }
        return all;
    }

    @Override
    public synchronized void kill(Replica replica) {
        kills++;
        instances.set(Integer.parseInt(replica.name().substring(1)), 10 + kills);
    }

    @Override
    public void slow(List<Replica> replicas, double share, Duration by, Duration during) {}

    @Override
    public void fail(List<Replica> replicas, double share, Duration during) {}

    @Override
    public void calm() {}

    @Override
    public Probe probe() {
        return answers ? Probe.OK : Probe.failed("answered 503");
    }
}
