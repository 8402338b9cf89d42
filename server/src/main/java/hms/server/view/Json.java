package hms.server.view;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes documents. A component that is null is written as `null`, unless its record says that it
/// is left out.
public final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private Json() {}

    public static byte[] bytes(Object document) {
        return MAPPER.writeValueAsBytes(document);
    }

    public static String text(Object document) {
        return MAPPER.writeValueAsString(document);
    }
}
