package hms.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/// Where the files of an export go. The same export gives the same bytes.
interface ExportSink extends AutoCloseable {

    void put(String name, byte[] content) throws IOException;

    @Override
    void close() throws IOException;

    /// A folder that is not there yet, or empty.
    static ExportSink folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var there = Files.list(folder)) {
            if (there.findAny().isPresent()) {
                throw new IOException(
                        folder
                                + " is not empty; name a new folder, so that nothing old is taken for the export");
            }
        }
        return new Folder(folder);
    }

    /// A new `.tgz` file.
    static ExportSink archive(Path file) throws IOException {
        var out =
                Files.newOutputStream(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var gzip = new GzipParameters();
        gzip.setModificationInstant(Instant.EPOCH);
        return new Archive(tar(new GzipCompressorOutputStream(out, gzip)));
    }

    private static TarArchiveOutputStream tar(OutputStream out) {
        return new TarArchiveOutputStream(out, "UTF-8");
    }

    /// Writes files into a folder.
    record Folder(Path folder) implements ExportSink {
        @Override
        public void put(String name, byte[] content) throws IOException {
            var file = folder.resolve(name);
            var parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.write(file, content, StandardOpenOption.CREATE_NEW);
        }

        @Override
        public void close() {}
    }

    /// Writes files into a tar archive, without owner and time.
    record Archive(TarArchiveOutputStream tar) implements ExportSink {
        @Override
        public void put(String name, byte[] content) throws IOException {
            var entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            entry.setMode(0644);
            entry.setIds(0, 0);
            entry.setNames("", "");
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }

        @Override
        public void close() throws IOException {
            tar.close();
        }
    }
}
