package hms.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.trust.Digest;
import hms.trust.MalformedException;
import hms.trust.Merkle;
import hms.trust.MerkleNodes;
import hms.trust.SignedNote;
import hms.trust.Tile;
import hms.trust.TilePath;
import hms.trust.TlogProof;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// The ledger as a tiled transparency log (C2SP tlog-tiles): its checkpoint, its tiles and bundles
/// of entries under their paths, and proofs made from tiles. Partial tiles and bundles are
/// rendered when they are asked for, for any width that the tree has or had.
public final class LogTiles {
    private static final String CHECKPOINT = "checkpoint";
    private static final String CHECKPOINT_TYPE = "text/plain; charset=utf-8";
    private static final String TILE_TYPE = "application/octet-stream";

    private final Ledger ledger;

    public LogTiles(Ledger ledger) {
        this.ledger = ledger;
    }

    /// The file at a path below the log's prefix, like `checkpoint` or `tile/0/x001/067.p/17`;
    /// empty if there is none, be it that the tree does not reach so far, or that no such path can
    /// be.
    public Optional<LogAnswer> serve(String path) {
        if (path.equals(CHECKPOINT)) {
            var checkpoint = ledger.head().checkpoint().getBytes(UTF_8);
            return Optional.of(new LogAnswer(CHECKPOINT_TYPE, checkpoint, false));
        }
        return parse(path)
                .filter(tile -> tile.width() <= widthIn(ledger.head().size(), tile))
                .flatMap(this::render)
                .map(body -> new LogAnswer(TILE_TYPE, body, true));
    }

    /// The root of the tree over the first `size` entries.
    public Digest rootAt(long size) {
        requireSize(size);
        return Merkle.root(size, nodes(size));
    }

    /// The path that proves entry `index` to be in the tree of `size` entries.
    public List<Digest> inclusionProof(long index, long size) {
        requireSize(size);
        return Merkle.inclusionPath(index, size, nodes(size));
    }

    /// The path that proves the tree of `from` entries to be a prefix of the tree of `to` entries.
    public List<Digest> consistencyProof(long from, long to) {
        requireSize(to);
        return Merkle.consistencyPath(from, to, nodes(to));
    }

    /// A proof of entry `index`, complete in itself, under the ledger's present checkpoint (C2SP
    /// tlog-proof).
    public TlogProof proof(long index) {
        var head = ledger.head();
        return new TlogProof(
                index, inclusionProof(index, head.size()), SignedNote.parse(head.checkpoint()));
    }

    private static Optional<TilePath> parse(String path) {
        try {
            return Optional.of(TilePath.parse(path));
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    private static int widthIn(long size, TilePath path) {
        return TilePath.widthIn(size, Math.max(path.level(), 0), path.index());
    }

    private Optional<byte[]> render(TilePath path) {
        return path.isEntries()
                ? Optional.of(bundle(path))
                : ledger.tile(path.level(), path.index(), path.width());
    }

    /// Entries, each after its length as two big-endian bytes.
    private byte[] bundle(TilePath path) {
        var first = path.index() * Tile.FULL;
        var bundle = new ByteArrayOutputStream();
        ledger.read(
                first,
                first + path.width(),
                (_, entry) -> {
                    bundle.write(entry.length >>> 8);
                    bundle.write(entry.length);
                    bundle.writeBytes(entry);
                });
        return bundle.toByteArray();
    }

    /// The nodes of the tree of this size, each tile read once at most.
    private MerkleNodes nodes(long size) {
        var tiles = new HashMap<TilePath, Tile>();
        return MerkleNodes.ofTiles(
                (level, index) ->
                        tiles.computeIfAbsent(
                                new TilePath(level, index, TilePath.widthIn(size, level, index)),
                                this::read));
    }

    private Tile read(TilePath path) {
        return ledger.tile(path.level(), path.index(), path.width())
                .map(Tile::parse)
                .orElseThrow(
                        () ->
                                new LedgerUnreadable(
                                        "the ledger has no "
                                                + path
                                                + ", which a proof needs; run \"hms audit verify\"",
                                        null));
    }

    private void requireSize(long size) {
        var has = ledger.head().size();
        if (size < 0 || size > has) {
            throw new IndexOutOfBoundsException(
                    "the ledger has " + has + " entries; there is no tree of " + size);
        }
    }
}
