package hms.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON in tests.
final class Json {
    private Json() {}

    static JsonNode of(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
