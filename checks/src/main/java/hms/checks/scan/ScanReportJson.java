package hms.checks.scan;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A report as JSON, for the run's evidence.
final class ScanReportJson {
    private static final String FORMAT = "hms-scan/1";
    private static final JsonFactory FACTORY = new JsonFactory();

    private ScanReportJson() {}

    static String of(ScanReport report) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("format", FORMAT);
            json.writeStringProperty("summary", report.summary());
            json.writeBooleanProperty("passed", report.passed());
            json.writeStringProperty("content", report.content().toString());
            json.writeArrayPropertyStart("rulesets");
            report.results().forEach(result -> result(json, result));
            json.writeEndArray();
            json.writeArrayPropertyStart("findings");
            report.findings().forEach(finding -> finding(json, finding));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void result(JsonGenerator json, ScanResult result) {
        json.writeStartObject();
        json.writeStringProperty("name", result.ruleset());
        json.writeNumberProperty("version", result.version());
        json.writeNumberProperty("blocking", result.blocking());
        json.writeNumberProperty("warnings", result.warnings());
        json.writeEndObject();
    }

    private static void finding(JsonGenerator json, ScanFinding finding) {
        json.writeStartObject();
        json.writeStringProperty("ruleset", finding.ruleset());
        json.writeStringProperty("rule", finding.rule());
        json.writeStringProperty("severity", finding.severity().key());
        json.writeStringProperty("policy", finding.policy());
        json.writeStringProperty("file", finding.file());
        json.writeNumberProperty("line", finding.line());
        json.writeNumberProperty("column", finding.column());
        json.writeStringProperty("path", finding.path());
        json.writeStringProperty("message", finding.message());
        json.writeStringProperty("remedy", finding.remedy());
        json.writeEndObject();
    }
}
