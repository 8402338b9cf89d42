package hms.core.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One step of a pipeline.
///
/// @param id unique in its pipeline: `simulate`, or `staging/apply` where environments repeat a
///     kind
/// @param uses the built-in stage
/// @param title as people read it
/// @param options such as `threshold: 95%`, as text
public record Stage(String id, StageKind uses, String title, SortedMap<String, String> options) {

    public Stage {
        options = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    public Stage(String id, StageKind uses, String title) {
        this(id, uses, title, new TreeMap<>(Map.of()));
    }

    /// The environment that its id names, as `staging/apply` does; empty where it names none.
    public Optional<String> environmentName() {
        int slash = id.indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(id.substring(0, slash));
    }
}
