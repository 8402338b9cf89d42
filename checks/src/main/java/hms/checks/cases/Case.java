package hms.checks.cases;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A case, ready to be asked.
///
/// @param file the file it stands in
/// @param line its line
/// @param column its column; 1 for a row
/// @param name its name, if it has one
/// @param on the date to evaluate it for, if it says one
/// @param rule the rule to ask, if it says one; else all are asked
/// @param expects what it expects
/// @param inputs what it gives, read
/// @param written what it gives, as written, for the report
public record Case(
        String file,
        long line,
        int column,
        @Nullable String name,
        @Nullable LocalDate on,
        @Nullable String rule,
        List<Expectation> expects,
        InputPair.Both inputs,
        Supplier<Map<String, String>> written) {

    /// What is expected of a rule.
    public record Expectation(String rule, Expected expected) {}

    /// `scenarios/readings.csv:17`.
    public String place() {
        return file + ":" + line;
    }

    /// Its name; its place where it has none.
    public String title() {
        return name == null || name.isBlank() ? place() : name;
    }
}
