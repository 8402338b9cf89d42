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
/// @param outcomes how often it decided what; the first twenty outcomes
/// @param kinds how often which kind of change occurred (see [ChangeKind]), which a canary's
///     changes are held against; what is beyond the first hundred is under [ChangeKind#OTHERS]
public record RuleCounts(
        String rule,
        long asked,
        long failed,
        long changed,
        Map<String, Long> changes,
        Map<String, Long> outcomes,
        Map<String, Long> kinds) {
    public RuleCounts {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
        kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    }
}
