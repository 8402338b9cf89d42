package hms.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a policy is for everybody at one instant.
///
/// @param status  `IN_FORCE`, or why there is nothing to obey
/// @param version the one in force
/// @param values  as JSON, by their names; a rule's expression by `rules.NAME`
record Seen(String id, String status, Optional<String> version, Map<String, String> values) {

    Seen {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// Nothing is known of it.
    static Seen nothing(String id) {
        return new Seen(id, "NOT_FOUND", Optional.empty(), Map.of());
    }

    /// The version, or why there is none: `1.5.0`, `not yet in force`.
    String standing() {
        return version.orElseGet(() -> ShowCommand.words(status));
    }

    /// A value that differs; absent on the side that does not have it.
    record Difference(String name, Optional<String> before, Optional<String> after) {}

    /// What differs from what was seen before.
    List<Difference> against(Seen before) {
        var names = new LinkedHashSet<>(before.values.keySet());
        names.addAll(values.keySet());
        var differences = new ArrayList<Difference>();
        for (var name : names) {
            var was = Optional.ofNullable(before.values.get(name));
            var is = Optional.ofNullable(values.get(name));
            if (!was.equals(is)) {
                differences.add(new Difference(name, was, is));
            }
        }
        return differences;
    }
}
