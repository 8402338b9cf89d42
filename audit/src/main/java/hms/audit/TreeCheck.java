package hms.audit;

import hms.ledger.LedgerUnreadable;
import hms.trust.Digest;
import hms.trust.MalformedException;
import hms.trust.MerkleFrontier;
import hms.trust.Tile;
import hms.trust.TilePath;
import hms.trust.TileRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rebuilds the tree from the leaf hashes of the entries, and compares every tile with the one
/// that is kept, as soon as it is full. Needs no more memory for more entries.
///
/// Beside the rebuilt tree it grows, from the first difference on, the tree *as stored*: over the
/// leaf hashes of the tiles. The signed root tells afterwards which of the two is the true one.
final class TreeCheck {
    /// In place of a hash that nobody has: the digest of nothing, which is no leaf's.
    private static final Digest NO_HASH = Digest.sha256();

    private final LedgerEvidence evidence;
    private final Findings findings;
    private final TileRows rows = new TileRows(this::compare);
    private final Ranges entries = new Ranges();
    private final List<TileDifference> upper = new ArrayList<>();
    private final Map<TilePath, Digest> storedRoots = new HashMap<>();

    private MerkleFrontier rebuilt = MerkleFrontier.empty();
    private MerkleFrontier atTileStart = MerkleFrontier.empty();
    private @Nullable MerkleFrontier asStored;
    private @Nullable TilePath unreadable;
    private long tiles;

    /// A hash of a tile above the leaves that fits neither the rebuilt tree nor the stored tile
    /// below.
    record TileDifference(TilePath path, int position) {
        long firstEntry() {
            return (path.index() * Tile.FULL + position) << (Tile.HEIGHT * path.level());
        }

        long lastEntry() {
            return firstEntry() + (1L << (Tile.HEIGHT * path.level())) - 1;
        }
    }

    TreeCheck(LedgerEvidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    void append(Digest leafHash) {
        rebuilt = rebuilt.append(leafHash, rows);
        if (rebuilt.size() % Tile.FULL == 0) {
            atTileStart = rebuilt;
        }
    }

    /// Takes the hash that the tile has, in place of an entry that cannot be read.
    void appendStored(long treeSize) {
        var index = rebuilt.size();
        append(
                stored(leafTile(index, treeSize))
                        .map(t -> t.hashes().get(position(index)))
                        .orElse(NO_HASH));
    }

    /// The tile that has the leaf hash of an entry.
    static TilePath leafTile(long index, long treeSize) {
        var tile = index / Tile.FULL;
        return new TilePath(0, tile, TilePath.widthIn(treeSize, 0, tile));
    }

    /// Where in its tile the leaf hash of an entry stands.
    static int position(long index) {
        return (int) (index % Tile.FULL);
    }

    /// Compares the tiles that are not full.
    void finish() {
        for (var level = 0; level < rows.levels(); level++) {
            var open = rows.open(level);
            if (open.isPresent()) {
                var index = rebuilt.size() >>> (Tile.HEIGHT * (level + 1));
                compare(new TilePath(level, index, open.get().width()), open.get());
            }
        }
    }

    long size() {
        return rebuilt.size();
    }

    /// The root over the entries.
    Digest root() {
        return rebuilt.root();
    }

    /// The root over the stored leaf hashes, if these differ from the entries.
    Optional<Digest> storedRoot() {
        return Optional.ofNullable(asStored).map(MerkleFrontier::root);
    }

    /// Entries that differ from the stored leaf hash.
    Ranges entries() {
        return entries;
    }

    /// Differences above the leaves.
    List<TileDifference> upper() {
        return upper;
    }

    /// How many kept tiles were compared.
    long tiles() {
        return tiles;
    }

    private void compare(TilePath path, Tile tile) {
        var stored = stored(path);
        stored.ifPresent(_ -> tiles++);
        var found = stored.orElse(tile);
        if (!found.equals(tile)) {
            note(path, found, tile);
        }
        if (path.level() == 0) {
            growAsStored(found, tile);
        }
    }

    private void note(TilePath path, Tile stored, Tile tile) {
        for (var i = 0; i < tile.width(); i++) {
            if (stored.hashes().get(i).equals(tile.hashes().get(i))) {
                continue;
            }
            if (path.level() == 0) {
                entries.add(path.index() * Tile.FULL + i);
            } else if (!isRootOfStored(path, i, stored) && upper.size() < Findings.MOST) {
                upper.add(new TileDifference(path, i));
            }
        }
        if (path.width() == Tile.FULL && storedRoots.size() < Findings.MOST) {
            storedRoots.put(path, stored.node(Tile.HEIGHT, 0));
        }
    }

    /// Whether the tile below was found to differ already, and this hash only follows from it.
    private boolean isRootOfStored(TilePath path, int position, Tile stored) {
        var below = TilePath.tile(path.level() - 1, path.index() * Tile.FULL + position);
        return stored.hashes().get(position).equals(storedRoots.get(below));
    }

    private void growAsStored(Tile stored, Tile tile) {
        var grown = asStored;
        if (grown == null && stored.equals(tile)) {
            return;
        }
        grown = grown == null ? atTileStart : grown;
        for (var hash : stored.hashes()) {
            grown = grown.append(hash);
        }
        asStored = grown;
    }

    /// A kept tile. One that cannot be read is noted, once.
    private Optional<Tile> stored(TilePath path) {
        try {
            return evidence.tile(path).map(bytes -> parse(path, bytes));
        } catch (LedgerUnreadable | MalformedException e) {
            if (!path.equals(unreadable)) {
                findings.add(new Finding.TileUnreadable(path, String.valueOf(e.getMessage())));
            }
            unreadable = path;
            return Optional.empty();
        }
    }

    private static Tile parse(TilePath path, byte[] bytes) {
        var tile = Tile.parse(bytes);
        if (tile.width() != path.width()) {
            throw new MalformedException("it has " + tile.width() + " hashes, not " + path.width());
        }
        return tile;
    }
}
