package hms.runs.config;

import hms.core.pipeline.Route;
import hms.core.state.TargetId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A target as `hms.yaml` has it.
///
/// @param kind     `http`, `kubernetes`, `folder` or `local`
/// @param settings what its kind asks for
public record TargetConfig(
        TargetId id, String kind, Route route, SortedMap<String, String> settings) {

    public TargetConfig {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
}
