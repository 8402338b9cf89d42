package hms.decisions;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// A number as rules see it: an exact decimal that equals by value (`2.0 == 2.00`), so that CEL's
/// generic equality, `in` and literals need no special case.
///
/// Sums, differences and products are exact. A quotient is exact where it can be, and otherwise
/// rounded to 34 significant digits, half to even (IEEE 754 decimal128). A result of more than
/// [#MAX_DIGITS] digits is refused, so that no rule can make the machine calculate with millions
/// of them.
final class Decimal implements Comparable<Decimal> {
    static final int MAX_DIGITS = 300;

    private static final MathContext QUOTIENT = MathContext.DECIMAL128;
    private static final Decimal ZERO = new Decimal(BigDecimal.ZERO);

    private final BigDecimal value;

    private Decimal(BigDecimal value) {
        this.value = value;
    }

    static Decimal of(BigDecimal value) {
        if (value.precision() > MAX_DIGITS || Math.abs(value.scale()) > MAX_DIGITS) {
            throw new RuleFailure(
                    FailureReason.NUMBER_TOO_LARGE,
                    "a number of more than " + MAX_DIGITS + " digits came up");
        }
        return new Decimal(value);
    }

    static Decimal of(long value) {
        return value == 0 ? ZERO : new Decimal(BigDecimal.valueOf(value));
    }

    /// The number that a text says, in plain or exponent notation.
    ///
    /// @throws RuleFailure if it says none
    static Decimal parse(String text) {
        try {
            if (text.length() > MAX_DIGITS) {
                throw new NumberFormatException();
            }
            return of(new BigDecimal(text));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new RuleFailure(
                    FailureReason.BAD_ARGUMENT, "'" + Wording.brief(text) + "' is not a number");
        }
    }

    Decimal plus(Decimal other) {
        return of(value.add(other.value));
    }

    Decimal minus(Decimal other) {
        return of(value.subtract(other.value));
    }

    Decimal times(Decimal other) {
        chargeFor(other);
        return of(value.multiply(other.value));
    }

    Decimal dividedBy(Decimal other) {
        chargeFor(other);
        return of(value.divide(divisor(other), QUOTIENT));
    }

    /// What is left after a whole number of divisors; it has the sign of the dividend.
    Decimal remainder(Decimal other) {
        chargeFor(other);
        return of(value.remainder(divisor(other)));
    }

    /// Long numbers take longer, by the square of their digits.
    private void chargeFor(Decimal other) {
        long digits = (long) value.precision() + other.value.precision();
        if (digits > 80) {
            Work.charge(digits * digits / 2_000);
        }
    }

    private static BigDecimal divisor(Decimal other) {
        if (other.value.signum() == 0) {
            throw new RuleFailure(FailureReason.DIVISION_BY_ZERO, "division by zero");
        }
        return other.value;
    }

    Decimal negated() {
        return new Decimal(value.negate());
    }

    Decimal abs() {
        return value.signum() < 0 ? negated() : this;
    }

    Decimal rounded(int places, RoundingMode mode) {
        return of(value.setScale(places, mode));
    }

    Decimal min(Decimal other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Decimal max(Decimal other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /// The number as an index, a count or a number of days.
    ///
    /// @throws RuleFailure if it is not whole, or out of an int's range
    int toInt(String what) {
        try {
            return value.intValueExact();
        } catch (ArithmeticException e) {
            throw new RuleFailure(
                    FailureReason.BAD_ARGUMENT,
                    what + " must be a whole number, not " + Wording.brief(toString()));
        }
    }

    boolean isWhole() {
        return value.signum() == 0 || value.scale() <= 0 || value.stripTrailingZeros().scale() <= 0;
    }

    /// The shortest plain form: no exponent, no trailing zeros.
    BigDecimal toBigDecimal() {
        var stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    @Override
    public int compareTo(Decimal other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Decimal decimal && value.compareTo(decimal.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return toBigDecimal().toPlainString();
    }
}
