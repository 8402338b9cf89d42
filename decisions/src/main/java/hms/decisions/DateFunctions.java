package hms.decisions;

import static hms.decisions.Types.A_DATE;
import static hms.decisions.Types.A_NUMBER;
import static hms.decisions.Types.A_TEXT;
import static hms.decisions.Types.DATE;
import static hms.decisions.Types.NUMBER;
import static hms.decisions.Types.TRUTH;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/// Dates of the ISO calendar. There is no clock: the date that a rule is evaluated for is in scope
/// as `on`.
final class DateFunctions {
    private DateFunctions() {}

    static void define(FunctionTable table) {
        table.binary("_<_", "less_date", TRUTH, A_DATE, A_DATE, (a, b) -> a.isBefore(b));
        table.binary("_<=_", "less_equals_date", TRUTH, A_DATE, A_DATE, (a, b) -> !a.isAfter(b));
        table.binary("_>_", "greater_date", TRUTH, A_DATE, A_DATE, (a, b) -> a.isAfter(b));
        table.binary(
                "_>=_", "greater_equals_date", TRUTH, A_DATE, A_DATE, (a, b) -> !a.isBefore(b));
        table.binary(
                "_-_", "subtract_date", NUMBER, A_DATE, A_DATE, (a, b) -> between(b, a, "days"));
        table.binary("min", "min_date", DATE, A_DATE, A_DATE, (a, b) -> a.isAfter(b) ? b : a);
        table.binary("max", "max_date", DATE, A_DATE, A_DATE, (a, b) -> a.isBefore(b) ? b : a);

        table.unary("date", "date_string", DATE, A_TEXT, DateFunctions::parse);
        table.unary("date", "date_date", DATE, A_DATE, a -> a);
        table.several("date", "date_year_month_day", DATE, 3, A_NUMBER, DateFunctions::of);
        table.unaryMember("year", "date_year", NUMBER, A_DATE, a -> Decimal.of(a.getYear()));
        table.unaryMember(
                "month", "date_month", NUMBER, A_DATE, a -> Decimal.of(a.getMonthValue()));
        table.unaryMember("day", "date_day", NUMBER, A_DATE, a -> Decimal.of(a.getDayOfMonth()));

        table.binaryMember(
                "plusDays",
                "date_plus_days",
                DATE,
                A_DATE,
                A_NUMBER,
                (a, n) -> later(a, n, ChronoUnit.DAYS));
        table.binaryMember(
                "plusMonths",
                "date_plus_months",
                DATE,
                A_DATE,
                A_NUMBER,
                (a, n) -> later(a, n, ChronoUnit.MONTHS));
        table.binaryMember(
                "plusYears",
                "date_plus_years",
                DATE,
                A_DATE,
                A_NUMBER,
                (a, n) -> later(a, n, ChronoUnit.YEARS));
        for (String unit : new String[] {"days", "months", "years"}) {
            table.binaryMember(
                    unit + "Until",
                    "date_" + unit + "_until",
                    NUMBER,
                    A_DATE,
                    A_DATE,
                    (a, b) -> between(a, b, unit));
        }
    }

    /// Whole days, months or years from one date to another: a person's age is
    /// `born.yearsUntil(on)`.
    private static Decimal between(LocalDate from, LocalDate to, String unit) {
        if (unit.equals("days")) {
            return Decimal.of(ChronoUnit.DAYS.between(from, to));
        }
        return Decimal.of(
                unit.equals("months")
                        ? ChronoUnit.MONTHS.between(from, to)
                        : ChronoUnit.YEARS.between(from, to));
    }

    /// The date that a text says, as `2024-01-31`.
    ///
    /// @throws RuleFailure if it says none
    static LocalDate parse(String text) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // answered below, as for a text of another length
        }
        throw new RuleFailure(
                FailureReason.BAD_ARGUMENT,
                "'" + Wording.brief(text) + "' is not a date such as 2024-01-31");
    }

    private static LocalDate of(Object[] parts) {
        try {
            return LocalDate.of(
                    ((Decimal) parts[0]).toInt("a year"),
                    ((Decimal) parts[1]).toInt("a month"),
                    ((Decimal) parts[2]).toInt("a day"));
        } catch (DateTimeException e) {
            throw new RuleFailure(
                    FailureReason.BAD_ARGUMENT,
                    "there is no date "
                            + Wording.brief(parts[0] + "-" + parts[1] + "-" + parts[2]));
        }
    }

    private static LocalDate later(LocalDate date, Decimal count, ChronoUnit unit) {
        try {
            return date.plus(count.toInt("a number of days, months or years"), unit);
        } catch (DateTimeException | ArithmeticException e) {
            throw new RuleFailure(
                    FailureReason.BAD_ARGUMENT,
                    date
                            + " plus "
                            + Wording.brief(count.toString())
                            + " is outside of the calendar");
        }
    }
}
