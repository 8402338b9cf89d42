package hms.checks.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A cluster that does what the test says. Replicas that are killed come back after a time.
final class FakeCluster implements Cluster {
    private final FakePace pace;
    private final List<Slot> slots = new ArrayList<>();
    private final List<String> killed = new ArrayList<>();
    private Duration restart = Duration.ofSeconds(1);
    private Optional<String> broken = Optional.empty();
    private Duration answer = Duration.ofMillis(2);
    private int failEvery = Integer.MAX_VALUE;
    private int probes;
    private boolean disturbed;
    private int calmed;

    FakeCluster(FakePace pace, int replicas) {
        this.pace = pace;
        for (int i = 1; i <= replicas; i++) {
            slots.add(new Slot("replica-" + i));
        }
    }

    private static final class Slot {
        private final String name;
        private int incarnation = 1;
        private Duration ready = Duration.ZERO;

        Slot(String name) {
            this.name = name;
        }
    }

    FakeCluster restartsAfter(Duration time) {
        restart = time;
        return this;
    }

    FakeCluster answersAfter(Duration time) {
        answer = time;
        return this;
    }

    FakeCluster refuses(String reason) {
        broken = Optional.of(reason);
        return this;
    }

    /// Every so-manieth probe fails.
    FakeCluster failsEvery(int probe) {
        failEvery = probe;
        return this;
    }

    List<String> killed() {
        return killed;
    }

    boolean isDisturbed() {
        return disturbed;
    }

    int calmed() {
        return calmed;
    }

    @Override
    public List<Replica> replicas() {
        return slots.stream()
                .map(
                        slot ->
                                new Replica(
                                        slot.name,
                                        slot.name + "/" + slot.incarnation,
                                        slot.ready.compareTo(pace.now()) <= 0))
                .toList();
    }

    @Override
    public void kill(Replica replica) {
        broken.ifPresent(
                reason -> {
                    throw new ClusterFault(reason);
                });
        killed.add(replica.name());
        for (var slot : slots) {
            if (slot.name.equals(replica.name())) {
                slot.incarnation++;
                slot.ready = pace.now().plus(restart);
            }
        }
    }

    @Override
    public void slow(List<Replica> replicas, double share, Duration by, Duration during) {
        disturbed = true;
    }

    @Override
    public void fail(List<Replica> replicas, double share, Duration during) {
        disturbed = true;
    }

    @Override
    public void calm() {
        disturbed = false;
        calmed++;
    }

    @Override
    public Probe probe() {
        probes++;
        pace.pass(answer);
        return probes % failEvery == 0 ? Probe.failed("503 nobody is ready") : Probe.OK;
    }
}
