package hms.decisions;

import static hms.decisions.Types.A_NUMBER;
import static hms.decisions.Types.A_TEXT;
import static hms.decisions.Types.NUMBER;
import static hms.decisions.Types.NUMBERS;
import static hms.decisions.Types.TRUTH;

import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;

/// Exact arithmetic: operators, comparisons, rounding, least, greatest and sum.
final class NumberFunctions {
    private static final int MAX_PLACES = 100;

    private NumberFunctions() {}

    static void define(FunctionTable table) {
        table.binary("_+_", "add_number", NUMBER, A_NUMBER, A_NUMBER, Decimal::plus);
        table.binary("_-_", "subtract_number", NUMBER, A_NUMBER, A_NUMBER, Decimal::minus);
        table.binary("_*_", "multiply_number", NUMBER, A_NUMBER, A_NUMBER, Decimal::times);
        table.binary("_/_", "divide_number", NUMBER, A_NUMBER, A_NUMBER, Decimal::dividedBy);
        table.binary("_%_", "modulo_number", NUMBER, A_NUMBER, A_NUMBER, Decimal::remainder);
        table.unary("-_", "negate_number", NUMBER, A_NUMBER, Decimal::negated);

        table.binary("_<_", "less_number", TRUTH, A_NUMBER, A_NUMBER, (a, b) -> a.compareTo(b) < 0);
        table.binary(
                "_<=_",
                "less_equals_number",
                TRUTH,
                A_NUMBER,
                A_NUMBER,
                (a, b) -> a.compareTo(b) <= 0);
        table.binary(
                "_>_", "greater_number", TRUTH, A_NUMBER, A_NUMBER, (a, b) -> a.compareTo(b) > 0);
        table.binary(
                "_>=_",
                "greater_equals_number",
                TRUTH,
                A_NUMBER,
                A_NUMBER,
                (a, b) -> a.compareTo(b) >= 0);

        table.unary("abs", "abs_number", NUMBER, A_NUMBER, Decimal::abs);
        table.unary(
                "floor", "floor_number", NUMBER, A_NUMBER, a -> a.rounded(0, RoundingMode.FLOOR));
        table.unary(
                "ceil", "ceil_number", NUMBER, A_NUMBER, a -> a.rounded(0, RoundingMode.CEILING));
        table.unary(
                "round", "round_number", NUMBER, A_NUMBER, a -> a.rounded(0, RoundingMode.HALF_UP));
        table.binary(
                "round",
                "round_number_places",
                NUMBER,
                A_NUMBER,
                A_NUMBER,
                NumberFunctions::rounded);
        table.unary("int", "int_number", NUMBER, A_NUMBER, a -> a.rounded(0, RoundingMode.DOWN));
        table.unary("int", "int_string", NUMBER, A_TEXT, NumberFunctions::whole);
        table.unary("number", "number_string", NUMBER, A_TEXT, Decimal::parse);
        table.unary("number", "number_number", NUMBER, A_NUMBER, a -> a);
        table.unary("decimal", "decimal_string", NUMBER, A_TEXT, Decimal::parse);
        table.unary("decimal", "decimal_number", NUMBER, A_NUMBER, a -> a);

        extremes(table, "min", Decimal::min);
        extremes(table, "max", Decimal::max);
        table.unary(
                "sum",
                "sum_list",
                NUMBER,
                NUMBERS,
                list -> fold(list, Decimal.of(0), Decimal::plus));
    }

    @SuppressWarnings("Immutable") // the operators are method references without state
    private static void extremes(FunctionTable table, String name, BinaryOperator<Decimal> better) {
        table.binary(name, name + "_number_2", NUMBER, A_NUMBER, A_NUMBER, better::apply);
        for (int count = 3; count <= 6; count++) {
            table.several(
                    name,
                    name + "_number_" + count,
                    NUMBER,
                    count,
                    A_NUMBER,
                    all -> fold(List.of(all), (Decimal) all[0], better));
        }
        table.unary(
                name,
                name + "_list",
                NUMBER,
                NUMBERS,
                list -> {
                    if (list.isEmpty()) {
                        throw new RuleFailure(
                                FailureReason.BAD_ARGUMENT, name + "() of an empty list");
                    }
                    return fold(list, number(list.get(0)), better);
                });
    }

    private static Decimal fold(List<?> list, Decimal start, BinaryOperator<Decimal> operator) {
        Work.charge(list.size());
        var result = start;
        for (Object element : list) {
            result = operator.apply(result, number(element));
        }
        return result;
    }

    private static Decimal number(Object element) {
        if (element instanceof Decimal number) {
            return number;
        }
        throw new RuleFailure(FailureReason.WRONG_TYPE, "a list of numbers holds something else");
    }

    /// Rounds half away from zero, as amounts of money are.
    private static Decimal rounded(Decimal number, Decimal places) {
        int count = places.toInt("the number of decimal places");
        if (count < -MAX_PLACES || count > MAX_PLACES) {
            throw new RuleFailure(
                    FailureReason.BAD_ARGUMENT,
                    "round() takes from -" + MAX_PLACES + " to " + MAX_PLACES + " decimal places");
        }
        return number.rounded(count, RoundingMode.HALF_UP);
    }

    private static Decimal whole(String text) {
        var number = Decimal.parse(text);
        if (!number.isWhole()) {
            throw new RuleFailure(
                    FailureReason.BAD_ARGUMENT,
                    "'" + Wording.brief(text) + "' is not a whole number");
        }
        return number;
    }
}
