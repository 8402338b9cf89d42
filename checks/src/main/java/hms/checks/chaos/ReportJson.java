package hms.checks.chaos;

import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A report as JSON. Times are milliseconds from the beginning.
final class ReportJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ReportJson() {}

    static String of(Report report) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("summary", report.summary());
            json.writeBooleanProperty("passed", report.passed());
            json.writeArrayPropertyStart("reasons");
            report.reasons().forEach(json::writeString);
            json.writeEndArray();
            json.writeNumberProperty("seed", report.plan().seed());
            json.writeNumberProperty("replicas", report.plan().replicas());
            number(json, "timeMs", report.plan().time());
            json.writeNumberProperty("faults", report.faults());
            json.writeNumberProperty("probes", report.probes());
            json.writeNumberProperty("failed", report.failed());
            json.writeStringProperty("health", report.health());
            json.writeArrayPropertyStart("timeline");
            report.happenings().forEach(each -> happening(json, each));
            json.writeEndArray();
            json.writeArrayPropertyStart("seconds");
            report.seconds().forEach(each -> second(json, each));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void happening(JsonGenerator json, Happening happening) {
        json.writeStartObject();
        number(json, "atMs", happening.at());
        switch (happening) {
            case Happening.Done done -> {
                json.writeStringProperty("event", "fault");
                fault(json, done.fault());
                names(json, done.replicas());
            }
            case Happening.Undone undone -> {
                json.writeStringProperty("event", "fault-not-done");
                fault(json, undone.fault());
                json.writeStringProperty("reason", undone.reason());
            }
            case Happening.Back back -> {
                json.writeStringProperty("event", "back");
                names(json, back.replicas());
                number(json, "afterMs", back.after());
            }
            case Happening.Missed missed -> {
                json.writeStringProperty("event", "probes-failed");
                json.writeNumberProperty("failed", missed.failed());
                json.writeStringProperty("reason", missed.reason());
            }
        }
        json.writeEndObject();
    }

    private static void fault(JsonGenerator json, Fault fault) {
        json.writeStringProperty("kind", fault.kind());
        switch (fault) {
            case Fault.Kill _ -> {}
            case Fault.Latency latency -> {
                json.writeNumberProperty("share", latency.share());
                number(json, "latencyMs", latency.by());
                number(json, "forMs", latency.during());
            }
            case Fault.Errors errors -> {
                json.writeNumberProperty("share", errors.share());
                number(json, "forMs", errors.during());
            }
        }
    }

    private static void second(JsonGenerator json, Second second) {
        json.writeStartObject();
        json.writeNumberProperty("second", second.number());
        json.writeNumberProperty("ok", second.ok());
        json.writeNumberProperty("failed", second.failed());
        number(json, "p99Ms", second.p99());
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, List<String> replicas) {
        json.writeArrayPropertyStart("replicas");
        replicas.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, Duration time) {
        json.writeNumberProperty(name, time.toMillis());
    }
}
