package hms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.ledger.EntryVisitor;
import hms.ledger.LedgerRefused;
import hms.ledger.LedgerUnreadable;
import hms.trust.Checkpoint;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.MalformedException;
import hms.trust.NoteVerifier;
import hms.trust.SignedNote;
import hms.trust.Tile;
import hms.trust.TilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An export as evidence: the files of [ExportLayout] in a folder, written by whomever.
final class ExportFolder implements ExportedLedger {
    private final Path folder;
    private final String checkpoint;
    private final long size;
    private final Set<Finding> found = new LinkedHashSet<>();

    /// @throws LedgerRefused if this is no export at all
    ExportFolder(Path folder) {
        this.folder = realPath(folder);
        try {
            checkpoint = new String(read(ExportLayout.CHECKPOINT), UTF_8);
            size = sizeIn(checkpoint);
        } catch (LedgerUnreadable | MalformedException e) {
            throw new LedgerRefused(
                    folder
                            + " is no export of a ledger: "
                            + e.getMessage()
                            + "; name the folder that holds the file checkpoint");
        }
    }

    @Override
    public Optional<NoteVerifier> statedKey() {
        try {
            return Optional.of(
                    NoteVerifier.parse(new String(read(ExportLayout.KEY), UTF_8).strip()));
        } catch (LedgerUnreadable | MalformedException _) {
            return Optional.empty();
        }
    }

    @Override
    public String checkpoint() {
        return checkpoint;
    }

    /// What the checkpoint says: files that are missing for it are found missing.
    @Override
    public long size() {
        return size;
    }

    @Override
    public Optional<Digest> statedRoot() {
        return Optional.empty();
    }

    @Override
    public void read(long from, long to, EntryVisitor visitor) {
        var next = from;
        while (next < to) {
            var path = ExportLayout.bundle(next, size);
            var first = path.index() * Tile.FULL;
            var bundle = new EntryBundle(path, read(path.toString()));
            var index = first;
            while (index < first + path.width() && index < to) {
                var entry = bundle.next();
                if (index >= next) {
                    visitor.visit(index, entry);
                }
                index++;
            }
            if (index == first + path.width() && bundle.hasMore()) {
                found.add(new Finding.Leftover(path + " has bytes after its last entry"));
            }
            next = index;
        }
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return Optional.of(read(path.toString()));
    }

    @Override
    public BlobState blob(Digest name) {
        var file = ExportLayout.blob(name);
        if (!Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
            return BlobState.ABSENT;
        }
        try {
            return Digest.sha256(read(file)).equals(name) ? BlobState.GOOD : BlobState.CHANGED;
        } catch (LedgerUnreadable _) {
            return BlobState.CHANGED;
        }
    }

    @Override
    public List<Finding> others(Ed25519Verifier ed25519) {
        var all = new ArrayList<Finding>(found);
        all.addAll(strangers());
        all.addAll(new ApprovalCheck(this, ed25519).run());
        return all;
    }

    private List<Finding> strangers() {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .filter(name -> !belongs(name))
                    .limit(Findings.MOST)
                    .<Finding>map(
                            name ->
                                    new Finding.Leftover(
                                            "%s does not belong to an export of %d entries"
                                                    .formatted(name, size)))
                    .toList();
        } catch (IOException e) {
            throw unreadable("list", folder.toString(), e);
        }
    }

    /// The ids of the approvals that are here.
    List<String> approvals() {
        var approvals = folder.resolve(ExportLayout.APPROVALS);
        if (!Files.isDirectory(approvals, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (var ids = Files.list(approvals)) {
            return ids.map(id -> approvals.relativize(id).toString()).sorted().toList();
        } catch (IOException e) {
            throw unreadable("list", ExportLayout.APPROVALS, e);
        }
    }

    private boolean belongs(String name) {
        return ExportLayout.tile(name)
                .map(path -> path.width() == TilePath.widthIn(size, path.level(), path.index()))
                .orElseGet(() -> ExportLayout.mostBytes(name).isPresent());
    }

    @Override
    public void close() {}

    /// A plain file of the export, no larger than such a one can be.
    byte[] read(String name) {
        var most = ExportLayout.mostBytes(name).orElseThrow();
        var file = folder.resolve(name);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || !file.toRealPath().startsWith(folder)) {
                throw new LedgerUnreadable("there is no file " + name, null);
            }
            if (Files.size(file) > most) {
                throw new LedgerUnreadable(name + " is larger than " + most + " bytes", null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable("read", name, e);
        }
    }

    private static long sizeIn(String checkpoint) {
        return Checkpoint.parse(SignedNote.parse(checkpoint).text()).size();
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new LedgerRefused(
                    "there is no export at " + folder + "; name the folder or .tgz file of one", e);
        }
    }

    private static LedgerUnreadable unreadable(String attempted, String name, IOException e) {
        return new LedgerUnreadable(
                "could not " + attempted + " " + name + ": " + e.getMessage(), e);
    }
}
