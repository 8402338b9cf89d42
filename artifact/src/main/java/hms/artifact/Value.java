package hms.artifact;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A value that a policy holds, exact: what consumers read and rules compute with.
public sealed interface Value {
    /// The value on this date: itself, unless it or a part of it is [Dated]. Empty where it has
    /// ended or has not begun.
    Optional<Value> asOf(LocalDate on);

    /// Whether it, or a part of it, changes on dates.
    boolean isDated();

    /// What a person would call it: `a number`, `a list` …
    Kind kind();

    /// Appends it as JSON: numbers as exact decimals, dates as `"YYYY-MM-DD"`, dated values as
    /// `{"dated":{"YYYY-MM-DD":…}}` with `null` where they end.
    void writeJson(StringBuilder out);

    /// Hands over every date on which it, or a part of it, changes.
    default void collectDates(Consumer<LocalDate> dates) {}

    /// The first date on which it, or a part of it, has a value; empty if it does not change on
    /// dates.
    default Optional<LocalDate> begins() {
        return Optional.empty();
    }

    /// It as JSON, see [#writeJson].
    default String toJson() {
        var out = new StringBuilder();
        writeJson(out);
        return out.toString();
    }

    /// The kinds of values, for checks that a value keeps its type from version to version.
    enum Kind {
        TEXT("a text"),
        NUMBER("a number"),
        BOOLEAN("a truth value"),
        DATE("a date"),
        LIST("a list"),
        MAP("a map");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /// A text.
    record Text(String text) implements Value {
        @Override
        public Optional<Value> asOf(LocalDate on) {
            return Optional.of(this);
        }

        @Override
        public boolean isDated() {
            return false;
        }

        @Override
        public Kind kind() {
            return Kind.TEXT;
        }

        @Override
        public void writeJson(StringBuilder out) {
            JsonText.string(out, text);
        }
    }

    /// An exact decimal, with the digits that it was written with: `2.50` is not equal to `2.5`, as
    /// with [BigDecimal]; compare with [BigDecimal#compareTo].
    record Num(BigDecimal number) implements Value {
        @Override
        public Optional<Value> asOf(LocalDate on) {
            return Optional.of(this);
        }

        @Override
        public boolean isDated() {
            return false;
        }

        @Override
        public Kind kind() {
            return Kind.NUMBER;
        }

        @Override
        public void writeJson(StringBuilder out) {
            out.append(number.toPlainString());
        }
    }

    /// A truth value.
    record Bool(boolean truth) implements Value {
        @Override
        public Optional<Value> asOf(LocalDate on) {
            return Optional.of(this);
        }

        @Override
        public boolean isDated() {
            return false;
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }

        @Override
        public void writeJson(StringBuilder out) {
            out.append(truth);
        }
    }

    /// A day of the calendar, in no time zone.
    record Date(LocalDate date) implements Value {
        @Override
        public Optional<Value> asOf(LocalDate on) {
            return Optional.of(this);
        }

        @Override
        public boolean isDated() {
            return false;
        }

        @Override
        public Kind kind() {
            return Kind.DATE;
        }

        @Override
        public void writeJson(StringBuilder out) {
            out.append('"').append(date).append('"');
        }
    }

    /// Values in order.
    record ListValue(List<Value> items) implements Value {
        public ListValue {
            items = List.copyOf(items);
        }

        /// The list on this date, without the items that have ended or not begun.
        @Override
        public Optional<Value> asOf(LocalDate on) {
            if (!isDated()) {
                return Optional.of(this);
            }
            return Optional.of(
                    new ListValue(items.stream().flatMap(item -> item.asOf(on).stream()).toList()));
        }

        @Override
        public boolean isDated() {
            return items.stream().anyMatch(Value::isDated);
        }

        @Override
        public void collectDates(Consumer<LocalDate> dates) {
            items.forEach(item -> item.collectDates(dates));
        }

        @Override
        public Optional<LocalDate> begins() {
            return items.stream().flatMap(item -> item.begins().stream()).min(LocalDate::compareTo);
        }

        @Override
        public Kind kind() {
            return Kind.LIST;
        }

        @Override
        public void writeJson(StringBuilder out) {
            var separator = '[';
            for (var item : items) {
                out.append(separator);
                item.writeJson(out);
                separator = ',';
            }
            out.append(items.isEmpty() ? "[]" : "]");
        }
    }

    /// Values by name, in the order of the file.
    record MapValue(Map<String, Value> entries) implements Value {
        public MapValue {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /// The map on this date, without the entries that have ended or not begun.
        @Override
        public Optional<Value> asOf(LocalDate on) {
            return Optional.of(isDated() ? new MapValue(asOf(entries, on)) : this);
        }

        static Map<String, Value> asOf(Map<String, Value> entries, LocalDate on) {
            var current = new LinkedHashMap<String, Value>();
            entries.forEach(
                    (name, value) -> value.asOf(on).ifPresent(now -> current.put(name, now)));
            return Collections.unmodifiableMap(current);
        }

        @Override
        public boolean isDated() {
            return entries.values().stream().anyMatch(Value::isDated);
        }

        @Override
        public void collectDates(Consumer<LocalDate> dates) {
            entries.values().forEach(value -> value.collectDates(dates));
        }

        @Override
        public Optional<LocalDate> begins() {
            return entries.values().stream()
                    .flatMap(value -> value.begins().stream())
                    .min(LocalDate::compareTo);
        }

        @Override
        public Kind kind() {
            return Kind.MAP;
        }

        @Override
        public void writeJson(StringBuilder out) {
            var separator = '{';
            for (var entry : entries.entrySet()) {
                out.append(separator);
                JsonText.string(out, entry.getKey());
                out.append(':');
                entry.getValue().writeJson(out);
                separator = ',';
            }
            out.append(entries.isEmpty() ? "{}" : "}");
        }
    }

    /// A value that changes on dates; from each date on it is what stands beside it, nothing where
    /// it has ended.
    ///
    /// @param steps by date, at least one of them with a value, all values of one kind
    record Dated(NavigableMap<LocalDate, Optional<Value>> steps) implements Value {
        public Dated {
            steps = Collections.unmodifiableNavigableMap(new TreeMap<>(steps));
            if (steps.values().stream().allMatch(Optional::isEmpty)) {
                throw new IllegalArgumentException(
                        "a dated value needs a date with a value; add one");
            }
        }

        @Override
        public Optional<Value> asOf(LocalDate on) {
            var step = steps.floorEntry(on);
            return step == null
                    ? Optional.empty()
                    : step.getValue().flatMap(value -> value.asOf(on));
        }

        @Override
        public void collectDates(Consumer<LocalDate> dates) {
            steps.forEach(
                    (date, step) -> {
                        dates.accept(date);
                        step.ifPresent(value -> value.collectDates(dates));
                    });
        }

        @Override
        public Optional<LocalDate> begins() {
            return steps.entrySet().stream()
                    .filter(step -> step.getValue().isPresent())
                    .findFirst()
                    .map(Map.Entry::getKey);
        }

        /// The first date on which it no longer has a value and never will, if there is one.
        public Optional<LocalDate> ends() {
            var end = Optional.<LocalDate>empty();
            for (var step : steps.descendingMap().entrySet()) {
                if (step.getValue().isPresent()) {
                    return end;
                }
                end = Optional.of(step.getKey());
            }
            return end;
        }

        @Override
        public boolean isDated() {
            return true;
        }

        @Override
        public Kind kind() {
            return steps.values().stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow()
                    .kind();
        }

        @Override
        public void writeJson(StringBuilder out) {
            out.append("{\"dated\"");
            var separator = ":{\"";
            for (var step : steps.entrySet()) {
                out.append(separator).append(step.getKey()).append("\":");
                if (step.getValue().isPresent()) {
                    step.getValue().get().writeJson(out);
                } else {
                    out.append("null");
                }
                separator = ",\"";
            }
            out.append("}}");
        }
    }
}
