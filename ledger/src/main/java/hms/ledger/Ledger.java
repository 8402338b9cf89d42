package hms.ledger;

import hms.trust.Digest;
import hms.trust.Tile;
import java.util.Optional;

/// An append-only log of entries with its Merkle tree, and the blobs that the entries name.
///
/// One thread at a time commits; any number read, beside it. What [#head] shows is durable: a
/// batch is seen whole, after its one fsync, or not at all. Every method but [#commit] and
/// [#reread] throws [LedgerUnreadable] when the store cannot be read.
public interface Ledger extends AutoCloseable {
    /// The longest entry, in bytes: what a 16-bit length prefix in an entry bundle can say.
    int MAX_ENTRY_BYTES = 65_535;

    /// The last head known to be durable. Answers from memory.
    Head head();

    /// Makes the batch true: all of its entries and blobs, in one transaction with one fsync and
    /// one signed checkpoint, or nothing of it. A batch without entries (blobs that go ahead of
    /// the entry that names them) leaves the head as it is.
    ///
    /// @return the head with this batch in it
    /// @throws CommitFailed nothing was written; also if `expectedSize` is not the size of the
    ///     head
    /// @throws CommitUnknown the batch may or may not be there: [#reread] the head before doing
    ///     anything else
    Head commit(Batch batch);

    /// Reads the head from the store again, and settles the fate of a batch whose commit was
    /// [CommitUnknown]: what this returns stays true through a crash.
    ///
    /// @throws CommitUnknown the store still does not answer
    Head reread();

    /// Shows the exact bytes of the entries `from` (inclusive) to `to` (exclusive), in order.
    /// Streams: neither the whole range in memory nor a transaction held open. The visitor may use
    /// this ledger.
    ///
    /// @throws IndexOutOfBoundsException the range is not within the head's size
    void read(long from, long to, EntryVisitor visitor);

    /// The exact bytes of one entry.
    ///
    /// @throws IndexOutOfBoundsException there is no such entry
    byte[] entry(long index);

    /// The hash of an entry as the tree has it (from its tile, not from the entry's bytes).
    ///
    /// @throws IndexOutOfBoundsException there is no such entry
    Digest leafHash(long index);

    /// The first `width` hashes of a tile, 32 bytes each; empty if the tree does not have that
    /// many there.
    ///
    /// @param level tile level, 0 for leaf hashes
    /// @param n index of the tile in its level
    /// @param width 1 to 256
    Optional<byte[]> tile(int level, long n, int width);

    /// A full tile of 256 hashes.
    default Optional<byte[]> tile(int level, long n) {
        return tile(level, n, Tile.FULL);
    }

    /// A blob with its salt, checked against its name; empty if it is unknown or erased.
    Optional<Blob> sealedBlob(Digest name);

    /// The content of a blob, checked against its name; empty if it is unknown or erased.
    default Optional<byte[]> blob(Digest name) {
        return sealedBlob(name).map(Blob::content);
    }

    /// Whether a blob of this name was here and has been erased.
    boolean isErased(Digest name);

    /// Removes content and salt of a blob for good, from the log files of the database too; the
    /// name stays known as erased. Committing the same content again later brings it back.
    ///
    /// @return whether there was something to erase
    /// @throws CommitFailed the store would not do it
    boolean eraseBlob(Digest name);

    @Override
    void close();
}
