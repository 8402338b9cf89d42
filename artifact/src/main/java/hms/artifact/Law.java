package hms.artifact;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What an artifact decides: its values, and the rules over them. All maps keep the order of the
/// file.
///
/// @param values what consumers read, by name
/// @param inputs what the rules are asked with, by name
/// @param rules the rules, by name
/// @param uses the policies whose values the rules read, by alias
/// @param schema JSON Schema for the values, as JSON text
public record Law(
        Map<String, Value> values,
        Map<String, Input> inputs,
        Map<String, Rule> rules,
        Map<String, PolicyId> uses,
        Optional<String> schema) {

    public Law {
        values = copy(values);
        inputs = copy(inputs);
        rules = copy(rules);
        uses = copy(uses);
    }

    private static <T> Map<String, T> copy(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
