package hms.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tiles of a growing tree that are not full yet, one a level: what a frontier's appends leave
/// behind for storage. A tile that becomes full is handed over, once, and forgotten here.
///
/// Mutable, for the thread that appends; [#copy] is what to go back to when an append was not
/// stored.
public final class TileRows implements MerkleFrontier.NodeSink {
    private final FullTileSink sink;
    private final List<List<Digest>> rows = new ArrayList<>();

    /// Takes each tile that has become full.
    @FunctionalInterface
    public interface FullTileSink {
        void full(TilePath path, Tile tile);
    }

    public TileRows(FullTileSink sink) {
        this.sink = sink;
    }

    /// The open tiles of the tree over the first `size` leaves, read from complete subtrees.
    public static TileRows of(long size, MerkleNodes nodes, FullTileSink sink) {
        var tiles = new TileRows(sink);
        for (var level = 0;
                level * Tile.HEIGHT < Long.SIZE && size >>> (level * Tile.HEIGHT) > 0;
                level++) {
            var row = tiles.row(level);
            var count = size >>> (level * Tile.HEIGHT);
            for (var index = count & -Tile.FULL; index < count; index++) {
                row.add(nodes.node(level * Tile.HEIGHT, index));
            }
        }
        return tiles;
    }

    @Override
    public void completed(int level, long index, Digest hash) {
        if (level % Tile.HEIGHT != 0) {
            return;
        }
        var row = row(level / Tile.HEIGHT);
        if (row.size() != (index & (Tile.FULL - 1))) {
            throw new IllegalStateException(
                    "node %d of level %d does not follow the %d hashes of its tile; rows and frontier have to grow together"
                            .formatted(index, level, row.size()));
        }
        row.add(hash);
        if (row.size() == Tile.FULL) {
            sink.full(TilePath.tile(level / Tile.HEIGHT, index >>> Tile.HEIGHT), new Tile(row));
            row.clear();
        }
    }

    /// The tile of this tile level that is not full; empty if the last one is, or there is none.
    public Optional<Tile> open(int level) {
        return level >= rows.size() || rows.get(level).isEmpty()
                ? Optional.empty()
                : Optional.of(new Tile(rows.get(level)));
    }

    /// The number of tile levels that the tree has so far.
    public int levels() {
        return rows.size();
    }

    /// The same rows, growing apart from these.
    public TileRows copy() {
        var copy = new TileRows(sink);
        rows.forEach(row -> copy.rows.add(new ArrayList<>(row)));
        return copy;
    }

    private List<Digest> row(int level) {
        while (rows.size() <= level) {
            rows.add(new ArrayList<>());
        }
        return rows.get(level);
    }
}
