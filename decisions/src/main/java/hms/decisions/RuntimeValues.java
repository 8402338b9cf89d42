package hms.decisions;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.values.NullValue;
import hms.artifact.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How values look while a rule runs, what their types are, and how they look outside.
final class RuntimeValues {
    private RuntimeValues() {}

    /// A policy's value as rules see it. Dated values have to be read on their date first.
    static Object of(Value value) {
        if (value instanceof Value.Num num) {
            return Decimal.of(num.number());
        }
        if (value instanceof Value.Text text) {
            return text.text();
        }
        if (value instanceof Value.Bool bool) {
            return bool.truth();
        }
        if (value instanceof Value.Date date) {
            return date.date();
        }
        if (value instanceof Value.ListValue list) {
            return list.items().stream()
                    .map(RuntimeValues::of)
                    .collect(ImmutableList.toImmutableList());
        }
        if (value instanceof Value.MapValue map) {
            var entries = ImmutableMap.<String, Object>builder();
            map.entries().forEach((key, entry) -> entries.put(key, of(entry)));
            return entries.buildOrThrow();
        }
        throw new IllegalArgumentException("a dated value is read before its date is known");
    }

    /// The type of a policy's value. What a list or map holds has one type if all of it has, and
    /// else is mixed.
    static CelType typeOf(Value value) {
        if (value instanceof Value.Num) {
            return Types.NUMBER;
        }
        if (value instanceof Value.Text) {
            return Types.TEXT;
        }
        if (value instanceof Value.Bool) {
            return Types.TRUTH;
        }
        if (value instanceof Value.Date) {
            return Types.DATE;
        }
        if (value instanceof Value.ListValue list) {
            return ListType.create(common(list.items().stream()));
        }
        if (value instanceof Value.MapValue map) {
            return MapType.create(Types.TEXT, common(map.entries().values().stream()));
        }
        return common(((Value.Dated) value).steps().values().stream().flatMap(Optional::stream));
    }

    private static CelType common(Stream<Value> values) {
        var types = values.map(RuntimeValues::typeOf).distinct().limit(2).toList();
        return types.size() == 1 ? types.get(0) : Types.MIXED;
    }

    /// A rule's result as callers see it: numbers as plain [java.math.BigDecimal], everything else
    /// as the JDK has it.
    ///
    /// @throws RuleFailure if it is nothing that a rule can decide
    static Object outcome(@Nullable Object result) {
        if (result instanceof Decimal number) {
            return number.toBigDecimal();
        }
        if (result instanceof Boolean || result instanceof String || result instanceof LocalDate) {
            return result;
        }
        if (result instanceof List<?> list) {
            var items = new ArrayList<Object>(list.size());
            for (Object item : list) {
                items.add(outcome(item));
            }
            return Collections.unmodifiableList(items);
        }
        if (result instanceof Map<?, ?> map) {
            var entries = new LinkedHashMap<String, Object>();
            map.forEach((key, value) -> entries.put(String.valueOf(key), outcome(value)));
            return Collections.unmodifiableMap(entries);
        }
        throw new RuleFailure(
                FailureReason.WRONG_TYPE,
                result == null || result instanceof NullValue
                        ? "the rule decides nothing (null)"
                        : "the rule decides something that is no value");
    }
}
