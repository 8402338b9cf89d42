package hms.decisions;

/// What a rule said when it was asked.
public sealed interface Decision {

    /// It decided.
    ///
    /// @param value a [Boolean], [java.math.BigDecimal] (plain, without trailing zeros), [String],
    ///     [java.time.LocalDate], or an unmodifiable [java.util.List] or [java.util.Map] of these
    record Outcome(Object value) implements Decision {
        @Override
        public String text() {
            return value instanceof java.math.BigDecimal number
                    ? number.toPlainString()
                    : value.toString();
        }
    }

    /// It could not decide.
    ///
    /// @param reason why, for programs
    /// @param message why, for people
    record Failed(FailureReason reason, String message) implements Decision {
        @Override
        public String text() {
            return "failed: " + message;
        }
    }

    /// What it said, on one line.
    String text();
}
