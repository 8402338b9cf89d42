package hms.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Writes whole files so that, whatever happens, the old one or the new one is there, and for its
/// owner's eyes only.
public final class DurableFile {
    /// What the name of a file ends with until it is whole. A crash can leave such a one.
    public static final String TEMPORARY = ".tmp";

    private DurableFile() {}

    /// Writes the content of a file.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /// Puts `content` where `file` is.
    public static void write(Path file, byte[] content) throws IOException {
        write(file, stream -> stream.write(content));
    }

    /// Puts `content` where `file` is: a temporary file, synced, renamed over it, and the folder
    /// synced. A content that throws leaves the old file.
    public static void write(Path file, Content content) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        Files.deleteIfExists(temporary);
        try {
            create(temporary, content);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        syncFolder(file);
    }

    /// Creates an empty file, if there is none, that only its owner may read and write.
    public static void createEmpty(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file, _ -> {});
            syncFolder(file);
        }
    }

    /// The attribute that gives a new file or folder these permissions, where the file system has
    /// such.
    static FileAttribute<?>[] permissions(Path near, String permissions) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    static void syncFolder(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void create(Path file, Content content) throws IOException {
        var options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (var channel = FileChannel.open(file, options, permissions(file, "rw-------"))) {
            content.writeTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }
}
