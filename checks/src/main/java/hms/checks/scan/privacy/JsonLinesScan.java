package hms.checks.scan.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// A file with an object a line: its keys by their names, at any depth, and its texts by their
/// form, however they are escaped. A line that is no JSON is looked at as it stands.
final class JsonLinesScan {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxStringLength(1 << 20)
                                    .build())
                    .build();

    private final Whereabouts where;
    private final byte[] bytes;
    private final NamedValues named = new NamedValues();

    JsonLinesScan(Whereabouts where, byte[] bytes) {
        this.where = where;
        this.bytes = bytes;
    }

    void run() {
        keys();
        named.tell(where);
        new Lines(bytes)
                .sightings(
                        seen -> {
                            if (!named.has(seen.kind())) {
                                where.found(seen, "$");
                            }
                        });
    }

    private void keys() {
        int number = 0;
        int from = 0;
        var text = new String(bytes, UTF_8);
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            number++;
            line(text.substring(from, end), number);
            from = end + 1;
        }
    }

    private void line(String line, int number) {
        boolean escapes = line.indexOf('\\') >= 0;
        var asWritten = escapes ? asWritten(line) : new HashSet<String>();
        try (var json = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            var key = "";
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    key = json.currentName();
                } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    var value = json.getString();
                    named.take(key, value, number, 0);
                    if (escapes) {
                        escaped(asWritten, value, number);
                    }
                }
            }
        } catch (JacksonException e) {
            // what came before was looked at; the line is looked at by itself
            return;
        }
    }

    private static Set<String> asWritten(String line) {
        var texts = new HashSet<String>();
        Sightings.in(line).forEach(each -> texts.add(line.substring(each.from(), each.to())));
        return texts;
    }

    /// What only shows once escapes are read.
    private void escaped(Set<String> asWritten, String value, int number) {
        for (var sighting : Sightings.in(value)) {
            var text = value.substring(sighting.from(), sighting.to());
            if (asWritten.add(text)) {
                where.found(new Lines.Seen(sighting.kind(), number, 0, text, false), "$");
            }
        }
    }
}
