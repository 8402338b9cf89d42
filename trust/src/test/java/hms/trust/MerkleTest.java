package hms.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The published vectors of Certificate Transparency's reference tree, then every small tree.
class MerkleTest {
    private static final List<Digest> LEAVES =
            Stream.of(
                            "",
                            "00",
                            "10",
                            "2021",
                            "3031",
                            "40414243",
                            "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f")
                    .map(hex -> Merkle.leafHash(HexFormat.of().parseHex(hex)))
                    .toList();

    /// The root of the first n leaves stands at n - 1.
    private static final List<Digest> ROOTS =
            digests(
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void empty_tree_has_the_digest_of_nothing_as_root() {
        assertThat(Merkle.root(List.of())).isEqualTo(Merkle.emptyRoot());
        assertThat(Merkle.emptyRoot().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void roots_are_those_of_the_reference_tree() {
        for (var size = 1; size <= LEAVES.size(); size++) {
            assertThat(Merkle.root(LEAVES.subList(0, size))).isEqualTo(ROOTS.get(size - 1));
        }
    }

    static Stream<Arguments> referenceInclusions() {
        return Stream.of(
                Arguments.of(0, 1, digests()),
                Arguments.of(
                        0,
                        8,
                        digests(
                                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")),
                Arguments.of(
                        5,
                        8,
                        digests(
                                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")),
                Arguments.of(
                        2,
                        3,
                        digests(
                                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")),
                Arguments.of(
                        1,
                        5,
                        digests(
                                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")));
    }

    @ParameterizedTest
    @MethodSource("referenceInclusions")
    void inclusion_paths_are_those_of_the_reference_tree(int index, int size, List<Digest> path) {
        assertThat(Merkle.inclusionPath(LEAVES.subList(0, size), index)).isEqualTo(path);
        assertThat(
                        Merkle.verifyInclusion(
                                index, size, LEAVES.get(index), path, ROOTS.get(size - 1)))
                .isTrue();
    }

    static Stream<Arguments> referenceConsistencies() {
        return Stream.of(
                Arguments.of(1, 1, digests()),
                Arguments.of(
                        1,
                        8,
                        digests(
                                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")),
                Arguments.of(
                        6,
                        8,
                        digests(
                                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")),
                Arguments.of(
                        2,
                        5,
                        digests(
                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")));
    }

    @ParameterizedTest
    @MethodSource("referenceConsistencies")
    void consistency_paths_are_those_of_the_reference_tree(
            int oldSize, int newSize, List<Digest> path) {
        assertThat(Merkle.consistencyPath(LEAVES.subList(0, newSize), oldSize)).isEqualTo(path);
        assertThat(
                        Merkle.verifyConsistency(
                                oldSize,
                                ROOTS.get(oldSize - 1),
                                newSize,
                                ROOTS.get(newSize - 1),
                                path))
                .isTrue();
    }

    @Test
    void every_inclusion_path_of_every_small_tree_verifies_and_no_changed_one_does() {
        for (var size = 1; size <= 40; size++) {
            var leaves = leaves(size);
            var root = Merkle.root(leaves);
            for (var index = 0; index < size; index++) {
                var path = Merkle.inclusionPath(leaves, index);
                var leaf = leaves.get(index);
                assertThat(Merkle.verifyInclusion(index, size, leaf, path, root)).isTrue();
                assertThat(Merkle.rootOfInclusion(index, size, leaf, path)).contains(root);
                for (var changed : changesOf(path)) {
                    assertThat(Merkle.verifyInclusion(index, size, leaf, changed, root)).isFalse();
                }
                for (var other = 0; other <= size; other++) {
                    assertThat(Merkle.verifyInclusion(other, size, leaf, path, root))
                            .isEqualTo(other == index);
                }
                assertThat(Merkle.verifyInclusion(index, size, root, path, leaf))
                        .isEqualTo(size == 1);
            }
        }
    }

    @Test
    void every_consistency_path_of_every_small_tree_verifies_and_no_changed_one_does() {
        for (var newSize = 1; newSize <= 40; newSize++) {
            var leaves = leaves(newSize);
            var newRoot = Merkle.root(leaves);
            for (var oldSize = 0; oldSize <= newSize; oldSize++) {
                var oldRoot = Merkle.root(leaves.subList(0, oldSize));
                var path = Merkle.consistencyPath(leaves, oldSize);
                assertThat(Merkle.verifyConsistency(oldSize, oldRoot, newSize, newRoot, path))
                        .isTrue();
                for (var changed : changesOf(path)) {
                    assertThat(
                                    Merkle.verifyConsistency(
                                            oldSize, oldRoot, newSize, newRoot, changed))
                            .isFalse();
                }
                var wrong = Digest.sha256(new byte[] {9});
                assertThat(Merkle.verifyConsistency(oldSize, wrong, newSize, newRoot, path))
                        .isFalse();
                if (oldSize > 0) {
                    assertThat(Merkle.verifyConsistency(oldSize, oldRoot, newSize, wrong, path))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void a_path_to_an_index_beyond_the_tree_is_refused_even_if_the_hashes_fit() {
        var leaf = LEAVES.get(0);
        assertThat(Merkle.verifyInclusion(0, 1, leaf, List.of(), leaf)).isTrue();
        assertThat(Merkle.verifyInclusion(1, 1, leaf, List.of(), leaf)).isFalse();
        assertThat(Merkle.verifyInclusion(-1, 1, leaf, List.of(), leaf)).isFalse();
        assertThat(Merkle.verifyInclusion(0, 0, leaf, List.of(), leaf)).isFalse();
        assertThat(Merkle.verifyInclusion(0, -1, leaf, List.of(), leaf)).isFalse();
        assertThat(Merkle.verifyInclusion(Long.MIN_VALUE, Long.MAX_VALUE, leaf, List.of(), leaf))
                .isFalse();
    }

    @Test
    void an_older_tree_that_is_larger_or_negative_is_refused() {
        var root = ROOTS.get(2);
        assertThat(Merkle.verifyConsistency(3, root, 2, ROOTS.get(1), List.of())).isFalse();
        assertThat(Merkle.verifyConsistency(-1, root, 3, root, List.of())).isFalse();
        assertThat(Merkle.verifyConsistency(0, root, 0, root, List.of())).isFalse();
        assertThat(Merkle.verifyConsistency(0, root, 3, root, List.of())).isFalse();
        assertThat(Merkle.verifyConsistency(0, Merkle.emptyRoot(), 3, root, List.of())).isTrue();
    }

    @Test
    void paths_are_made_only_for_what_is_in_the_tree() {
        assertThatThrownBy(() -> Merkle.inclusionPath(LEAVES, 8))
                .hasMessageContaining("leaf 8 is not in a tree of 8 leaves");
        assertThatThrownBy(() -> Merkle.inclusionPath(LEAVES, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Merkle.consistencyPath(LEAVES, 9))
                .hasMessageContaining("9 leaves cannot be a prefix of a tree of 8");
    }

    static List<Digest> leaves(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Merkle.leafHash(("entry " + i).getBytes(UTF_8)))
                .toList();
    }

    /// Shorter, longer, swapped and altered paths.
    private static List<List<Digest>> changesOf(List<Digest> path) {
        var changes = new ArrayList<List<Digest>>();
        var longer = new ArrayList<>(path);
        longer.add(Merkle.emptyRoot());
        changes.add(longer);
        for (var i = 0; i < path.size(); i++) {
            var shorter = new ArrayList<>(path);
            shorter.remove(i);
            changes.add(shorter);
            var altered = new ArrayList<>(path);
            altered.set(i, Digest.sha256(path.get(i).bytes()));
            changes.add(altered);
        }
        return changes;
    }

    private static List<Digest> digests(String... hex) {
        return Stream.of(hex).map(Digest::ofHex).toList();
    }
}
