package hms.decisions;

import java.util.List;
import java.util.Map;

/// The work that one evaluation may still do, in units of about 50 nanoseconds. Whatever can take
/// long charges for it before it begins: loops, texts, lists, regular expressions. So a costly
/// rule is stopped after the same amount of work on every machine, and never by a clock.
final class Work {
    /// Some hundredths of a second.
    static final long ALLOWANCE = 500_000;

    private static final ThreadLocal<Work> CURRENT = ThreadLocal.withInitial(Work::new);

    private long left = ALLOWANCE;

    /// Begins an evaluation on this thread.
    static void begin() {
        CURRENT.get().left = ALLOWANCE;
    }

    /// Takes units from what the running evaluation may still do.
    ///
    /// @throws RuleFailure if that was more than is left
    static void charge(long units) {
        var work = CURRENT.get();
        work.left -= units;
        if (work.left < 0 || units < 0) {
            work.left = 0;
            throw new RuleFailure(
                    FailureReason.TOO_COSTLY,
                    "the rule does too much work: use smaller lists and fewer nested all, exists, map or filter");
        }
    }

    /// Charges for reading a text once.
    static void chargeText(String text) {
        charge(1 + text.length() / 16);
    }

    /// How many values a value holds, itself included. The runtime walks through all of them
    /// whenever it passes one on.
    static int weight(Object value) {
        int weight = 1;
        if (value instanceof List<?> list) {
            for (Object element : list) {
                weight += weight(element);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Object element : map.values()) {
                weight += 1 + weight(element);
            }
        }
        return weight;
    }
}
