package hms.checks.canary;

import java.util.Map;
import java.util.TreeMap;

/// What the subscribers on one side of a canary signalled about one policy while it was watched.
///
/// @param subscribers how many reported
/// @param present how many of them are still there
/// @param converged how many of those obey, as of their last word, exactly the new version
/// @param evaluations rules asked
/// @param errors of them, those without an outcome
/// @param micros time that they took together
/// @param alerts what programs raised, by kind
/// @param compared evaluations of which the other version was asked too
/// @param changes how often which outcome differed, as `RULE: OLD → NEW`
/// @param asked evaluations by rule, as far as subscribers say so
public record Signals(
        long subscribers,
        long present,
        long converged,
        long evaluations,
        long errors,
        long micros,
        Map<String, Long> alerts,
        long compared,
        Map<String, Long> changes,
        Map<String, Long> asked) {

    public static final Signals NONE =
            new Signals(0, 0, 0, 0, 0, 0, Map.of(), 0, Map.of(), Map.of());

    public Signals {
        alerts = new TreeMap<>(alerts);
        changes = new TreeMap<>(changes);
        asked = Map.copyOf(asked);
    }

    /// All alerts.
    public long alertCount() {
        return sum(alerts);
    }

    /// All outcomes that differed.
    public long changeCount() {
        return sum(changes);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /// How often a rule was asked at most: of whom nobody says what he asked, it may have been this
    /// rule each time.
    long asked(String rule) {
        return Math.min(
                evaluations, asked.getOrDefault(rule, 0L) + Math.max(0, evaluations - sum(asked)));
    }

    /// How often a rule was compared.
    long compared(String rule) {
        return evaluations == 0
                ? compared
                : Math.round((double) compared * asked(rule) / evaluations);
    }
}
