package hms.server.http;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A JSON object of a request, read field by field. Each field is asked for once; [#end] refuses
/// whatever was not asked for. A message names the place: `$.deploy.env`.
final class Fields {

    static final int LINE = 200;
    static final int TEXT = 2_000;

    private final JsonNode object;
    private final String place;
    private final Set<String> known = new HashSet<>();

    private Fields(JsonNode object, String place) {
        this.object = object;
        this.place = place;
    }

    static Fields of(Call call) {
        return of(StrictJson.read(call.body().bytes()), "$");
    }

    /// As [#of(Call)], an empty object where there is no body.
    static Fields ofPerhaps(Call call) {
        return call.body().isEmpty()
                ? of(tools.jackson.databind.node.JsonNodeFactory.instance.objectNode(), "$")
                : of(call);
    }

    private static Fields of(JsonNode node, String place) {
        if (!node.isObject()) {
            throw wrong(place, "has to be an object");
        }
        return new Fields(node, place);
    }

    /// The place of a field, for messages.
    String place(String name) {
        return place + "." + name;
    }

    private @Nullable JsonNode find(String name) {
        known.add(name);
        var node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private JsonNode require(String name) {
        var node = find(name);
        if (node == null) {
            throw new Refused(
                    Problems.malformed(
                                    "field-missing",
                                    place(name) + " is missing.",
                                    "Give it; /openapi.yaml describes the body.")
                            .at(place(name)));
        }
        return node;
    }

    /// A text of one line.
    String line(String name) {
        return line(require(name), place(name));
    }

    Optional<String> perhapsLine(String name) {
        return Optional.ofNullable(find(name)).map(node -> line(node, place(name)));
    }

    /// A text of any number of lines.
    Optional<String> perhapsText(String name) {
        return Optional.ofNullable(find(name)).map(node -> text(node, place(name), TEXT));
    }

    String text(String name, int longest) {
        return text(require(name), place(name), longest);
    }

    byte[] base64(String name) {
        var text = string(require(name), place(name));
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw wrong(place(name), "has to be base64 (RFC 4648, section 4)");
        }
    }

    boolean flag(String name) {
        var node = find(name);
        if (node == null) {
            return false;
        }
        if (!node.isBoolean()) {
            throw wrong(place(name), "has to be true or false");
        }
        return node.booleanValue();
    }

    /// A whole number; `otherwise` where it is left out.
    long whole(String name, long otherwise, long least, long most) {
        var node = find(name);
        return node == null ? otherwise : whole(node, place(name), least, most);
    }

    private static long whole(JsonNode node, String place, long least, long most) {
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.longValue() < least
                || node.longValue() > most) {
            throw wrong(place, "has to be a whole number from " + least + " to " + most);
        }
        return node.longValue();
    }

    /// How often each of some kinds occurred. A kind may come from a program's outcome, so that
    /// what cannot be seen in it is shown as a dot and not refused.
    Map<String, Long> counts(String name, int most, int longest, long largest) {
        var counts = new HashMap<String, Long>();
        entries(name, most)
                .forEach(
                        (kind, node) -> {
                            var at = place(name) + "." + Quote.plain(kind);
                            if (kind.isEmpty() || kind.length() > longest) {
                                throw wrong(at, "has to be of 1 to " + longest + " characters");
                            }
                            counts.merge(
                                    visible(kind), whole(node, at, 0, largest), Math::addExact);
                        });
        return counts;
    }

    private static String visible(String text) {
        return text.codePoints().anyMatch(Fields::isHiddenOrBreak)
                ? text.codePoints()
                        .map(c -> isHiddenOrBreak(c) ? '·' : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                : text;
    }

    /// Lines by name.
    Map<String, String> linesByName(String name, int most) {
        var lines = new HashMap<String, String>();
        entries(name, most)
                .forEach(
                        (key, node) ->
                                lines.put(key, line(node, place(name) + "." + Quote.plain(key))));
        return lines;
    }

    private Map<String, JsonNode> entries(String name, int most) {
        var node = find(name);
        if (node == null) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw wrong(place(name), "has to be an object");
        }
        if (node.size() > most) {
            throw wrong(
                    place(name), "has " + node.size() + " members; at most " + most + " are taken");
        }
        var entries = new LinkedHashMap<String, JsonNode>();
        node.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    /// Objects in a list, each read by itself.
    List<Fields> objects(String name, int most) {
        var node = find(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong(place(name), "has to be a list of objects");
        }
        if (node.size() > most) {
            throw wrong(
                    place(name), "has " + node.size() + " items; at most " + most + " are taken");
        }
        var objects = new ArrayList<Fields>(node.size());
        for (int i = 0; i < node.size(); i++) {
            objects.add(of(node.get(i), place(name) + "[" + i + "]"));
        }
        return objects;
    }

    /// Texts of one line each.
    List<String> lines(String name, int most) {
        var node = find(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong(place(name), "has to be a list of texts");
        }
        if (node.size() > most) {
            throw wrong(
                    place(name), "has " + node.size() + " items; at most " + most + " are taken");
        }
        var lines = new ArrayList<String>(node.size());
        for (int i = 0; i < node.size(); i++) {
            lines.add(line(node.get(i), place(name) + "[" + i + "]"));
        }
        return lines;
    }

    Optional<Fields> perhapsObject(String name) {
        return Optional.ofNullable(find(name)).map(node -> of(node, place(name)));
    }

    /// Any document.
    JsonNode document(String name) {
        return require(name);
    }

    /// Refuses fields that nobody asked for.
    void end() {
        for (var name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw new Refused(
                        Problems.malformed(
                                        "unknown-field",
                                        "There is no field "
                                                + Quote.of(name)
                                                + " here; there are "
                                                + known.stream()
                                                        .sorted()
                                                        .collect(Collectors.joining(", "))
                                                + ".",
                                        "Leave it out, or correct its name.")
                                .at(place(Quote.plain(name))));
            }
        }
    }

    private static String line(JsonNode node, String place) {
        var text = text(node, place, LINE);
        if (text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == '\t')) {
            throw wrong(place, "has to be one line");
        }
        return text;
    }

    private static String text(JsonNode node, String place, int longest) {
        var text = string(node, place);
        if (text.isBlank()) {
            throw wrong(place, "is empty");
        }
        if (text.length() > longest) {
            throw wrong(place, "has more than " + longest + " characters");
        }
        if (text.codePoints().anyMatch(Fields::isHidden)) {
            throw wrong(
                    place,
                    "has a character that cannot be seen, or that changes the direction of text");
        }
        return text;
    }

    private static String string(JsonNode node, String place) {
        if (!node.isString()) {
            throw wrong(place, "has to be a text");
        }
        return node.stringValue();
    }

    private static boolean isHiddenOrBreak(int c) {
        return c == '\n' || c == '\r' || c == '\t' || isHidden(c);
    }

    private static boolean isHidden(int c) {
        if (c == '\n' || c == '\r' || c == '\t') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    static Refused wrong(String place, String what) {
        return new Refused(
                Problems.malformed(
                                "wrong-field",
                                place + " " + what + ".",
                                "Correct it; /openapi.yaml describes the body.")
                        .at(place));
    }
}
