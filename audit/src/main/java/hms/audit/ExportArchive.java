package hms.audit;

import hms.ledger.EntryVisitor;
import hms.ledger.LedgerRefused;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.TilePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// A `.tgz` export, unpacked for as long as it is open. Only files that an export can have are
/// taken out of it.
final class ExportArchive implements LedgerEvidence {
    private static final int MOST_FILES = 10_000_000;

    private final Path unpacked;
    private final ExportFolder folder;

    private ExportArchive(Path unpacked, String where) {
        this.unpacked = unpacked;
        this.folder = new ExportFolder(unpacked, where);
    }

    static ExportArchive unpack(Path file) {
        Path to = null;
        try {
            to = Files.createTempDirectory("hms-export-");
            try (var in = Files.newInputStream(file);
                    var tar =
                            new TarArchiveInputStream(new GZIPInputStream(in, 1 << 16), "UTF-8")) {
                unpack(tar, to);
            }
            return new ExportArchive(to, file.toString());
        } catch (IOException e) {
            delete(to);
            throw new LedgerRefused(file + " is no export of a ledger: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            delete(to);
            throw e;
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path to) throws IOException {
        var files = 0;
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (++files > MOST_FILES) {
                throw new IOException("it has more than " + MOST_FILES + " files");
            }
            unpack(entry, tar, to);
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path to)
            throws IOException {
        var name = entry.getName();
        var most = ExportLayout.mostBytes(name);
        if (entry.getLinkFlag() != TarConstants.LF_NORMAL || most.isEmpty()) {
            throw new IOException("it has " + quoted(name) + ", which no export has");
        }
        if (entry.getSize() > most.getAsInt()) {
            throw new IOException(quoted(name) + " is larger than " + most.getAsInt() + " bytes");
        }
        var file = to.resolve(name);
        var parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (var out =
                Files.newOutputStream(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.transferTo(out);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("it has " + quoted(name) + " twice", e);
        }
    }

    private static String quoted(String name) {
        var shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        return "\"" + shown.replaceAll("\\p{C}", "?") + "\"";
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // It is in the folder for temporary files, which the system empties.
            folder.toFile().deleteOnExit();
        }
    }

    @Override
    public String checkpoint() {
        return folder.checkpoint();
    }

    @Override
    public long size() {
        return folder.size();
    }

    @Override
    public Optional<Digest> statedRoot() {
        return folder.statedRoot();
    }

    @Override
    public void read(long from, long to, EntryVisitor visitor) {
        folder.read(from, to, visitor);
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return folder.tile(path);
    }

    @Override
    public BlobState blob(Digest name) {
        return folder.blob(name);
    }

    @Override
    public List<Finding> others(Ed25519Verifier ed25519) {
        return folder.others(ed25519);
    }

    @Override
    public void close() {
        delete(unpacked);
    }
}
