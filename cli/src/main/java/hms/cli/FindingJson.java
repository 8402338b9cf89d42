package hms.cli;

import hms.artifact.Finding;
import hms.artifact.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Findings as the API writes them.
final class FindingJson {
    private FindingJson() {}

    static List<Finding> list(JsonNode array) {
        var findings = new ArrayList<Finding>();
        for (var each : array) {
            var message = each.path("message").asString("");
            if (!message.isBlank()) {
                findings.add(finding(each, message));
            }
        }
        return findings;
    }

    private static Finding finding(JsonNode each, String message) {
        var warning = each.path("severity").asString("").equalsIgnoreCase("warning");
        return new Finding(
                warning ? Severity.WARNING : Severity.ERROR,
                each.path("code").asString(""),
                message,
                each.path("file").asString(""),
                each.path("line").asInt(0),
                each.path("column").asInt(0),
                orElse(each.path("path").asString(""), "$"),
                orElse(each.path("remedy").asString(""), "see the reference of the artifact"));
    }

    private static String orElse(String text, String other) {
        return text.isBlank() ? other : text;
    }

    static ArrayNode write(List<Finding> findings) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var finding : findings) {
            array.addObject()
                    .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                    .put("code", finding.code())
                    .put("message", finding.message())
                    .put("file", finding.file())
                    .put("line", finding.line())
                    .put("column", finding.column())
                    .put("path", finding.path())
                    .put("remedy", finding.remedy());
        }
        return array;
    }
}
