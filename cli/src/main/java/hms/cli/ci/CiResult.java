package hms.cli.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a command has come to, in one line, for whoever runs it: a line of JSON at the end of the
/// file that the variable `HMS_CI_RESULT` names.
///
/// ```json
/// {"passed":true,"mark":"✅","summary":"42 tests","facts":{"tests":42}}
/// ```
///
/// @param passed whether it is as it should be
/// @param mark stands in front of the summary; empty where the summary has marks of its own
/// @param summary one line
/// @param facts figures for programs
public record CiResult(boolean passed, String mark, String summary, ObjectNode facts) {
    /// The variable that names the file.
    public static final String VARIABLE = "HMS_CI_RESULT";

    private static final String PASSED = "✅";
    private static final String FAILED = "❌";
    private static final int LONGEST = 500;

    public CiResult {
        summary = oneLine(summary);
    }

    public static CiResult passed(String summary) {
        return new CiResult(true, PASSED, summary, JsonNodeFactory.instance.objectNode());
    }

    public static CiResult failed(String summary) {
        return new CiResult(false, FAILED, summary, JsonNodeFactory.instance.objectNode());
    }

    /// With another mark.
    public CiResult marked(String other) {
        return new CiResult(passed, other, summary, facts);
    }

    /// With figures.
    public CiResult with(UnaryOperator<ObjectNode> figures) {
        return new CiResult(passed, mark, summary, figures.apply(facts.deepCopy()));
    }

    public JsonNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("passed", passed)
                .put("mark", mark)
                .put("summary", summary)
                .set("facts", facts);
    }

    /// Adds it to a file.
    public void append(Path file) throws IOException {
        Files.write(
                file,
                (json() + "\n").getBytes(UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /// The results in a file so far; a line whose end is not there yet is left for later.
    static List<CiResult> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        var text = Files.readString(file);
        var results = new ArrayList<CiResult>();
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        whole.lines().filter(line -> !line.isBlank()).map(CiResult::of).forEach(results::add);
        return results;
    }

    private static CiResult of(String line) {
        return parse(line)
                .orElseGet(
                        () ->
                                failed(
                                        "what was written to "
                                                + VARIABLE
                                                + " is no result with a summary: "
                                                + line));
    }

    private static Optional<CiResult> parse(String line) {
        try {
            var json = JsonMapper.shared().readTree(line);
            var summary = json.path("summary").asString("");
            if (summary.isBlank()) {
                return Optional.empty();
            }
            boolean passed = json.path("passed").asBoolean(true);
            var facts =
                    json.path("facts") instanceof ObjectNode object
                            ? object
                            : JsonNodeFactory.instance.objectNode();
            var mark = json.path("mark").asString(passed ? PASSED : FAILED);
            return Optional.of(new CiResult(passed, oneLine(mark), summary, facts));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static String oneLine(String text) {
        var line = text.replaceAll("[\\t\\r\\n]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
