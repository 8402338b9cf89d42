package hms.runs.telemetry;

import hms.checks.canary.Signals;
import java.util.HashMap;
import java.util.Map;

/// What one side of a canary came to for one policy. Guarded by its [Watch].
final class Sums {
    private static final int MOST_KINDS = 300;
    private static final String OTHERS = "others";

    private long subscribers;
    private long evaluations;
    private long errors;
    private long micros;
    private long compared;
    private final Map<String, Long> alerts = new HashMap<>();
    private final Map<String, Long> changes = new HashMap<>();
    private final Map<String, Long> asked = new HashMap<>();

    void joined() {
        subscribers++;
    }

    void add(Report.Counters more) {
        evaluations += more.evaluations();
        errors += more.errors();
        micros += more.micros();
        compared += more.compared();
        add(alerts, more.alerts());
        add(changes, more.changes());
        add(asked, more.asked());
    }

    private static void add(Map<String, Long> to, Map<String, Long> more) {
        more.forEach(
                (kind, count) -> {
                    boolean fits = to.size() < MOST_KINDS || to.containsKey(kind);
                    to.merge(fits ? kind : OTHERS, count, Long::sum);
                });
    }

    Signals signals(long present, long converged) {
        return new Signals(
                subscribers,
                present,
                converged,
                evaluations,
                Math.min(errors, evaluations),
                micros,
                alerts,
                compared,
                changes,
                asked);
    }
}
