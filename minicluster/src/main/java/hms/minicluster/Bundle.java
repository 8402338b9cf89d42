package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Policies that are delivered ahead of going live.
///
/// ```json
/// {"env": "staging", "sequence": 41, "package": "sha256:…",
///  "policies": [{"id": "limit", "version": "2.0.0", "digest": "sha256:…",
///                "type": "application/yaml", "artifact": "BASE64"}],
///  "gone": ["old-limit"]}
/// ```
///
/// @param sequence grows with each delivery
/// @param packageDigest of the package that it comes from, as `sha256:…`; absent if from none
/// @param gone ids of policies of which there is no version any more
record Bundle(
        String environment,
        long sequence,
        Optional<String> packageDigest,
        List<Item> items,
        List<String> gone) {
    /// The longest that is taken, in bytes.
    static final int MOST_BYTES = 24 * 1024 * 1024;

    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// One version of a policy, as it was said to be.
    ///
    /// @param json whether the bytes are JSON; else they are YAML
    /// @param bytes the exact artifact
    record Item(String id, String version, String digest, boolean json, byte[] bytes) {}

    /// @throws Reply.Refused it is none, and where
    static Bundle parse(byte[] text) {
        JsonNode json;
        try {
            json = STRICT.readTree(new String(text, UTF_8));
        } catch (JacksonException e) {
            throw malformed("the body is no JSON: " + e.getOriginalMessage());
        }
        var items = new ArrayList<Item>();
        var ids = new HashSet<String>();
        var policies = array(json, "policies");
        for (int i = 0; i < policies.size(); i++) {
            var item = item(policies.get(i), "$.policies[" + i + "]");
            var name = item.id() + "@" + item.version();
            if (!ids.add(name)) {
                throw malformed("$.policies[" + i + "]: " + name + " is there twice");
            }
            items.add(item);
        }
        var gone = new ArrayList<String>();
        for (var id : array(json, "gone")) {
            if (!id.isString() || !ids.add(id.asString())) {
                throw malformed("$.gone: " + id + " is no id, or is there twice");
            }
            gone.add(id.asString());
        }
        if (!json.path("sequence").isIntegralNumber() || json.path("sequence").asLong() < 0) {
            throw malformed("$.sequence has to be a number from 0");
        }
        return new Bundle(
                text(json, "$", "env"),
                json.path("sequence").asLong(),
                json.path("package").asStringOpt(),
                List.copyOf(items),
                List.copyOf(gone));
    }

    private static Item item(JsonNode json, String place) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text(json, place, "artifact"));
        } catch (IllegalArgumentException e) {
            throw malformed(place + ".artifact is no Base64: " + e.getMessage());
        }
        return new Item(
                text(json, place, "id"),
                text(json, place, "version"),
                text(json, place, "digest"),
                json.path("type").asString("application/yaml").equals("application/json"),
                bytes);
    }

    private static JsonNode array(JsonNode json, String name) {
        var array = json.path(name);
        if (!array.isArray()) {
            throw malformed("$." + name + " has to be a list");
        }
        return array;
    }

    private static String text(JsonNode json, String place, String name) {
        if (!json.path(name).isString()) {
            throw malformed(place + "." + name + " has to be a text");
        }
        return json.path(name).asString();
    }

    private static Reply.Refused malformed(String what) {
        return new Reply.Refused(
                400, "malformed-bundle", "The bundle is not understood: " + what + ".");
    }
}
