package hms.client.wire;

import hms.trust.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// A JSON object of a message, read field by field; whatever does not fit is refused with its
/// place.
///
/// @param node the object
/// @param place where it stands: `change.policies[3]`
record Fields(JsonNode node, String place) {
    Fields {
        if (!node.isObject()) {
            throw new MalformedMessage(place + " is no JSON object");
        }
    }

    String text(String name) {
        var value = node.path(name);
        if (!value.isString()) {
            throw bad(name, "is no text");
        }
        return value.asString();
    }

    Optional<String> textIfAny(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    long number(String name) {
        var value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw bad(name, "is no whole number from 0 on");
        }
        return value.asLong();
    }

    int smallNumber(String name) {
        var value = number(name);
        if (value > Integer.MAX_VALUE) {
            throw bad(name, "is too large");
        }
        return (int) value;
    }

    /// False if it is absent.
    boolean flag(String name) {
        var value = node.path(name);
        if (has(name) && !value.isBoolean()) {
            throw bad(name, "is no truth value");
        }
        return value.asBoolean(false);
    }

    Instant instant(String name) {
        return parsed(name, Instant::parse);
    }

    Optional<Instant> instantIfAny(String name) {
        return has(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    Digest digest(String name) {
        return parsed(name, Digest::ofHex);
    }

    byte[] bytes(String name) {
        return parsed(name, Base64.getDecoder()::decode);
    }

    /// A text that means something.
    <T> T parsed(String name, Function<String, T> parser) {
        var text = text(name);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedMessage(
                    place + "." + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    Optional<Fields> object(String name) {
        return has(name)
                ? Optional.of(new Fields(node.path(name), place + "." + name))
                : Optional.empty();
    }

    /// The objects of a list; none if it is absent.
    <T> List<T> objects(String name, Function<Fields, T> reader) {
        var read = new ArrayList<T>();
        for (var element : list(name)) {
            read.add(
                    reader.apply(
                            new Fields(element, place + "." + name + "[" + read.size() + "]")));
        }
        return read;
    }

    /// The texts of a list; none if it is absent.
    <T> List<T> texts(String name, Function<String, T> parser) {
        var read = new ArrayList<T>();
        for (var element : list(name)) {
            if (!element.isString()) {
                throw bad(name, "has something else than texts in it");
            }
            try {
                read.add(parser.apply(element.asString()));
            } catch (IllegalArgumentException e) {
                throw new MalformedMessage(
                        place + "." + name + "[" + read.size() + "]: " + e.getMessage(), e);
            }
        }
        return read;
    }

    private JsonNode list(String name) {
        var value = node.path(name);
        if (has(name) && !value.isArray()) {
            throw bad(name, "is no list");
        }
        return value;
    }

    MalformedMessage bad(String name, String what) {
        return new MalformedMessage(place + "." + name + " " + what);
    }

    private boolean has(String name) {
        var value = node.path(name);
        return !value.isMissingNode() && !value.isNull();
    }
}
