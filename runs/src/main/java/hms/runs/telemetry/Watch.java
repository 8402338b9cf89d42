package hms.runs.telemetry;

import hms.artifact.PolicyId;
import hms.checks.canary.Signals;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What was reported about the canary of one run.
final class Watch {

    private final Map<PolicyId, Sides> policies = new HashMap<>();
    private final Series.Growing series;

    private static final class Sides {
        final Sums canary = new Sums();
        final Sums baseline = new Sums();

        Sums of(boolean isCanary) {
            return isCanary ? canary : baseline;
        }
    }

    Watch(Instant start) {
        series = new Series.Growing(start);
    }

    synchronized void joined(PolicyId policy, boolean canary) {
        sides(policy).of(canary).joined();
    }

    synchronized void add(PolicyId policy, boolean canary, Report.Counters more, Instant at) {
        sides(policy).of(canary).add(more);
        series.add(at, canary, more);
    }

    synchronized Signals signals(PolicyId policy, boolean canary, long present, long converged) {
        var sides = policies.get(policy);
        return sides == null ? Signals.NONE : sides.of(canary).signals(present, converged);
    }

    synchronized Series series() {
        return series.read();
    }

    private Sides sides(PolicyId policy) {
        return policies.computeIfAbsent(policy, p -> new Sides());
    }
}
