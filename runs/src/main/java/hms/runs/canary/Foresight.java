package hms.runs.canary;

import hms.artifact.PolicyId;
import hms.checks.canary.Foreseen;
import hms.core.event.EventCodec;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.Run;
import hms.core.state.State;
import hms.runs.content.Library;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a run's simulation foresaw, read from the evidence that it left behind and kept for as long
/// as the run is looked at.
final class Foresight {

    private static final int KEPT = 64;

    private final Library library;
    private final Map<Integer, Map<PolicyId, Foreseen>> read = new LinkedHashMap<>();

    Foresight(Library library) {
        this.library = library;
    }

    Map<PolicyId, Foreseen> of(State state, Run run) {
        synchronized (read) {
            var known = read.get(run.number());
            if (known != null) {
                return known;
            }
        }
        var found = read(state, run);
        synchronized (read) {
            read.put(run.number(), found);
            if (read.size() > KEPT) {
                read.remove(read.keySet().iterator().next());
            }
        }
        return found;
    }

    private Map<PolicyId, Foreseen> read(State state, Run run) {
        var evidence =
                run.stages().stream()
                        .filter(stage -> stage.uses() == StageKind.SIMULATE)
                        .map(Stage::id)
                        .flatMap(id -> run.record(id).stream())
                        .flatMap(record -> record.evidence().stream())
                        .findFirst()
                        .flatMap(library::find)
                        .map(EventCodec.mapper()::readTree);
        var foreseen = new HashMap<PolicyId, Foreseen>();
        for (var key : run.members()) {
            var artifact = library.artifact(state.policies().submitted(key).orElseThrow());
            var rules = artifact.rules().keySet();
            foreseen.put(
                    key.policy(),
                    artifact.scenarios().isEmpty()
                            ? Foreseen.nothing(rules)
                            : evidence.flatMap(json -> report(json, key))
                                    .map(report -> Foreseen.of(rules, report))
                                    .orElse(Foreseen.nothing(rules)));
        }
        return Map.copyOf(foreseen);
    }

    /// One report stands for itself; of several each stands under its artifact's name.
    private static Optional<JsonNode> report(JsonNode evidence, ArtifactKey key) {
        return evidence.has("policies")
                ? Optional.ofNullable(evidence.path("policies").get(key.toString()))
                : Optional.of(evidence);
    }
}
