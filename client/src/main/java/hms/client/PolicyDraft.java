package hms.client;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A policy as a program puts it together, before it is an artifact.
///
/// @param id the policy
/// @param version the version
/// @param title one line for people
/// @param content the register's text, in Markdown
/// @param values what consumers read: numbers, texts, truth values
public record PolicyDraft(
        String id, String version, String title, String content, Map<String, ?> values) {
    public PolicyDraft {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// What is missing; empty if nothing is.
    Optional<String> missing() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("id", id);
        fields.put("title", title);
        fields.put("content", content);
        return fields.entrySet().stream()
                .filter(field -> field.getValue().isBlank())
                .findFirst()
                .map(
                        field ->
                                "a policy needs id, title and content; "
                                        + field.getKey()
                                        + " is missing");
    }

    /// The artifact that it becomes.
    ///
    /// @throws UnsoundPolicy if it is not sound
    Artifact artifact() {
        var bytes = Json.write(json());
        var result = ArtifactParser.parse(bytes, id + ".json", Optional.empty());
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.artifact();
        }
        throw new UnsoundPolicy(result.findings());
    }

    private ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("version", version).put("title", title).put("content", content);
        values.forEach(
                (name, value) -> {
                    if (value instanceof Number number) {
                        json.put(name, new BigDecimal(number.toString()));
                    } else if (value instanceof Boolean truth) {
                        json.put(name, truth);
                    } else {
                        json.put(name, value.toString());
                    }
                });
        return json;
    }
}
