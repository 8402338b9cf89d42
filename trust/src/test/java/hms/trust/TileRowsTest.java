package hms.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TileRowsTest {
    private static final List<Digest> LEAVES = MerkleTest.leaves(70_000);

    private final Map<TilePath, Tile> stored = new HashMap<>();
    private final TileRows rows = new TileRows(stored::put);
    private MerkleFrontier frontier = MerkleFrontier.empty();

    @Test
    void a_tree_of_70_000_leaves_has_the_tiles_of_the_standard() {
        grow(70_000);
        assertThat(stored).hasSize(273 + 1);
        assertThat(stored.get(TilePath.tile(1, 0))).isNotNull();
        assertThat(rows.open(0).map(Tile::width)).contains(112);
        assertThat(rows.open(1).map(Tile::width)).contains(17);
        assertThat(rows.open(2).map(Tile::width)).contains(1);
        assertThat(rows.open(3)).isEmpty();
        assertThat(rows.levels()).isEqualTo(3);
    }

    @Test
    void full_tiles_hold_the_hashes_of_the_tree() {
        grow(70_000);
        var nodes = MerkleNodes.ofLeaves(LEAVES);
        var lower = stored.get(TilePath.tile(0, 200));
        assertThat(lower.hashes()).isEqualTo(LEAVES.subList(200 * 256, 201 * 256));
        var upper = stored.get(TilePath.tile(1, 0));
        assertThat(upper.hashes().get(200))
                .isEqualTo(nodes.node(8, 200))
                .isEqualTo(lower.node(8, 0));
    }

    @Test
    void proofs_from_tiles_are_those_from_the_leaves() {
        grow(70_000);
        MerkleNodes nodes =
                MerkleNodes.ofTiles(
                        (level, index) -> {
                            var full = stored.get(TilePath.tile(level, index));
                            return full != null ? full : rows.open(level).orElseThrow();
                        });
        assertThat(Merkle.root(70_000, nodes)).isEqualTo(frontier.root());
        assertThat(MerkleFrontier.of(70_000, nodes)).isEqualTo(frontier);
        for (var index : new long[] {0, 1, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999}) {
            var path = Merkle.inclusionPath(index, 70_000, nodes);
            assertThat(
                            Merkle.verifyInclusion(
                                    index, 70_000, LEAVES.get((int) index), path, frontier.root()))
                    .isTrue();
        }
        for (var oldSize : new int[] {1, 255, 256, 257, 65_536, 69_999}) {
            var oldRoot = Merkle.root(LEAVES.subList(0, oldSize));
            var path = Merkle.consistencyPath(oldSize, 70_000, nodes);
            assertThat(Merkle.verifyConsistency(oldSize, oldRoot, 70_000, frontier.root(), path))
                    .isTrue();
        }
    }

    @Test
    void rows_of_a_stored_tree_go_on_where_the_tree_ended() {
        var nodes = MerkleNodes.ofLeaves(LEAVES);
        for (var size : new int[] {0, 1, 255, 256, 257, 512, 1000}) {
            var fromStart = new HashMap<TilePath, Tile>();
            var resumed = new HashMap<TilePath, Tile>();
            var whole = new TileRows(fromStart::put);
            var before = MerkleFrontier.empty();
            for (var leaf : LEAVES.subList(0, size)) {
                before = before.append(leaf, whole);
            }
            resumed.putAll(fromStart);
            var rest = TileRows.of(size, nodes, resumed::put);
            var left = before;
            var right = before;
            for (var leaf : LEAVES.subList(size, size + 600)) {
                left = left.append(leaf, whole);
                right = right.append(leaf, rest);
            }
            assertThat(resumed).isEqualTo(fromStart);
            assertThat(rest.open(0)).isEqualTo(whole.open(0));
            assertThat(rest.open(1)).isEqualTo(whole.open(1));
        }
    }

    @Test
    void a_copy_is_what_to_go_back_to() {
        grow(300);
        var before = rows.copy();
        frontier.append(LEAVES.get(300), rows);
        assertThat(before.open(0).orElseThrow().width()).isEqualTo(44);
        assertThat(rows.open(0).orElseThrow().width()).isEqualTo(45);
    }

    @Test
    void rows_that_do_not_belong_to_the_frontier_are_noticed() {
        grow(10);
        assertThatThrownBy(() -> MerkleFrontier.empty().append(LEAVES.get(0), rows))
                .hasMessageContaining(
                        "node 0 of level 0 does not follow the 10 hashes of its tile");
    }

    @Test
    void tiles_are_read_back_from_their_bytes_and_damaged_ones_refused() {
        grow(300);
        var tile = stored.get(TilePath.tile(0, 0));
        var bytes = tile.bytes();
        assertThat(bytes).hasSize(8192);
        assertThat(tile.isFull()).isTrue();
        assertThat(Tile.parse(bytes)).isEqualTo(tile);
        assertThatThrownBy(() -> Tile.parse(new byte[0])).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Tile.parse(Arrays.copyOf(bytes, 8191)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Tile.parse(new byte[8192 + 32]))
                .isInstanceOf(MalformedException.class);
    }

    private void grow(int size) {
        for (var leaf : LEAVES.subList((int) frontier.size(), size)) {
            frontier = frontier.append(leaf, rows);
        }
    }
}
