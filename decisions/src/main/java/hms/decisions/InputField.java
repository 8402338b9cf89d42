package hms.decisions;

import hms.artifact.Input;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One input, with what it takes.
final class InputField {
    private static final int MAX_TEXT = 10_000;

    private final Input input;
    private final @Nullable Decimal min;
    private final @Nullable Decimal max;
    private final Set<Object> allowed = new LinkedHashSet<>();

    InputField(Input input) {
        this.input = input;
        this.min = input.min().map(Decimal::of).orElse(null);
        this.max = input.max().map(Decimal::of).orElse(null);
        input.allowed().forEach(value -> allowed.add(RuntimeValues.of(value)));
    }

    Input input() {
        return input;
    }

    /// @throws RuleFailure if the text does not fit; the message names the input
    Object read(String text) {
        return checked(
                switch (input.type()) {
                    case NUMBER, INTEGER -> number(text);
                    case BOOLEAN -> truth(text);
                    case DATE -> date(text);
                    case STRING -> bounded(text);
                });
    }

    /// @throws RuleFailure if the value does not fit; the message names the input
    Object readJson(JsonNode node) {
        return switch (input.type()) {
            case NUMBER, INTEGER ->
                    node.isNumber() ? checked(number(node)) : read(text(node, "a number"));
            case BOOLEAN ->
                    node.isBoolean() ? checked(node.booleanValue()) : refuse(node, "true or false");
            case DATE -> read(text(node, "a date such as \"2024-01-31\""));
            case STRING -> read(text(node, "a text"));
        };
    }

    private String text(JsonNode node, String wanted) {
        return node.isString() ? node.stringValue() : refuse(node, wanted).toString();
    }

    private Object refuse(JsonNode node, String wanted) {
        var given =
                node.isNull()
                        ? "null"
                        : node.isObject()
                                ? "an object"
                                : node.isArray() ? "a list" : node.toString();
        throw bad("must be " + wanted + ", not " + Wording.brief(given));
    }

    private Decimal number(JsonNode node) {
        try {
            return Decimal.of(node.decimalValue());
        } catch (RuntimeException e) {
            throw bad("is not a number that can be calculated with");
        }
    }

    private Decimal number(String text) {
        var digits = text.strip();
        if (digits.isEmpty() || digits.length() > Decimal.MAX_DIGITS || !isPlain(digits)) {
            throw notANumber(text);
        }
        try {
            return Decimal.of(new BigDecimal(digits));
        } catch (NumberFormatException | RuleFailure e) {
            throw notANumber(text);
        }
    }

    private static boolean isPlain(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }

    private RuleFailure notANumber(String text) {
        return bad("must be a number such as 31.5, not '" + Wording.brief(text) + "'");
    }

    private Boolean truth(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("must be true or false, not '" + Wording.brief(text) + "'");
        };
    }

    private Object date(String text) {
        try {
            return DateFunctions.parse(text.strip());
        } catch (RuleFailure e) {
            throw bad("must be a date such as 2024-01-31, not '" + Wording.brief(text) + "'");
        }
    }

    private String bounded(String text) {
        if (text.length() > MAX_TEXT) {
            throw bad("has more than " + MAX_TEXT + " characters; shorten it");
        }
        return text;
    }

    private Object checked(Object value) {
        if (value instanceof Decimal number) {
            if (input.type() == Input.Type.INTEGER && !number.isWhole()) {
                throw bad("must be a whole number, not " + Wording.brief(number.toString()));
            }
            if (min != null && number.compareTo(min) < 0) {
                throw bad(
                        "must be at least "
                                + min
                                + unit()
                                + ", not "
                                + Wording.brief(number.toString()));
            }
            if (max != null && number.compareTo(max) > 0) {
                throw bad(
                        "must be at most "
                                + max
                                + unit()
                                + ", not "
                                + Wording.brief(number.toString()));
            }
        }
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            var choices = allowed.stream().map(Object::toString).collect(Collectors.joining(", "));
            throw bad(
                    "must be one of "
                            + Wording.brief(choices)
                            + ", not '"
                            + Wording.brief(value.toString())
                            + "'");
        }
        return value;
    }

    private String unit() {
        return input.unit().map(unit -> " " + unit).orElse("");
    }

    private RuleFailure bad(String what) {
        return new RuleFailure(FailureReason.BAD_ARGUMENT, input.name() + " " + what);
    }
}
