package hms.client;

import hms.client.live.View;
import org.jspecify.annotations.Nullable;

/// Stands where a value would be, and knows why it is not there.
///
/// @param view the policy
/// @param name the value's name
/// @param wanted the type that was asked for, in words
record Missing(View view, String name, String wanted) {

    RuntimeException exception() {
        var there = view.value(name);
        if (there != null) {
            return new ValueAbsent(
                    "%s of %s is %s (%s), not %s"
                            .formatted(name, view, words(there), there, wanted));
        }
        if (!view.values().isEmpty() || Status.of(view) == Status.IN_FORCE) {
            return new ValueAbsent(absent());
        }
        return PolicyAbsent.of(view);
    }

    private String absent() {
        var dated =
                view.artifact().map(artifact -> artifact.values().containsKey(name)).orElse(false);
        return dated
                ? "%s of %s has no value on this day: it has not begun, or has ended"
                        .formatted(name, view)
                : "%s has no value '%s'; it has %s".formatted(view, name, view.values().keySet());
    }

    private static String words(@Nullable Object value) {
        if (value instanceof java.math.BigDecimal) {
            return "a number";
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Boolean) {
            return "a truth value";
        }
        if (value instanceof java.time.LocalDate) {
            return "a date";
        }
        return value instanceof java.util.List ? "a list" : "a map";
    }
}
