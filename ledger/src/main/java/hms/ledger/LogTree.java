package hms.ledger;

import hms.trust.Digest;
import hms.trust.Merkle;
import hms.trust.MerkleFrontier;
import hms.trust.MerkleNodes;
import hms.trust.Tile;
import hms.trust.TilePath;
import hms.trust.TileRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Merkle tree of a ledger at one size, as far as a store has to keep it in memory: its
/// frontier, which gives the root, and at every tile level the tile that is still being filled.
/// The full tiles are stored.
///
/// A tree never changes; growing it gives another one. Any thread may read it, the writer alone
/// grows it.
public final class LogTree {
    private final MerkleFrontier frontier;
    private final TileRows rows;
    private final List<FullTile> filled;
    private final List<Optional<Tile>> open;

    /// A tile that has become full, to be stored.
    public record FullTile(TilePath path, Tile tile) {}

    /// A tree that has grown.
    ///
    /// @param leaves the hashes of the entries that were added
    /// @param filled the tiles that were filled on the way
    public record Growth(LogTree tree, List<Digest> leaves, List<FullTile> filled) {}

    /// Where a tree finds what it is rebuilt from.
    public interface Source {
        /// A stored full tile.
        Tile fullTile(int level, long index);

        /// The hashes of the entries from an index up to the end of the tree.
        List<Digest> leafHashesFrom(long index);
    }

    private LogTree(MerkleFrontier frontier, TileRows rows, List<FullTile> filled) {
        this.frontier = frontier;
        this.rows = rows;
        this.filled = filled;
        open = new ArrayList<>(rows.levels());
        for (int level = 0; level < rows.levels(); level++) {
            open.add(rows.open(level));
        }
    }

    /// The tree without entries.
    public static LogTree empty() {
        var filled = new ArrayList<FullTile>();
        return new LogTree(MerkleFrontier.empty(), new TileRows(collectIn(filled)), filled);
    }

    /// The tree over the first `size` entries of a store.
    public static LogTree rebuild(long size, Source source) {
        var nodes = MerkleNodes.ofTiles(new Rebuilding(size, source)::tile);
        var filled = new ArrayList<FullTile>();
        return new LogTree(
                MerkleFrontier.of(size, nodes),
                TileRows.of(size, nodes, collectIn(filled)),
                filled);
    }

    /// The tree with these entries added.
    public Growth grow(List<byte[]> entries) {
        filled.clear();
        var grown = rows.copy();
        var next = frontier;
        var leaves = new ArrayList<Digest>(entries.size());
        for (var entry : entries) {
            var leaf = Merkle.leafHash(entry);
            leaves.add(leaf);
            next = next.append(leaf, grown);
        }
        return new Growth(new LogTree(next, grown, filled), leaves, List.copyOf(filled));
    }

    public long size() {
        return frontier.size();
    }

    public Digest root() {
        return frontier.root();
    }

    /// The tile at this place, if it is the one being filled.
    public Optional<Tile> openTile(int level, long index) {
        return level < open.size() && index == size() >>> (Tile.HEIGHT * (level + 1))
                ? open.get(level)
                : Optional.empty();
    }

    private static TileRows.FullTileSink collectIn(List<FullTile> filled) {
        return (path, tile) -> filled.add(new FullTile(path, tile));
    }

    /// Computes the open tiles of a tree from the full ones below them.
    private static final class Rebuilding {
        private final long size;
        private final Source source;
        private final Map<Integer, Tile> open = new HashMap<>();

        Rebuilding(long size, Source source) {
            this.size = size;
            this.source = source;
        }

        Tile tile(int level, long index) {
            var width = TilePath.widthIn(size, level, index);
            if (width == Tile.FULL) {
                return source.fullTile(level, index);
            }
            var known = open.get(level);
            if (known == null) {
                known =
                        level == 0
                                ? new Tile(source.leafHashesFrom(index * Tile.FULL))
                                : above(level, index, width);
                open.put(level, known);
            }
            return known;
        }

        private Tile above(int level, long index, int width) {
            var hashes = new ArrayList<Digest>(width);
            for (int i = 0; i < width; i++) {
                hashes.add(tile(level - 1, index * Tile.FULL + i).node(Tile.HEIGHT, 0));
            }
            return new Tile(hashes);
        }
    }
}
