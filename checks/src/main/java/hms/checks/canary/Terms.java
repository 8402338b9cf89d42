package hms.checks.canary;

import java.math.BigDecimal;

/// What a canary has to hold.
///
/// @param minimum how many evaluations have to have been seen
/// @param alerts so many alerts beyond what was foreseen stop it; at least 1
/// @param errors how much larger the share of evaluations without an outcome may be than the
///     baseline's, from 0 to 1
/// @param slower how many times as long an evaluation may take as in the baseline; at least 1
public record Terms(long minimum, long alerts, BigDecimal errors, long slower) {

    /// Fewer than two unforeseen alerts, 1 % more errors, five times as slow, of 20 evaluations.
    public static final Terms USUAL = new Terms(20, 2, new BigDecimal("0.01"), 5);

    public Terms {
        if (minimum < 1 || alerts < 1 || slower < 1) {
            throw new IllegalArgumentException(
                    "minimum, alerts and slower are at least 1, not "
                            + minimum
                            + ", "
                            + alerts
                            + ", "
                            + slower);
        }
        if (errors.signum() < 0 || errors.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("errors is a share from 0 to 1, not " + errors);
        }
    }
}
