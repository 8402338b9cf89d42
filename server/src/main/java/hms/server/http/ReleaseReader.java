package hms.server.http;

import hms.runs.intake.NamedBytes;
import hms.runs.intake.ReleaseFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a release: `{"artifacts":[{"path","bytes"}],"files":[{"path","bytes"}]}`, one file after
/// the other, so that only their bytes are held.
final class ReleaseReader {

    static final int MAX_ARTIFACT = 1 << 20;
    static final int MAX_FILE = 16 << 20;
    private static final int MAX_FILES = 20_000;
    private static final int MAX_PATH = 300;

    private final JsonParser parser;
    private final Set<String> paths = new HashSet<>();

    private ReleaseReader(JsonParser parser) {
        this.parser = parser;
    }

    static ReleaseFiles read(Content body) {
        try (var parser = StrictJson.parser(body)) {
            try {
                return new ReleaseReader(parser).release();
            } catch (JacksonException e) {
                throw StrictJson.malformed(e, parser);
            }
        }
    }

    private ReleaseFiles release() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Fields.wrong("$", "has to be an object");
        }
        var artifacts = new ArrayList<NamedBytes>();
        var files = new ArrayList<NamedBytes>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            switch (name) {
                case "artifacts" -> files("$.artifacts", artifacts, MAX_ARTIFACT);
                case "files" -> files("$.files", files, MAX_FILE);
                default -> throw unknown("$", name, "artifacts, files");
            }
        }
        if (parser.nextToken() != null) {
            throw Fields.wrong("$", "has something behind it");
        }
        return new ReleaseFiles(artifacts, files);
    }

    private void files(String place, List<NamedBytes> into, int largest) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw Fields.wrong(place, "has to be a list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (into.size() == MAX_FILES) {
                throw Fields.wrong(place, "has more than " + MAX_FILES + " items");
            }
            into.add(file(place + "[" + into.size() + "]", largest));
        }
    }

    private NamedBytes file(String place, int largest) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Fields.wrong(place, "has to be an object");
        }
        @Nullable String path = null;
        byte @Nullable [] bytes = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw Fields.wrong(place + "." + Quote.plain(name), "has to be a text");
            }
            switch (name) {
                case "path" -> path = path(place + ".path", parser.getString());
                case "bytes" -> bytes = bytes(place + ".bytes", largest);
                default -> throw unknown(place, name, "path, bytes");
            }
        }
        if (path == null || bytes == null) {
            throw Fields.wrong(place, "has to have path and bytes");
        }
        return new NamedBytes(path, bytes);
    }

    private byte[] bytes(String place, int largest) {
        byte[] bytes;
        try {
            bytes = parser.getBinaryValue();
        } catch (JacksonException e) {
            throw Fields.wrong(place, "has to be base64 (RFC 4648, section 4)");
        }
        if (bytes.length > largest) {
            throw new Refused(
                    Problem.of(
                                    413,
                                    "too-large",
                                    place + " has more than " + largest + " bytes.",
                                    "Split the file.")
                            .at(place));
        }
        return bytes;
    }

    /// A relative path, the same on every system, each once.
    private String path(String place, String path) {
        boolean sound =
                !path.isEmpty()
                        && path.length() <= MAX_PATH
                        && path.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\' && c != ':')
                        && !path.startsWith("/")
                        && List.of(path.split("/", -1)).stream()
                                .noneMatch(p -> p.isEmpty() || p.equals(".") || p.equals(".."));
        if (!sound) {
            throw Fields.wrong(
                    place,
                    "has to be a relative path with forward slashes, without . and .. in it");
        }
        if (!paths.add(path.toLowerCase(Locale.ROOT))) {
            throw Fields.wrong(place, "names a file that stands in the release already");
        }
        return path;
    }

    private static Refused unknown(String place, String name, String known) {
        return new Refused(
                Problems.malformed(
                                "unknown-field",
                                "There is no field "
                                        + Quote.of(name)
                                        + " here; there are "
                                        + known
                                        + ".",
                                "Leave it out, or correct its name.")
                        .at(place + "." + Quote.plain(name)));
    }
}
