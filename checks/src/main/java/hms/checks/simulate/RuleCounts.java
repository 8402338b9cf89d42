package hms.checks.simulate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a rule of the new version did in a simulation.
///
/// @param rule its name
/// @param asked how often it was asked
/// @param failed how often it gave no outcome
/// @param changed how often its outcome differs from the live version's
/// @param changes how often which change occurred, as in `false → true`; the first twenty kinds
public record RuleCounts(
        String rule, long asked, long failed, long changed, Map<String, Long> changes) {
    public RuleCounts {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }
}
