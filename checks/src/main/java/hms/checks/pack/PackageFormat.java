package hms.checks.pack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The forms that a package can have. All hold the same files.
public enum PackageFormat {
    /// A gzip'ed ustar archive: the form that pipelines use.
    TGZ("tgz", "application/gzip", "\u001f\u008b"),
    /// A ZIP archive.
    ZIP("zip", "application/zip", "PK"),
    /// One JSON document.
    JSON("json", "application/json", "{"),
    /// One XML document.
    XML("xml", "application/xml", "<");

    private final String extension;
    private final String mediaType;
    private final String beginning;

    /// @param beginning the first bytes of such a file, each as a character
    PackageFormat(String extension, String mediaType, String beginning) {
        this.extension = extension;
        this.mediaType = mediaType;
        this.beginning = beginning;
    }

    /// How its files end, without the dot; also its name on the command line.
    public String extension() {
        return extension;
    }

    /// The media type of its files.
    public String mediaType() {
        return mediaType;
    }

    Archive archive() {
        return switch (this) {
            case TGZ -> new TarGzip();
            case ZIP -> new Zip();
            case JSON -> new JsonArchive();
            case XML -> new XmlArchive();
        };
    }

    /// The format with this name, in any letter case.
    public static Optional<PackageFormat> named(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(format -> format.extension.equals(lower)).findFirst();
    }

    /// The format in which these bytes begin.
    static Optional<PackageFormat> of(byte[] bytes) {
        var beginning = new String(bytes, 0, Math.min(bytes.length, 2), ISO_8859_1);
        return Arrays.stream(values())
                .filter(format -> beginning.startsWith(format.beginning))
                .findFirst();
    }
}
