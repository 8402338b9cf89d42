package hms.client.live;

import hms.artifact.Artifact;
import hms.artifact.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An artifact's values as the types of Java that programs know: numbers as `BigDecimal`, texts as
/// `String`, `Boolean`, `LocalDate`, unmodifiable lists and maps.
final class PlainValues {
    private PlainValues() {}

    /// The values on a day, in the order of the file.
    static Map<String, Object> on(LocalDate day, Artifact artifact) {
        return map(artifact.valuesAsOf(day));
    }

    private static Map<String, Object> map(Map<String, Value> values) {
        var plain = new LinkedHashMap<String, Object>();
        values.forEach((name, value) -> plain.put(name, plain(value)));
        return Collections.unmodifiableMap(plain);
    }

    private static Object plain(Value value) {
        if (value instanceof Value.Num number) {
            return number.number();
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
            List<Object> items = new ArrayList<>();
            list.items().forEach(item -> items.add(plain(item)));
            return Collections.unmodifiableList(items);
        }
        if (value instanceof Value.MapValue entries) {
            return map(entries.entries());
        }
        throw new IllegalStateException("a value of a day still changes on dates: " + value);
    }
}
