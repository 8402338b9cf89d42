package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request line asks for, decoded: each segment of the path and each parameter by itself, so
/// that an encoded slash is never taken for a separator.
///
/// @param path the segments
/// @param query the parameters, each given once
record Target(List<String> path, Map<String, String> query) {

    private static final int MOST_PARAMETERS = 20;

    /// @param rawQuery empty if there is none
    static Target parse(String rawPath, Optional<String> rawQuery) {
        if (!rawPath.startsWith("/")) {
            throw new Refused(
                    Problems.malformed(
                            "bad-target",
                            "A request's path begins with a slash.",
                            "See /openapi.yaml for what there is."));
        }
        return new Target(
                Arrays.stream(rawPath.substring(1).split("/", -1))
                        .map(segment -> decoded(segment, false, "path"))
                        .toList(),
                rawQuery.map(Target::parameters).orElse(Map.of()));
    }

    private static Map<String, String> parameters(String raw) {
        var parameters = new LinkedHashMap<String, String>();
        if (raw.isEmpty()) {
            return parameters;
        }
        var pairs = raw.split("&", -1);
        if (pairs.length > MOST_PARAMETERS) {
            throw new Refused(
                    Problems.malformed(
                            "too-many-parameters",
                            "The query has more than " + MOST_PARAMETERS + " parameters.",
                            "Leave out what is not needed."));
        }
        for (var pair : pairs) {
            int equals = pair.indexOf('=');
            var name = decoded(equals < 0 ? pair : pair.substring(0, equals), true, "query");
            var value = decoded(equals < 0 ? "" : pair.substring(equals + 1), true, "query");
            if (parameters.put(name, value) != null) {
                throw new Refused(
                        Problems.malformed(
                                        "parameter-twice",
                                        "The query has the parameter " + Quote.of(name) + " twice.",
                                        "Give each parameter once.")
                                .at("query " + Quote.plain(name)));
            }
        }
        return parameters;
    }

    private static String decoded(String raw, boolean plusIsBlank, String place) {
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = hex(raw, i + 1);
                int low = hex(raw, i + 2);
                if (high < 0 || low < 0) {
                    throw undecodable(place);
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c <= ' ' || c >= 0x7F) {
                throw undecodable(place);
            } else {
                bytes.write(plusIsBlank && c == '+' ? ' ' : c);
            }
        }
        return text(bytes.toByteArray(), place);
    }

    private static int hex(String raw, int at) {
        char c = at < raw.length() ? raw.charAt(at) : ' ';
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static String text(byte[] bytes, String place) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
                throw undecodable(place);
            }
            return text;
        } catch (CharacterCodingException e) {
            throw undecodable(place);
        }
    }

    private static Refused undecodable(String place) {
        return new Refused(
                Problems.malformed(
                                "bad-encoding",
                                "The " + place + " is not properly percent-encoded UTF-8.",
                                "Encode every character that is not a letter or digit.")
                        .at(place));
    }
}
