package hms.checks.simulate;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An outcome that differs between the live and the new version.
///
/// @param place where the case stands: `scenarios/readings.csv:17`
/// @param name the case's name; its place where it has none
/// @param rule the rule
/// @param on the date of evaluation
/// @param inputs what the case gives, as written
/// @param before what the live version says
/// @param after what the new version says
public record ChangedOutcome(
        String place,
        String name,
        String rule,
        LocalDate on,
        Map<String, String> inputs,
        String before,
        String after) {
    public ChangedOutcome {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
}
