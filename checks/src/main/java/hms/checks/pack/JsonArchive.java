package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A package as one JSON document:
/// `{"format":"hms-package/1","files":{"manifest.json":{"text":"…"},"a/b":{"base64":"…"}}}`.
final class JsonArchive implements Archive {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(4)
                                    .maxNameLength(1_000)
                                    .maxStringLength(Limits.MAX_ARCHIVE_BYTES)
                                    .build())
                    .build();

    @Override
    public byte[] write(Members members) {
        var files = new LinkedHashMap<String, Value>();
        members.byName().forEach((name, bytes) -> files.put(name, file(bytes)));
        var document = new LinkedHashMap<String, Value>();
        document.put("format", new Value.Text(PackageManifest.FORMAT));
        document.put("files", new Value.MapValue(files));
        return (new Value.MapValue(document).toJson() + "\n").getBytes(UTF_8);
    }

    private static Value file(byte[] bytes) {
        var text = TextOrBase64.text(bytes);
        return text.isPresent()
                ? new Value.MapValue(Map.of("text", new Value.Text(text.get())))
                : new Value.MapValue(Map.of("base64", new Value.Text(TextOrBase64.base64(bytes))));
    }

    @Override
    public Members read(byte[] bytes) throws RefusedArchive {
        var text =
                TextOrBase64.text(bytes)
                        .orElseThrow(
                                () -> RefusedArchive.damaged("the JSON package is not in UTF-8"));
        var members = new Members.Builder();
        try (var json = JSON.createParser(ObjectReadContext.empty(), text)) {
            expect(json, JsonToken.START_OBJECT);
            expectName(json, "format");
            expect(json, JsonToken.VALUE_STRING);
            PackageManifest.requireFormat(json.getString());
            expectName(json, "files");
            expect(json, JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                readFile(json, members);
            }
            expect(json, JsonToken.END_OBJECT);
            if (json.nextToken() != null) {
                throw RefusedArchive.damaged("data follows the end of the JSON package");
            }
        } catch (JacksonException e) {
            throw RefusedArchive.damaged("the JSON package is damaged: " + e.getOriginalMessage());
        }
        return members.build();
    }

    private static void readFile(JsonParser json, Members.Builder members) throws RefusedArchive {
        var name = json.currentName();
        expect(json, JsonToken.START_OBJECT);
        expect(json, JsonToken.PROPERTY_NAME);
        var form = json.currentName();
        expect(json, JsonToken.VALUE_STRING);
        var content = json.getString();
        switch (form) {
            case "text" -> members.add(name, content.getBytes(UTF_8));
            case "base64" -> members.add(name, TextOrBase64.ofBase64(name, content));
            default -> throw RefusedArchive.damaged("'" + name + "' has neither text nor base64");
        }
        expect(json, JsonToken.END_OBJECT);
    }

    private static void expectName(JsonParser json, String name) throws RefusedArchive {
        expect(json, JsonToken.PROPERTY_NAME);
        if (!name.equals(json.currentName())) {
            throw RefusedArchive.damaged(
                    "the JSON package has '"
                            + json.currentName()
                            + "' where '"
                            + name
                            + "' belongs");
        }
    }

    private static void expect(JsonParser json, JsonToken token) throws RefusedArchive {
        if (json.nextToken() != token) {
            var at = json.currentLocation();
            throw RefusedArchive.damaged(
                    "the JSON package has another structure at line "
                            + at.getLineNr()
                            + ", column "
                            + at.getColumnNr());
        }
    }
}
