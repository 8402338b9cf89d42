package hms.client.live;

import java.math.BigDecimal;

/// What a rule said when it was asked.
public sealed interface Ruling {

    /// It decided.
    ///
    /// @param value a [Boolean], [BigDecimal], [String], [java.time.LocalDate], or an unmodifiable
    ///     [java.util.List] or [java.util.Map] of these
    record Decided(Object value) implements Ruling {
        @Override
        public Object orElseThrow() {
            return value;
        }

        @Override
        public String text() {
            return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        }
    }

    /// It could not decide.
    ///
    /// @param code why, for programs: `input-missing`, `no-such-rule`, `not-in-force`, …
    /// @param message why, for people
    record Undecided(String code, String message) implements Ruling {
        @Override
        public Object orElseThrow() {
            throw new IllegalStateException(message);
        }

        @Override
        public String text() {
            return "error";
        }
    }

    /// The value.
    ///
    /// @throws IllegalStateException that says why there is none
    Object orElseThrow();

    /// The outcome on one line; `error` if there is none.
    String text();

    /// Whether the rule said yes; false where it could not decide, or says something else.
    default boolean isTrue() {
        return this instanceof Decided decided && decided.value().equals(true);
    }
}
