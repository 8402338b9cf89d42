package hms.checks.chaos;

import hms.checks.chaos.Fault.Pick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Which faults are done when. The same seed, number of replicas and time give the same plan.
///
/// Faults come one after the other at a steady rhythm, with a little chance in it: a kill,
/// slowness, a kill, errors, and again. What is slow or failing recovers before the next fault, and
/// before the end.
///
/// @param faults in the order in which they are due
public record Plan(long seed, int replicas, Duration time, List<Due> faults) {
    /// Shorter ones cannot show anything.
    public static final Duration SHORTEST = Duration.ofSeconds(5);

    private static final double KILLED = 0.1;
    private static final long FIRST_MS = 1_000;
    private static final long FASTEST_MS = 3_000;
    private static final long SLOWEST_MS = 10_000;
    private static final int USUAL_FAULTS = 6;

    public Plan {
        faults = List.copyOf(faults);
    }

    /// A fault, and when it is done.
    ///
    /// @param at from the beginning of the experiment
    public record Due(Duration at, Fault fault) {}

    /// Draws a plan.
    ///
    /// @param replicas how many the cluster has
    /// @param time how long the experiment lasts
    public static Plan of(long seed, int replicas, Duration time) {
        if (replicas < 1) {
            throw new IllegalArgumentException("a cluster without replicas has nothing to lose");
        }
        if (time.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "an experiment lasts at least " + SHORTEST.toSeconds() + " s");
        }
        var random = new Random(seed);
        long rhythm = Math.clamp(time.toMillis() / USUAL_FAULTS, FASTEST_MS, SLOWEST_MS);
        var faults = new ArrayList<Due>();
        long end = time.toMillis() - rhythm * 2 / 3;
        for (long at = FIRST_MS; at < end; at += rhythm) {
            var fault = fault(random, faults.size(), replicas, rhythm);
            long late = faults.isEmpty() ? 0 : random.nextLong(rhythm / 6);
            faults.add(new Due(Duration.ofMillis(at + late), fault));
        }
        return new Plan(seed, replicas, time, faults);
    }

    /// The same without what a cluster without a front cannot have done to it.
    public Plan killsOnly() {
        return new Plan(
                seed,
                replicas,
                time,
                faults.stream().filter(due -> due.fault() instanceof Fault.Kill).toList());
    }

    private static Fault fault(Random random, int number, int replicas, long rhythm) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < replicas; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        var pick = new Pick(order, Math.max(1, (int) Math.floor(replicas * KILLED)));
        double share = (50 + random.nextInt(51)) / 100.0;
        var during = Duration.ofMillis(rhythm * (30 + random.nextInt(20)) / 100);
        var by = Duration.ofMillis(200 + random.nextInt(1_301));
        if (number % 2 == 0) {
            return new Fault.Kill(pick);
        }
        return number % 4 == 1
                ? new Fault.Latency(pick, share, by, during)
                : new Fault.Errors(pick, share, during);
    }
}
