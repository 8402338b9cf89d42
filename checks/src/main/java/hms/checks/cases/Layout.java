package hms.checks.cases;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a file of rows is to be read, where a file of cases says so. Without one, columns
/// have the names of inputs, and `expect.<rule>` says what a rule should decide.
///
/// @param rule the rule to ask, if not all
/// @param on the date of rows that say none
/// @param columns the column that an input is read from, by input, where it has another name
/// @param expects the column that says what to expect, by rule
record Layout(
        @Nullable String rule,
        @Nullable LocalDate on,
        Map<String, String> columns,
        Map<String, String> expects) {
    static final Layout PLAIN = new Layout(null, null, Map.of(), Map.of());
    static final String EXPECT = "expect.";
    static final String NAME = "name";
    static final String ON = "on";

    /// The column that an input is read from.
    String column(String input) {
        return columns.getOrDefault(input, input);
    }
}
