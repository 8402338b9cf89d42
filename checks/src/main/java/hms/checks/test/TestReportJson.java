package hms.checks.test;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A report as JSON, for the run's evidence. Failures are listed up to a bound; counts are whole.
final class TestReportJson {
    private static final int LISTED = 500;
    private static final JsonFactory FACTORY = new JsonFactory();

    private TestReportJson() {}

    static String of(TestReport report) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("summary", report.summary());
            json.writeBooleanProperty("passed", report.passed());
            json.writeNumberProperty("tests", report.count());
            json.writeNumberProperty("failed", report.failures().size());
            json.writeObjectPropertyStart("kinds");
            for (var kind : TestKind.values()) {
                json.writeNumberProperty(kind.key(), report.count(kind));
            }
            json.writeEndObject();
            failures(json, report);
            problems(json, report);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void failures(JsonGenerator json, TestReport report) {
        json.writeArrayPropertyStart("failures");
        for (var test : report.failures().stream().limit(LISTED).toList()) {
            var miss = test.miss().orElseThrow();
            json.writeStartObject();
            json.writeStringProperty("kind", test.kind().key());
            json.writeStringProperty("policy", test.policy());
            json.writeStringProperty("name", test.name());
            json.writeStringProperty("file", test.file());
            json.writeNumberProperty("line", test.line());
            json.writeNumberProperty("column", test.column());
            json.writeStringProperty("expected", miss.expected());
            json.writeStringProperty("found", miss.found());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void problems(JsonGenerator json, TestReport report) {
        json.writeArrayPropertyStart("problems");
        for (var finding : report.problems().stream().limit(LISTED).toList()) {
            json.writeStartObject();
            json.writeStringProperty("code", finding.code());
            json.writeStringProperty("message", finding.message());
            json.writeStringProperty("file", finding.file());
            json.writeNumberProperty("line", finding.line());
            json.writeNumberProperty("column", finding.column());
            json.writeStringProperty("path", finding.path());
            json.writeStringProperty("remedy", finding.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
