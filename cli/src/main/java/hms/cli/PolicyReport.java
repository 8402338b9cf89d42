package hms.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the server says of one submitted policy: what changes, and what the simulation found.
final class PolicyReport {
    private static final String INDENT = "  ";

    private PolicyReport() {}

    static List<String> lines(JsonNode report, int width) {
        var lines = new ArrayList<String>();
        var live = RunDocument.text(report.path("live"), "version");
        var changes = ChangeText.lines(report.path("changes"), width - 2 * INDENT.length());
        if (live.isEmpty()) {
            lines.add(INDENT + "Nothing of it is live yet.");
        } else if (changes.isEmpty()) {
            lines.add(INDENT + "No change against " + live.get() + ", which is live.");
        } else {
            lines.add(INDENT + "Against " + live.get() + ", which is live:");
            changes.forEach(line -> lines.add(INDENT + INDENT + line));
        }
        RunDocument.text(report.path("simulation"), "summary")
                .ifPresent(summary -> lines.add(INDENT + "Simulation: " + summary));
        return lines;
    }
}
