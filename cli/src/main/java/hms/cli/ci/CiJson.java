package hms.cli.ci;

import hms.core.pipeline.file.CiPipeline;
import hms.core.pipeline.file.CiPipeline.CiStage;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a run says to programs: an event a line, and the result at the end.
public final class CiJson {
    private CiJson() {}

    public static ObjectNode started(CiStage stage) {
        return event("started", stage).put("title", stage.title());
    }

    public static ObjectNode output(CiStage stage, String line) {
        return event("output", stage).put("line", line);
    }

    public static ObjectNode reported(CiStage stage, CiResult result) {
        var event = event("reported", stage);
        event.set("result", result.json());
        return event;
    }

    public static ObjectNode ended(StageEnd end, LogFolder logs) {
        var event = event("ended", end.stage());
        fill(event, end, logs);
        return event;
    }

    /// The last document.
    public static ObjectNode result(CiPipeline pipeline, List<StageEnd> ends, LogFolder logs) {
        var passed = ends.stream().allMatch(StageEnd.Passed.class::isInstance);
        var result =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("event", "result")
                        .put("pipeline", pipeline.name())
                        .put("status", passed ? "passed" : "failed");
        var stages = result.putArray("stages");
        ends.forEach(end -> fill(stages.addObject().put("stage", end.stage().id()), end, logs));
        return result;
    }

    private static ObjectNode event(String name, CiStage stage) {
        return JsonNodeFactory.instance.objectNode().put("event", name).put("stage", stage.id());
    }

    private static void fill(ObjectNode json, StageEnd end, LogFolder logs) {
        json.put("outcome", end.outcome());
        switch (end) {
            case StageEnd.Passed passed -> {
                json.put("tookMs", passed.took().toMillis()).put("log", logs.shown(passed.log()));
                results(json, passed.results());
            }
            case StageEnd.Failed failed -> {
                json.put("tookMs", failed.took().toMillis()).put("log", logs.shown(failed.log()));
                json.put("reason", failed.reason().summary());
                results(json, failed.results());
                json.set("failure", failed.reason().json());
            }
            case StageEnd.NotRun _ -> {}
        }
    }

    private static void results(ObjectNode json, List<CiResult> results) {
        var list = json.putArray("results");
        results.forEach(result -> list.add(result.json()));
    }
}
