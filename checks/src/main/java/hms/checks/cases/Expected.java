package hms.checks.cases;

import hms.decisions.Decision;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a case expects of a rule, as written.
public sealed interface Expected {

    /// Whether an outcome is what was meant.
    boolean matches(Object outcome);

    /// Whether a decision is what was meant.
    default boolean holds(Decision decision) {
        return decision instanceof Decision.Outcome outcome && matches(outcome.value());
    }

    /// It on one line.
    String text();

    /// A number, truth value, date or text; what it is, the outcome says.
    record Plain(String text) implements Expected {
        @Override
        public boolean matches(Object outcome) {
            return switch (outcome) {
                case BigDecimal number -> isNumber(number);
                case Boolean truth -> text.strip().equals(truth.toString());
                case LocalDate date -> text.strip().equals(date.toString());
                case String string -> text.equals(string);
                default -> false;
            };
        }

        private boolean isNumber(BigDecimal number) {
            try {
                return text.length() <= 1_000
                        && new BigDecimal(text.strip()).compareTo(number) == 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    /// No answer: the rule has to fail, or the inputs not to fit.
    record NoAnswer() implements Expected {
        @Override
        public boolean matches(Object outcome) {
            return false;
        }

        @Override
        public boolean holds(Decision decision) {
            return decision instanceof Decision.Failed;
        }

        @Override
        public String text() {
            return "no answer";
        }
    }

    /// A list of the same length, each element as expected.
    record Listed(List<Expected> items) implements Expected {
        @Override
        public boolean matches(Object outcome) {
            if (!(outcome instanceof List<?> list) || list.size() != items.size()) {
                return false;
            }
            for (int i = 0; i < items.size(); i++) {
                if (!items.get(i).matches(list.get(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String text() {
            return items.stream().map(Expected::text).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /// A map of the same keys, each value as expected.
    record Keyed(Map<String, Expected> entries) implements Expected {
        @Override
        public boolean matches(Object outcome) {
            if (!(outcome instanceof Map<?, ?> map) || map.size() != entries.size()) {
                return false;
            }
            for (var entry : entries.entrySet()) {
                var value = map.get(entry.getKey());
                if (value == null || !entry.getValue().matches(value)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String text() {
            return entries.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue().text())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }
}
