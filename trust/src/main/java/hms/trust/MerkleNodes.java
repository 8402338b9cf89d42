package hms.trust;

import java.util.List;

/// Where the hashes of a tree's complete subtrees are read from: leaves in memory, tiles in a
/// store.
@FunctionalInterface
public interface MerkleNodes {

    /// The root of the complete subtree over the leaves `index << level` to `(index + 1) << level`
    /// (exclusive). Level 0 is the leaf hashes. Asked only for subtrees that lie within the tree.
    Digest node(int level, long index);

    /// The nodes over these leaf hashes, computed when they are asked for.
    static MerkleNodes ofLeaves(List<Digest> leafHashes) {
        return new MerkleNodes() {
            @Override
            public Digest node(int level, long index) {
                if (level == 0) {
                    return leafHashes.get(Math.toIntExact(index));
                }
                return Merkle.nodeHash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
            }
        };
    }

    /// The nodes of a tree that is stored in tiles.
    static MerkleNodes ofTiles(TileSource tiles) {
        return (level, index) -> {
            var height = level % Tile.HEIGHT;
            var nodesInTile = Tile.HEIGHT - height;
            var tile = tiles.tile(level / Tile.HEIGHT, index >>> nodesInTile);
            return tile.node(height, (int) (index & ((1L << nodesInTile) - 1)));
        };
    }

    /// Reads a tile of a level, full or as wide as the tree at hand needs.
    @FunctionalInterface
    interface TileSource {
        Tile tile(int level, long index);
    }
}
