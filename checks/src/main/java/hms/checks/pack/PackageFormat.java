package hms.checks.pack;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The forms that a package can have. All hold the same files.
public enum PackageFormat {
    /// A gzip'ed ustar archive: the form that pipelines use.
    TGZ("tgz", "application/gzip", new byte[] {0x1f, (byte) 0x8b}, new TarGzip()),
    /// A ZIP archive.
    ZIP("zip", "application/zip", new byte[] {'P', 'K'}, new Zip()),
    /// One JSON document.
    JSON("json", "application/json", new byte[] {'{'}, new JsonArchive()),
    /// One XML document.
    XML("xml", "application/xml", new byte[] {'<'}, new XmlArchive());

    private final String extension;
    private final String mediaType;
    private final byte[] magic;
    private final Archive archive;

    PackageFormat(String extension, String mediaType, byte[] magic, Archive archive) {
        this.extension = extension;
        this.mediaType = mediaType;
        this.magic = magic;
        this.archive = archive;
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
        return archive;
    }

    /// The format with this name, in any letter case.
    public static Optional<PackageFormat> named(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(format -> format.extension.equals(lower)).findFirst();
    }

    /// The format in which these bytes begin.
    static Optional<PackageFormat> of(byte[] bytes) {
        return Arrays.stream(values())
                .filter(format -> startsWith(bytes, format.magic))
                .findFirst();
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.mismatch(bytes, magic) >= magic.length
                || Arrays.equals(bytes, magic);
    }
}
