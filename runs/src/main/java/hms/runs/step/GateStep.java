package hms.runs.step;

import hms.core.event.EventCodec;
import hms.core.pipeline.Stage;
import hms.core.state.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Opens the way into an environment: everything below has passed, and who had to agree has agreed.
/// That is decided before it begins; what is left is to say what it rests on.
public final class GateStep implements Step {

    @Override
    public StepResult run(StageRun stage) {
        var below = below(stage);
        var ticket = stage.state().tickets().gate(stage.run().number(), stage.environment());
        var said =
                below.size()
                        + (below.size() == 1 ? " stage" : " stages")
                        + " passed before it"
                        + ticket.map(t -> " · agreed, ticket " + t.number()).orElse("");
        return StepResult.passed(said, evidence(below));
    }

    private static List<Run.StageRecord> below(StageRun stage) {
        return stage.run().stages().stream()
                .takeWhile(s -> !s.id().equals(stage.stage().id()))
                .map(Stage::id)
                .flatMap(id -> stage.run().record(id).stream())
                .toList();
    }

    private static byte[] evidence(List<Run.StageRecord> below) {
        var stages = new LinkedHashMap<String, Map<String, String>>();
        below.forEach(
                record ->
                        stages.put(
                                record.stage(),
                                Map.of(
                                        "outcome", record.outcome().text(),
                                        "summary", record.summary())));
        return EventCodec.mapper().writeValueAsBytes(stages);
    }
}
