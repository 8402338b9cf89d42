package hms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.ledger.EntryVisitor;
import hms.ledger.LedgerRefused;
import hms.ledger.LedgerUnreadable;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.NoteVerifier;
import hms.trust.TilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An export as evidence: the files of [ExportLayout] in a folder, written by whomever.
final class ExportFolder implements LedgerEvidence {
    private final Path folder;
    private final TiledLog log;

    /// @param where what to call it
    /// @throws LedgerRefused if this is no export at all
    ExportFolder(Path folder, String where) {
        this.folder = realPath(folder);
        this.log = new TiledLog((name, _) -> read(name), where);
    }

    @Override
    public String checkpoint() {
        return log.checkpoint();
    }

    @Override
    public long size() {
        return log.size();
    }

    @Override
    public Optional<Digest> statedRoot() {
        return log.statedRoot();
    }

    @Override
    public void read(long from, long to, EntryVisitor visitor) {
        log.read(from, to, visitor);
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return log.tile(path);
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
        var all = new ArrayList<>(log.others(ed25519));
        if (!statedKey().map(NoteVerifier::toString).equals(keyFile())) {
            all.add(new Finding.Leftover("log.vkey is not the verifier key that entry 0 names"));
        }
        all.addAll(strangers());
        all.addAll(new ApprovalCheck(this, ed25519).run());
        return all;
    }

    private Optional<String> keyFile() {
        try {
            return Optional.of(new String(read(ExportLayout.KEY), UTF_8).strip());
        } catch (LedgerUnreadable _) {
            return Optional.empty();
        }
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
                                                    .formatted(name, size())))
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
                .map(path -> path.width() == TilePath.widthIn(size(), path.level(), path.index()))
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
