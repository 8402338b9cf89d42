package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The description at `/openapi.yaml`, against which answers are held.
final class ApiContract {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode document;

    ApiContract(byte[] yaml) {
        var loaded =
                new Load(LoadSettings.builder().build()).loadFromString(new String(yaml, UTF_8));
        document = JSON.valueToTree(loaded);
    }

    JsonNode document() {
        return document;
    }

    /// Every operation: `GET /api/runs/{n}`.
    List<String> operations() {
        var all = new TreeSet<String>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .propertyNames()
                                        .forEach(
                                                method ->
                                                        all.add(
                                                                method.toUpperCase(
                                                                                java.util.Locale
                                                                                        .ROOT)
                                                                        + " "
                                                                        + path.getKey())));
        return List.copyOf(all);
    }

    JsonNode operation(String method, String path) {
        return document.path("paths").path(path).path(method.toLowerCase(java.util.Locale.ROOT));
    }

    /// What a `$ref` leads to, or the node itself.
    JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? resolved(document.at(node.path("$ref").asString().substring(1)))
                : node;
    }

    /// Names of the parameters of a kind: `query`, `path`, `header`.
    TreeSet<String> parameters(JsonNode operation, String in) {
        var names = new TreeSet<String>();
        for (var parameter : operation.path("parameters")) {
            var resolved = resolved(parameter);
            if (resolved.path("in").asString().equals(in)) {
                names.add(resolved.path("name").asString());
            }
        }
        return names;
    }

    /// Holds an answer against its schema. The status has to be described, except for problems,
    /// which every operation may have.
    void check(String method, String path, HttpResponse<byte[]> response) {
        var operation = operation(method, path);
        assertThat(operation.isMissingNode()).as(method + " " + path + " is described").isFalse();
        var responses = operation.path("responses");
        var status = Integer.toString(response.statusCode());
        var described =
                resolved(
                        responses.has(status) ? responses.path(status) : responses.path("default"));
        if (!responses.has(status)) {
            assertThat(response.statusCode())
                    .as(method + " " + path + ": " + new String(response.body(), UTF_8))
                    .isGreaterThanOrEqualTo(400);
        }
        if (!described.has("content")) {
            assertThat(response.body()).isEmpty();
            return;
        }
        var type = response.headers().firstValue("content-type").orElse("").split(";", -1)[0];
        var content = described.path("content").path(type);
        assertThat(content.isMissingNode())
                .as(type + " of " + method + " " + path + " is described")
                .isFalse();
        if (type.endsWith("json")) {
            assertThat(errors(content.path("schema"), new String(response.body(), UTF_8)))
                    .as(
                            method
                                    + " "
                                    + path
                                    + " "
                                    + status
                                    + " "
                                    + new String(response.body(), UTF_8))
                    .isEmpty();
        }
    }

    private List<String> errors(JsonNode schema, String json) {
        var whole = (ObjectNode) schema.deepCopy();
        whole.set("components", document.path("components"));
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        var compiled =
                registry.getSchema(
                        SchemaLocation.of("urn:hms:answer"),
                        JSON.writeValueAsString(whole),
                        InputFormat.JSON);
        return compiled.validate(json, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /// Which operations were held against their description, so that none is forgotten.
    static final class Seen {
        private final Map<String, List<Integer>> statuses = new LinkedHashMap<>();

        void add(String operation, int status) {
            statuses.computeIfAbsent(operation, _ -> new ArrayList<>()).add(status);
        }

        boolean succeeded(String operation) {
            return statuses.getOrDefault(operation, List.of()).stream().anyMatch(s -> s < 400);
        }
    }

    /// The template that a path is of.
    String template(String method, String path) {
        var bare = path.split("\\?", -1)[0];
        return operations().stream()
                .filter(operation -> operation.startsWith(method + " "))
                .map(operation -> operation.substring(method.length() + 1))
                .filter(template -> matches(template, bare))
                .min(java.util.Comparator.comparingInt(t -> t.indexOf('{') < 0 ? -1 : 1))
                .orElseThrow(() -> new AssertionError(method + " " + path + " is not described"));
    }

    private static boolean matches(String template, String path) {
        var expected = template.split("/", -1);
        var given = path.split("/", -1);
        boolean log = template.equals("/log/{path}") && path.startsWith("/log/");
        return log || (expected.length == given.length && allMatch(expected, given));
    }

    private static boolean allMatch(String[] expected, String[] given) {
        for (int i = 0; i < expected.length; i++) {
            if (!expected[i].startsWith("{") && !expected[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }
}
