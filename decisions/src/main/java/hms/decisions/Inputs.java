package hms.decisions;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a case gives its rules: read, typed and within its ranges. Made by [InputForm].
public final class Inputs {
    private final InputForm form;
    private final @Nullable Object[] values;

    Inputs(InputForm form, @Nullable Object[] values) {
        this.form = form;
        this.values = values;
    }

    /// What was given, by name, defaults included: numbers as [java.math.BigDecimal], dates as
    /// [java.time.LocalDate].
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                map.put(form.name(i), RuntimeValues.outcome(values[i]));
            }
        }
        return Collections.unmodifiableMap(map);
    }

    Object require(int field) {
        var value = values[field];
        if (value == null) {
            throw new RuleFailure(
                    FailureReason.INPUT_MISSING,
                    "the input '" + form.name(field) + "' was not given");
        }
        return value;
    }

    boolean isGiven(int field) {
        return values[field] != null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Inputs inputs && Arrays.equals(values, inputs.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
