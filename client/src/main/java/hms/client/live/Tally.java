package hms.client.live;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How one version of a policy fares with this reader: cumulative counts, cheap to add to from many
/// threads. It begins with the version or, while there is a canary, with that.
public final class Tally {
    private static final int MOST_KINDS = 50;
    private static final int LONGEST = 200;
    private static final String OTHERS = "others";

    private final LongAdder evaluations = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder compared = new LongAdder();
    private final Map<String, LongAdder> rules = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> alerts = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> changes = new ConcurrentHashMap<>();

    void evaluated(String rule, long tookNanos, boolean decided) {
        evaluations.increment();
        add(rules, rule);
        nanos.add(tookNanos);
        if (!decided) {
            errors.increment();
        }
    }

    void compared(String rule, Ruling before, Ruling after) {
        compared.increment();
        if (!before.text().equals(after.text())) {
            add(changes, rule + ": " + brief(before.text()) + " → " + brief(after.text()));
        }
    }

    void alert(String kind) {
        add(alerts, kind);
    }

    private static void add(Map<String, LongAdder> counts, String key) {
        var known = counts.get(key);
        if (known == null) {
            var name =
                    counts.size() >= MOST_KINDS
                            ? OTHERS
                            : key.substring(0, Math.min(LONGEST, key.length()));
            known = counts.computeIfAbsent(name, each -> new LongAdder());
        }
        known.increment();
    }

    private static String brief(String outcome) {
        return outcome.length() <= 60 ? outcome : outcome.substring(0, 59) + "…";
    }

    public long evaluations() {
        return evaluations.sum();
    }

    public long errors() {
        return errors.sum();
    }

    public long micros() {
        return nanos.sum() / 1_000;
    }

    public long compared() {
        return compared.sum();
    }

    /// How often each rule was asked.
    public Map<String, Long> rules() {
        return sums(rules);
    }

    /// What the program raised, by kind.
    public Map<String, Long> alerts() {
        return sums(alerts);
    }

    /// Which outcome differed how often: `violation: false → true`.
    public Map<String, Long> changes() {
        return sums(changes);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        var sums = new TreeMap<String, Long>();
        counts.forEach((key, count) -> sums.put(key, count.sum()));
        return sums;
    }
}
