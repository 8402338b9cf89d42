package hms.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MerkleFrontierTest {

    @Test
    void root_is_that_of_the_whole_tree_after_every_append() {
        var leaves = MerkleTest.leaves(300);
        var frontier = MerkleFrontier.empty();
        assertThat(frontier.root()).isEqualTo(Merkle.emptyRoot());
        for (var i = 0; i < leaves.size(); i++) {
            frontier = frontier.append(leaves.get(i));
            assertThat(frontier.size()).isEqualTo(i + 1);
            assertThat(frontier.root()).isEqualTo(Merkle.root(leaves.subList(0, i + 1)));
        }
    }

    @Test
    void append_reports_every_subtree_that_it_completes_once() {
        var leaves = MerkleTest.leaves(70);
        var nodes = MerkleNodes.ofLeaves(leaves);
        var seen = new HashMap<String, Digest>();
        var frontier = MerkleFrontier.empty();
        for (var leaf : leaves) {
            frontier =
                    frontier.append(
                            leaf,
                            (level, index, hash) -> {
                                assertThat(seen.put(level + "/" + index, hash)).isNull();
                                assertThat(hash).isEqualTo(nodes.node(level, index));
                            });
        }
        assertThat(seen).hasSize(70 + 35 + 17 + 8 + 4 + 2 + 1);
    }

    @Test
    void append_costs_one_hash_on_average() {
        var leaf = Merkle.leafHash(new byte[0]);
        var hashes = new AtomicLong();
        var frontier = MerkleFrontier.empty();
        var appends = 1 << 14;
        for (var i = 0; i < appends; i++) {
            frontier =
                    frontier.append(
                            leaf, (level, index, hash) -> hashes.addAndGet(level > 0 ? 1 : 0));
        }
        assertThat(hashes.get()).isLessThan(appends);
    }

    @Test
    void frontier_is_unchanged_by_an_append() {
        var leaves = MerkleTest.leaves(5);
        var three =
                MerkleFrontier.empty()
                        .append(leaves.get(0))
                        .append(leaves.get(1))
                        .append(leaves.get(2));
        var root = three.root();
        var one = three.append(leaves.get(3)).append(leaves.get(4));
        var other = three.append(leaves.get(4));
        assertThat(three.root()).isEqualTo(root);
        assertThat(one.root()).isEqualTo(Merkle.root(leaves));
        assertThat(other.root()).isNotEqualTo(one.root());
    }

    @Test
    void bytes_read_back_as_the_same_frontier() {
        var frontier = MerkleFrontier.empty();
        for (var leaf : MerkleTest.leaves(100)) {
            assertThat(MerkleFrontier.fromBytes(frontier.toBytes())).isEqualTo(frontier);
            frontier = frontier.append(leaf);
        }
    }

    @Test
    void damaged_bytes_are_refused() {
        var bytes = MerkleFrontier.empty().append(Merkle.emptyRoot()).toBytes();
        for (var length = 0; length < bytes.length; length++) {
            var truncated = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> MerkleFrontier.fromBytes(truncated))
                    .isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> MerkleFrontier.fromBytes(Arrays.copyOf(bytes, bytes.length + 32)))
                .isInstanceOf(MalformedException.class);
        bytes[0] = (byte) 0x80;
        assertThatThrownBy(() -> MerkleFrontier.fromBytes(bytes))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void frontier_of_a_stored_tree_goes_on_where_the_tree_ended() {
        var leaves = MerkleTest.leaves(200);
        var nodes = MerkleNodes.ofLeaves(leaves);
        var frontiers = new ArrayList<MerkleFrontier>();
        frontiers.add(MerkleFrontier.empty());
        for (var leaf : leaves) {
            frontiers.add(frontiers.get(frontiers.size() - 1).append(leaf));
        }
        for (var size = 0; size <= leaves.size(); size++) {
            assertThat(MerkleFrontier.of(size, nodes)).isEqualTo(frontiers.get(size));
        }
    }
}
