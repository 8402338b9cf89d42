package hms.checks.canary;

import java.util.Collection;

/// What checks come to together. Failing is decided at once, passing only at the end, and what
/// cannot be told at the end has not passed.
public enum Verdict {
    NOT_YET,
    PASSED,
    FAILED,
    INCONCLUSIVE;

    /// @param over whether the canary was watched for as long as it had to be
    public static Verdict of(Collection<Check> checks, boolean over) {
        if (has(checks, Check.State.FAILING)) {
            return FAILED;
        }
        if (has(checks, Check.State.UNCLEAR)) {
            return INCONCLUSIVE;
        }
        if (!over) {
            return NOT_YET;
        }
        return has(checks, Check.State.WAITING) ? INCONCLUSIVE : PASSED;
    }

    private static boolean has(Collection<Check> checks, Check.State state) {
        return checks.stream().anyMatch(check -> check.state() == state);
    }
}
