package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Policies that are delivered ahead of going live, as modules get them (docs/targets.md):
///
/// ```json
/// {"env": "staging",
///  "bundle": {"sequence": 41, "digest": "sha256:…", "package": "sha256:…",
///             "policies": [{"id": "limit", "version": "2.0.0", "digest": "sha256:…",
///                           "mediaType": "application/yaml", "artifact": "id: limit…"}],
///             "gone": ["old-limit"]}}
/// ```
///
/// @param sequence grows with each delivery
/// @param digest what it says of itself: SHA-256 over a line for each policy (`id version
///     sha256:…`) and each that is gone (`id -`), in order
/// @param gone ids of policies of which there is no version any more
record Bundle(
        String environment, long sequence, String digest, List<Item> items, List<String> gone) {
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
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Item(String id, String version, String digest, boolean json, byte[] bytes) {}

    /// @throws Reply.Refused it is none, and where
    static Bundle parse(byte[] text) {
        JsonNode json;
        try {
            json = STRICT.readTree(new String(text, UTF_8));
        } catch (JacksonException e) {
            throw malformed("the body is no JSON: " + e.getOriginalMessage());
        }
        var bundle = json.path("bundle");
        if (!bundle.isObject()) {
            throw malformed("$.bundle has to be an object");
        }
        var sequence = bundle.path("sequence");
        if (!sequence.isIntegralNumber() || sequence.asLong() < 0) {
            throw malformed("$.bundle.sequence has to be a number from 0");
        }
        var names = new HashSet<String>();
        return new Bundle(
                text(json, "$", "env"),
                sequence.asLong(),
                text(bundle, "$.bundle", "digest"),
                items(array(bundle, "policies"), names),
                gone(array(bundle, "gone"), names));
    }

    private static List<Item> items(JsonNode policies, Set<String> names) {
        var items = new ArrayList<Item>();
        for (int i = 0; i < policies.size(); i++) {
            var place = "$.bundle.policies[" + i + "]";
            var item = item(policies.get(i), place);
            var name = item.id() + "@" + item.version();
            if (!names.add(name)) {
                throw malformed(place + ": " + name + " is there twice");
            }
            items.add(item);
        }
        return List.copyOf(items);
    }

    private static List<String> gone(JsonNode ids, Set<String> names) {
        var gone = new ArrayList<String>();
        for (var id : ids) {
            if (!id.isString() || !names.add(id.asString())) {
                throw malformed("$.bundle.gone: " + id + " is no id, or is there twice");
            }
            gone.add(id.asString());
        }
        return List.copyOf(gone);
    }

    private static Item item(JsonNode json, String place) {
        return new Item(
                text(json, place, "id"),
                text(json, place, "version"),
                text(json, place, "digest"),
                text(json, place, "mediaType").equals("application/json"),
                text(json, place, "artifact").getBytes(UTF_8));
    }

    private static JsonNode array(JsonNode json, String name) {
        var array = json.path(name);
        if (!array.isArray()) {
            throw malformed("$.bundle." + name + " has to be a list");
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
