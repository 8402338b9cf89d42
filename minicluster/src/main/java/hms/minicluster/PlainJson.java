package hms.minicluster;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Values of a policy as JSON: numbers keep their exact decimal form.
final class PlainJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PlainJson() {}

    static JsonNode of(Object value) {
        return switch (value) {
            case BigDecimal number -> JSON.numberNode(number);
            case Boolean truth -> JSON.booleanNode(truth);
            case List<?> list -> {
                var array = JSON.arrayNode();
                list.forEach(item -> array.add(of(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = JSON.objectNode();
                map.forEach((name, item) -> object.set(String.valueOf(name), of(item)));
                yield object;
            }
            case Object other -> JSON.stringNode(other.toString());
        };
    }
}
