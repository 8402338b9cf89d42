package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON that strangers send: UTF-8 only, no name twice, nothing behind the document, limits
/// on depth and on the length of numbers. What is wrong is said with its line, column and path.
final class StrictJson {

    static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER = 400;
    private static final int MAX_NAME = 1_000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_NUMBER)
                                                    .maxNameLength(MAX_NAME)
                                                    .build())
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private StrictJson() {}

    /// The document, of any kind.
    static JsonNode read(byte[] bytes) {
        var text = text(bytes);
        try (var parser = MAPPER.createParser(text)) {
            return read(parser);
        }
    }

    private static JsonNode read(JsonParser parser) {
        try {
            var node = MAPPER.readTree(parser);
            if (node == null || node.isMissingNode()) {
                throw malformed("The body is empty.", "$");
            }
            if (parser.nextToken() != null) {
                throw malformed("Something stands behind the JSON document.", "$");
            }
            return node;
        } catch (JacksonException e) {
            throw malformed(e, parser);
        }
    }

    /// A parser for what is too large to be held as a tree, or twice.
    static JsonParser parser(Content body) {
        requireText(body);
        return MAPPER.createParser(body.stream());
    }

    /// Refuses anything but UTF-8 without a byte order mark, which leaves no doubt about the
    /// encoding.
    private static void requireText(Content body) {
        var seen = CharBuffer.allocate(8_192);
        try (var reader = new InputStreamReader(body.stream(), UTF_8.newDecoder())) {
            boolean first = true;
            while (reader.read(seen) >= 0) {
                seen.flip();
                var text = seen.toString();
                if (text.indexOf(0) >= 0 || (first && text.startsWith("\uFEFF"))) {
                    throw malformed("The body has a byte order mark or a NUL in it.", "$");
                }
                first = false;
                seen.clear();
            }
        } catch (CharacterCodingException e) {
            throw malformed("The body is not UTF-8.", "$");
        } catch (IOException e) {
            throw new UncheckedIOException("could not read a body from memory", e);
        }
    }

    static Refused malformed(JacksonException e, JsonParser parser) {
        var place = e.getLocation();
        var path = path(parser);
        if (e instanceof StreamConstraintsException) {
            return malformed(
                    "The JSON document goes beyond a limit (depth "
                            + MAX_DEPTH
                            + ", numbers of "
                            + MAX_NUMBER
                            + " digits).",
                    path);
        }
        var reason = e.getOriginalMessage();
        boolean twice = reason != null && reason.startsWith("Duplicate");
        return malformed(
                (twice ? "A name stands twice in an object" : "The body is not JSON")
                        + (place == null
                                ? "."
                                : ": line "
                                        + place.getLineNr()
                                        + ", column "
                                        + place.getColumnNr()
                                        + "."),
                path);
    }

    private static String path(JsonParser parser) {
        var path = new StringBuilder("$");
        for (var part : parser.streamReadContext().pathAsPointer().toString().split("/", -1)) {
            if (part.matches("[0-9]+")) {
                path.append('[').append(part).append(']');
            } else if (!part.isEmpty()) {
                path.append('.').append(Quote.plain(part));
            }
        }
        return path.toString();
    }

    private static Refused malformed(String detail, String where) {
        return new Refused(
                Problems.malformed(
                                "malformed-json",
                                detail,
                                "Send one JSON document in UTF-8; /openapi.yaml describes it.")
                        .at(where));
    }

    /// The body as text; anything but UTF-8 is refused, and so is a byte order mark.
    private static String text(byte[] bytes) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.startsWith("\uFEFF") || text.indexOf(0) >= 0) {
                throw malformed("The body has a byte order mark or a NUL in it.", "$");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw malformed("The body is not UTF-8.", "$");
        }
    }
}
