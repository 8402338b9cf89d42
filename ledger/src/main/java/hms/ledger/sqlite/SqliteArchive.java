package hms.ledger.sqlite;

import hms.ledger.Batch;
import hms.ledger.CommitFailed;
import hms.ledger.Head;
import hms.ledger.LogTree;
import hms.trust.Digest;
import hms.trust.Tile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A ledger that is only looked at: a backup, one that another process owns, one that is damaged.
/// It stands still at the head that it was opened with until that is reread.
final class SqliteArchive extends SqliteReads {
    private Head head;
    private @Nullable LogTree tree;

    SqliteArchive(Path file) {
        super(file);
        head = storedHead();
    }

    @Override
    public synchronized Head head() {
        return head;
    }

    @Override
    public synchronized Head reread() {
        head = storedHead();
        tree = null;
        return head;
    }

    /// A damaged ledger may have no tree, and still be worth reading: what does not need it is
    /// read without.
    @Override
    synchronized Optional<Tile> openTile(int level, long n) {
        var first = n * Tile.FULL;
        if (level == 0) {
            return first < head.size()
                    ? Optional.of(new Tile(storedLeaves(first, head.size())))
                    : Optional.empty();
        }
        return tree().openTile(level, n);
    }

    /// Made when it is first asked for.
    private LogTree tree() {
        var known = tree;
        if (known == null) {
            known = storedTree(head.size());
            tree = known;
        }
        return known;
    }

    @Override
    public Head commit(Batch batch) {
        throw readOnly("commit a batch");
    }

    @Override
    public boolean eraseBlob(Digest name) {
        throw readOnly("erase blob " + name);
    }

    @Override
    public void close() {
        readers.close();
    }

    private CommitFailed readOnly(String attempted) {
        return new CommitFailed(
                CommitFailed.Reason.READ_ONLY,
                "could not " + attempted + ": " + file + " was opened for reading only",
                null);
    }
}
