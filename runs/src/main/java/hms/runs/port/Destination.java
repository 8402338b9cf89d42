package hms.runs.port;

import hms.core.state.EnvironmentId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A target of an environment.
///
/// @param settings as `hms.yaml` has them, such as `url`; secrets by reference
public record Destination(
        EnvironmentId environment, String name, SortedMap<String, String> settings) {

    public Destination {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /// As people read it: `staging/benefits-api`.
    @Override
    public String toString() {
        return environment + "/" + name;
    }
}
