package hms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.ledger.EntryVisitor;
import hms.ledger.LedgerRefused;
import hms.ledger.LedgerUnreadable;
import hms.trust.Checkpoint;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.MalformedException;
import hms.trust.SignedNote;
import hms.trust.Tile;
import hms.trust.TilePath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A tiled log (C2SP tlog-tiles) as evidence, standing still at the checkpoint that it had when it
/// was opened: a server's, or the one in an export.
final class TiledLog implements LedgerEvidence {
    private final LogFiles files;
    private final String checkpoint;
    private final long size;
    private final Set<Finding> found = new LinkedHashSet<>();

    /// @throws LedgerRefused if there is no checkpoint to begin with
    TiledLog(LogFiles files, String where) {
        this.files = files;
        try {
            checkpoint = new String(read(ExportLayout.CHECKPOINT), UTF_8);
            size = Checkpoint.parse(SignedNote.parse(checkpoint).text()).size();
        } catch (LedgerUnreadable | MalformedException e) {
            throw new LedgerRefused(
                    "there is no log to verify at %s: %s; name what has the file checkpoint in it"
                            .formatted(where, e.getMessage()));
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
            next = readBundle(next, to, visitor);
        }
    }

    private long readBundle(long from, long to, EntryVisitor visitor) {
        var path = ExportLayout.bundle(from, size);
        var first = path.index() * Tile.FULL;
        var end = Math.min(to, first + path.width());
        var bundle = new EntryBundle(path, read(path.toString()));
        for (var index = first; index < end; index++) {
            var entry = bundle.next();
            if (index >= from) {
                visitor.visit(index, entry);
            }
        }
        if (end == first + path.width() && bundle.hasMore()) {
            found.add(new Finding.Leftover(path + " has bytes after its last entry"));
        }
        return end;
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return Optional.of(read(path.toString()));
    }

    /// Blobs are no part of the log.
    @Override
    public BlobState blob(Digest name) {
        return BlobState.ABSENT;
    }

    @Override
    public List<Finding> others(Ed25519Verifier ed25519) {
        return List.copyOf(found);
    }

    @Override
    public void close() {}

    private byte[] read(String name) {
        return files.read(name, ExportLayout.mostBytes(name).orElseThrow());
    }
}
