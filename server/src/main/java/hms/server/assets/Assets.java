package hms.server.assets;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of the pages, in memory. The stylesheet names the fonts by their digests, so it is
/// read after them.
public final class Assets {

    /// Under which they are served.
    public static final String ROOT = "/assets/";

    private static final List<String> FILES =
            List.of(
                    "inter-latin.woff2",
                    "inter-latin-ext.woff2",
                    "inter-symbols.woff2",
                    "source-serif-4-latin.woff2",
                    "source-serif-4-latin-ext.woff2",
                    "source-serif-4-latin-italic.woff2",
                    "ibm-plex-mono-latin.woff2",
                    "ibm-plex-mono-pi.woff2",
                    "mark.svg",
                    "hms.css");

    private final Map<String, String> paths = new LinkedHashMap<>();
    private final Map<String, Asset> byPath = new HashMap<>();

    /// A file's bytes and media type.
    public record Asset(Buffer bytes, String mediaType) {}

    private Assets() {}

    /// Reads all of them from the class path.
    public static Assets load() {
        var assets = new Assets();
        FILES.forEach(assets::add);
        return assets;
    }

    /// The path of a file by its plain name: `hms.css` is at `/assets/hms.0123456789ab.css`.
    public String path(String name) {
        var path = paths.get(name);
        if (path == null) {
            throw new IllegalArgumentException(
                    "There is no asset " + name + "; there are " + paths.keySet());
        }
        return path;
    }

    /// What is at a path; empty if nothing is.
    public Optional<Asset> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private void add(String name) {
        var bytes = read(name);
        if (name.endsWith(".css")) {
            bytes =
                    withPaths(new String(bytes, StandardCharsets.UTF_8))
                            .getBytes(StandardCharsets.UTF_8);
        }
        int dot = name.lastIndexOf('.');
        var path = ROOT + name.substring(0, dot) + "." + digest(bytes) + name.substring(dot);
        paths.put(name, path);
        byPath.put(path, new Asset(Buffer.buffer(bytes), mediaType(name)));
    }

    private String withPaths(String css) {
        for (var file : paths.entrySet()) {
            css = css.replace("url(\"" + file.getKey() + "\")", "url(\"" + file.getValue() + "\")");
        }
        return css;
    }

    private static byte[] read(String name) {
        try (var in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The asset " + name + " is not in the program");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The asset " + name + " cannot be read", e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".css" -> "text/css; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            case ".woff2" -> "font/woff2";
            default -> throw new IllegalArgumentException("No media type is known for " + name);
        };
    }
}
