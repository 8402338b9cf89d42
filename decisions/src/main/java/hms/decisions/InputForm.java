package hms.decisions;

import hms.artifact.Input;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the inputs of an artifact's rules, from texts (a command line, a CSV file) and from JSON:
/// typed, within their ranges, with defaults.
public final class InputForm {
    private final List<InputField> fields = new ArrayList<>();
    private final Map<String, Integer> byName = new LinkedHashMap<>();
    private final @Nullable Object[] defaults;

    InputForm(Collection<Input> inputs) {
        for (var input : inputs) {
            byName.put(input.name(), fields.size());
            fields.add(new InputField(input));
        }
        this.defaults = new @Nullable Object[fields.size()];
        for (int i = 0; i < defaults.length; i++) {
            var otherwise = fields.get(i).input().defaultValue();
            defaults[i] = otherwise.isPresent() ? RuntimeValues.of(otherwise.get()) : null;
        }
    }

    /// The names of the inputs, in the order of the file.
    public Set<String> names() {
        return java.util.Collections.unmodifiableSet(byName.keySet());
    }

    /// Reads texts, as in `reading=31.5`.
    public Reading read(Map<String, String> texts) {
        return readEach(texts, InputField::read);
    }

    /// Reads a JSON object. Numbers keep their digits if the parser was told to read them as
    /// [java.math.BigDecimal]; a number or a date may also be given as a text.
    public Reading readJson(JsonNode object) {
        if (!object.isObject()) {
            return new Reading.Refused(
                    List.of(
                            new InputProblem(
                                    "inputs",
                                    "inputs must be an object, as in {\"reading\": 31.5}")));
        }
        var given = new LinkedHashMap<String, JsonNode>();
        object.properties().forEach(entry -> given.put(entry.getKey(), entry.getValue()));
        return readEach(given, InputField::readJson);
    }

    private <T> Reading readEach(Map<String, T> given, BiFunction<InputField, T, Object> reader) {
        var row = row();
        var problems = new ArrayList<InputProblem>();
        given.forEach(
                (name, value) -> {
                    var field = byName.get(name);
                    if (field == null) {
                        problems.add(unknown(name));
                        return;
                    }
                    try {
                        row.put(field, reader.apply(fields.get(field), value));
                    } catch (RuleFailure failure) {
                        problems.add(new InputProblem(name, failure.explanation()));
                    }
                });
        return problems.isEmpty()
                ? new Reading.Complete(row.inputs())
                : new Reading.Refused(problems);
    }

    private InputProblem unknown(String name) {
        var shown = Wording.brief(name);
        return new InputProblem(
                shown,
                shown
                        + " is not an input"
                        + Wording.didYouMean(name, byName.keySet())
                        + (byName.isEmpty()
                                ? "; the policy asks for none"
                                : "; the inputs are " + String.join(", ", byName.keySet())));
    }

    /// The position of an input, or -1 if there is none of that name. For reading many rows.
    public int indexOf(String name) {
        return byName.getOrDefault(name, -1);
    }

    /// A row of inputs to fill by position; all defaults at first.
    public Row row() {
        return new Row();
    }

    String name(int field) {
        return fields.get(field).input().name();
    }

    /// A row being filled. For one thread.
    public final class Row {
        private @Nullable Object[] values = defaults.clone();

        private Row() {}

        /// Reads a text into an input.
        ///
        /// @param index the input's position
        /// @return what is wrong with it, or null if it fits
        public @Nullable String set(int index, String text) {
            try {
                values[index] = fields.get(index).read(text);
                return null;
            } catch (RuleFailure failure) {
                return failure.explanation();
            }
        }

        void put(int index, Object value) {
            values[index] = value;
        }

        /// What was filled in so far, and begins anew with the defaults.
        public Inputs inputs() {
            var filled = new Inputs(InputForm.this, values);
            values = defaults.clone();
            return filled;
        }
    }
}
