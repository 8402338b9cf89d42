package hms.ledger.sqlite;

import hms.ledger.Blob;
import hms.ledger.EntryVisitor;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.ledger.LedgerRefused;
import hms.ledger.LedgerUnreadable;
import hms.ledger.LogTree;
import hms.trust.Digest;
import hms.trust.Merkle;
import hms.trust.Tile;
import hms.trust.TilePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

/// The reading half of a ledger in a SQLite file.
abstract sealed class SqliteReads implements Ledger permits SqliteLedger, SqliteArchive {
    private static final int READERS = 4;

    /// How much of a range is read at a time.
    private static final int CHUNK_BYTES = 1 << 20;

    private static final String VERIFY = "; run \"hms audit verify\", then restore from a backup";

    final Path file;
    final ReaderPool readers;

    SqliteReads(Path file) {
        this.file = file;
        readers = new ReaderPool(file, READERS);
    }

    /// The tile that is being filled at this level, of exactly the entries that [#head] counts, or
    /// of more of them; empty if the one of this index is not.
    abstract Optional<Tile> openTile(int level, long n);

    @Override
    public final void read(long from, long to, EntryVisitor visitor) {
        Objects.checkFromToIndex(from, to, head().size());
        long next = from;
        while (next < to) {
            for (var entry : chunk(next, to)) {
                visitor.visit(next++, entry);
            }
        }
    }

    @Override
    public final byte[] entry(long index) {
        Objects.checkIndex(index, head().size());
        return chunk(index, index + 1).getFirst();
    }

    @Override
    public final Digest leafHash(long index) {
        Objects.checkIndex(index, head().size());
        var width = (int) (index % Tile.FULL) + 1;
        var hashes =
                tile(0, index / Tile.FULL, width)
                        .orElseThrow(
                                () ->
                                        new LedgerUnreadable(
                                                "entry "
                                                        + index
                                                        + " of "
                                                        + file
                                                        + " has no hash"
                                                        + VERIFY,
                                                null));
        return Digest.of(
                Arrays.copyOfRange(hashes, (width - 1) * Digest.LENGTH, width * Digest.LENGTH));
    }

    @Override
    public final Optional<byte[]> tile(int level, long n, int width) {
        var path = new TilePath(level, n, width);
        var has = TilePath.widthIn(head().size(), level, n);
        if (width > has) {
            return Optional.empty();
        }
        if (has < Tile.FULL) {
            var open = openTile(level, n);
            if (open.isPresent()) {
                return Optional.of(new Tile(open.get().hashes().subList(0, width)).bytes());
            }
        }
        return Optional.of(Arrays.copyOf(storedTile(path), width * Digest.LENGTH));
    }

    @Override
    public final Optional<Blob> sealedBlob(Digest name) {
        return blobRow(name).flatMap(Reader.BlobRow::blob);
    }

    @Override
    public final boolean isErased(Digest name) {
        return blobRow(name).filter(row -> row.blob().isEmpty()).isPresent();
    }

    /// The tree over the first `size` entries: the last tile from the entries themselves, the full
    /// ones as they are stored.
    final LogTree rebuildTree(long size) {
        return LogTree.rebuild(size, source(from -> hashes(from, size)));
    }

    /// The tree over the first `size` entries as it is stored: nothing of it says what the entries
    /// are now.
    final LogTree storedTree(long size) {
        return LogTree.rebuild(size, source(from -> storedLeaves(from, size)));
    }

    private LogTree.Source source(LongFunction<List<Digest>> leafHashesFrom) {
        return new LogTree.Source() {
            @Override
            public Tile fullTile(int level, long index) {
                return Tile.parse(storedTile(TilePath.tile(level, index)));
            }

            @Override
            public List<Digest> leafHashesFrom(long index) {
                return leafHashesFrom.apply(index);
            }
        };
    }

    private List<Digest> hashes(long from, long to) {
        var hashes = new ArrayList<Digest>();
        while (from + hashes.size() < to) {
            chunk(from + hashes.size(), to).forEach(entry -> hashes.add(Merkle.leafHash(entry)));
        }
        return hashes;
    }

    final List<Digest> storedLeaves(long from, long to) {
        var leaves = readers.read("the hash of entry " + from, reader -> reader.leaves(from, to));
        if (leaves.size() < to - from) {
            throw new LedgerUnreadable(
                    "the hash of entry "
                            + (from + leaves.size())
                            + " is missing in "
                            + file
                            + VERIFY,
                    null);
        }
        return leaves;
    }

    final Head storedHead() {
        return readers.read("the head", Reader::head)
                .orElseThrow(
                        () ->
                                new LedgerRefused(
                                        file + " is not a ledger yet; run \"hms up\" to make one"));
    }

    private List<byte[]> chunk(long from, long to) {
        var entries =
                readers.read("entry " + from, reader -> reader.entries(from, to, CHUNK_BYTES));
        if (entries.isEmpty()) {
            throw new LedgerUnreadable("entry " + from + " is missing in " + file + VERIFY, null);
        }
        return entries;
    }

    private byte[] storedTile(TilePath path) {
        return readers.read(path.toString(), reader -> reader.tile(path.level(), path.index()))
                .filter(tile -> tile.length == Tile.FULL * Digest.LENGTH)
                .orElseThrow(
                        () ->
                                new LedgerUnreadable(
                                        path + " is missing or cut off in " + file + VERIFY, null));
    }

    private Optional<Reader.BlobRow> blobRow(Digest name) {
        try {
            return readers.read("blob " + name, reader -> reader.blob(name));
        } catch (IllegalArgumentException e) {
            throw new LedgerUnreadable("blob " + name + " in " + file + " was changed" + VERIFY, e);
        }
    }
}
