package hms.runs.step;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.checks.pack.PackagedPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A run's release as checks look at it.
final class Companions {

    private Companions() {}

    /// The artifacts, with the files that they name.
    static List<PackagedPolicy> policies(StageRun stage) {
        return stage.members().stream()
                .map(m -> new PackagedPolicy(m.artifact(), stage.files(m.submitted())))
                .toList();
    }

    /// What their rules read from policies that are in force where the run goes.
    static Map<PolicyId, Artifact> of(StageRun stage) {
        var found = new LinkedHashMap<PolicyId, Artifact>();
        stage.members().stream()
                .flatMap(m -> m.artifact().uses().values().stream())
                .distinct()
                .forEach(
                        id ->
                                stage.companion(id)
                                        .ifPresent(used -> found.put(id, used.artifact())));
        return found;
    }
}
