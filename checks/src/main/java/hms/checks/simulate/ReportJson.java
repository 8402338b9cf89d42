package hms.checks.simulate;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A report as JSON, for the run's evidence.
final class ReportJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ReportJson() {}

    static String of(SimulationReport report) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("summary", report.summary());
            json.writeBooleanProperty("passed", report.passed());
            json.writeNumberProperty("cases", report.cases());
            json.writeNumberProperty("adapted", report.adapted());
            json.writeNumberProperty("share", report.share());
            json.writeNumberProperty("threshold", report.threshold());
            json.writeBooleanProperty("compared", report.compared());
            json.writeNumberProperty("changedOutcomes", report.changedOutcomes());
            changed(json, report.changed());
            unadapted(json, report.unadapted());
            rules(json, report.rules());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void changed(JsonGenerator json, List<ChangedOutcome> changed) {
        json.writeArrayPropertyStart("changed");
        for (var outcome : changed) {
            json.writeStartObject();
            json.writeStringProperty("place", outcome.place());
            json.writeStringProperty("name", outcome.name());
            json.writeStringProperty("rule", outcome.rule());
            json.writeStringProperty("on", outcome.on().toString());
            json.writeObjectPropertyStart("inputs");
            outcome.inputs().forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeStringProperty("before", outcome.before());
            json.writeStringProperty("after", outcome.after());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void unadapted(JsonGenerator json, List<UnadaptedCase> cases) {
        json.writeArrayPropertyStart("unadapted");
        for (var unadapted : cases) {
            json.writeStartObject();
            json.writeStringProperty("place", unadapted.place());
            json.writeStringProperty("name", unadapted.name());
            json.writeStringProperty("rule", unadapted.rule());
            json.writeStringProperty("why", unadapted.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void rules(JsonGenerator json, List<RuleCounts> rules) {
        json.writeArrayPropertyStart("rules");
        for (var rule : rules) {
            json.writeStartObject();
            json.writeStringProperty("rule", rule.rule());
            json.writeNumberProperty("asked", rule.asked());
            json.writeNumberProperty("failed", rule.failed());
            json.writeNumberProperty("changed", rule.changed());
            counts(json, "changes", rule.changes());
            counts(json, "outcomes", rule.outcomes());
            counts(json, "kinds", rule.kinds());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void counts(JsonGenerator json, String name, Map<String, Long> counts) {
        json.writeObjectPropertyStart(name);
        counts.forEach(json::writeNumberProperty);
        json.writeEndObject();
    }
}
