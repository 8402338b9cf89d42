package hms.core.pipeline;

import java.util.HashSet;
import java.util.List;

/// Ordered stages under a name. A run keeps the stages that it started with.
public record Pipeline(String name, List<Stage> stages) {

    public Pipeline {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("pipeline " + name + " has no stages");
        }
        var ids = new HashSet<String>();
        for (var stage : stages) {
            if (!ids.add(stage.id())) {
                throw new IllegalArgumentException(
                        "pipeline " + name + " has two stages with the id " + stage.id());
            }
        }
    }
}
