package hms.trust;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The Merkle tree of RFC 6962 and RFC 9162, section 2.1, over SHA-256.
///
/// Sizes and indexes count leaves. Paths run from the leaf's sibling up to the child of the root.
public final class Merkle {
    private static final byte[] LEAF = {0};
    private static final byte NODE = 1;

    private Merkle() {}

    /// The root of the tree without leaves: the digest of nothing.
    public static Digest emptyRoot() {
        return Digest.sha256();
    }

    /// `H(00 ‖ entry)`.
    public static Digest leafHash(byte[] entry) {
        return Digest.sha256(LEAF, entry);
    }

    /// `H(01 ‖ left ‖ right)`.
    public static Digest nodeHash(Digest left, Digest right) {
        var buffer = ByteBuffer.allocate(1 + 2 * Digest.LENGTH).put(NODE);
        left.write(buffer);
        right.write(buffer);
        return Digest.sha256(buffer.array());
    }

    /// The root over these leaf hashes.
    public static Digest root(List<Digest> leafHashes) {
        return root(leafHashes.size(), MerkleNodes.ofLeaves(leafHashes));
    }

    /// The root of the tree over the first `size` leaves.
    public static Digest root(long size, MerkleNodes nodes) {
        requireSize(size);
        return size == 0 ? emptyRoot() : rangeRoot(0, size, nodes);
    }

    /// The path that proves that leaf `index` is in the tree over these leaf hashes.
    public static List<Digest> inclusionPath(List<Digest> leafHashes, long index) {
        return inclusionPath(index, leafHashes.size(), MerkleNodes.ofLeaves(leafHashes));
    }

    /// The path that proves that leaf `index` is in the tree over the first `size` leaves.
    public static List<Digest> inclusionPath(long index, long size, MerkleNodes nodes) {
        requireSize(size);
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "leaf " + index + " is not in a tree of " + size + " leaves");
        }
        var path = new ArrayList<Digest>();
        collectInclusion(index, 0, size, nodes, path);
        return List.copyOf(path);
    }

    /// The path that proves that the tree over the first `oldSize` of these leaf hashes is a prefix
    /// of the tree over all of them.
    public static List<Digest> consistencyPath(List<Digest> leafHashes, long oldSize) {
        return consistencyPath(oldSize, leafHashes.size(), MerkleNodes.ofLeaves(leafHashes));
    }

    /// The path that proves that the tree of `oldSize` leaves is a prefix of the tree of `newSize`.
    /// Empty if there is nothing to prove: for the same size, and for size 0.
    public static List<Digest> consistencyPath(long oldSize, long newSize, MerkleNodes nodes) {
        requireSize(newSize);
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException(
                    "a tree of " + oldSize + " leaves cannot be a prefix of a tree of " + newSize);
        }
        var path = new ArrayList<Digest>();
        if (oldSize > 0 && oldSize < newSize) {
            collectConsistency(oldSize, 0, newSize, true, nodes, path);
        }
        return List.copyOf(path);
    }

    /// Whether `path` proves that `leafHash` is leaf `index` of the tree with this size and root.
    public static boolean verifyInclusion(
            long index, long size, Digest leafHash, List<Digest> path, Digest root) {
        return rootOfInclusion(index, size, leafHash, path).filter(root::equals).isPresent();
    }

    /// The root to which `path` leads from leaf `index` of a tree of `size` leaves; empty if no
    /// tree of that size has such a leaf, or its path another length. (RFC 9162, section 2.1.3.2.)
    public static Optional<Digest> rootOfInclusion(
            long index, long size, Digest leafHash, List<Digest> path) {
        if (index < 0 || index >= size) {
            return Optional.empty();
        }
        var node = index;
        var last = size - 1;
        var hash = leafHash;
        for (var sibling : path) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((node & 1) == 1 || node == last) {
                hash = nodeHash(sibling, hash);
                var lifted = levelsWithoutSibling(node);
                node >>>= lifted;
                last >>>= lifted;
            } else {
                hash = nodeHash(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? Optional.of(hash) : Optional.empty();
    }

    /// Whether `path` proves that the tree `(oldSize, oldRoot)` is a prefix of the tree `(newSize,
    /// newRoot)`. (RFC 9162, section 2.1.4.2.) The empty tree is a prefix of every tree, by an
    /// empty path.
    public static boolean verifyConsistency(
            long oldSize, Digest oldRoot, long newSize, Digest newRoot, List<Digest> path) {
        if (oldSize < 0 || oldSize > newSize) {
            return false;
        }
        if (oldSize == newSize) {
            return path.isEmpty()
                    && oldRoot.equals(newRoot)
                    && (oldSize > 0 || oldRoot.equals(emptyRoot()));
        }
        if (oldSize == 0) {
            return path.isEmpty() && oldRoot.equals(emptyRoot());
        }
        return !path.isEmpty() && leadsToBoth(oldSize, oldRoot, newSize, newRoot, path);
    }

    private static boolean leadsToBoth(
            long oldSize, Digest oldRoot, long newSize, Digest newRoot, List<Digest> path) {
        var shared = Long.numberOfTrailingZeros(oldSize);
        var node = (oldSize - 1) >>> shared;
        var last = (newSize - 1) >>> shared;
        var oldIsOneSubtree = node == 0;
        var oldHash = oldIsOneSubtree ? oldRoot : path.get(0);
        var newHash = oldHash;
        for (var sibling : oldIsOneSubtree ? path : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = nodeHash(sibling, oldHash);
                newHash = nodeHash(sibling, newHash);
                var lifted = levelsWithoutSibling(node);
                node >>>= lifted;
                last >>>= lifted;
            } else {
                newHash = nodeHash(newHash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
    }

    /// How many levels the right-most node of a tree goes up unchanged before it has a left
    /// sibling.
    private static int levelsWithoutSibling(long node) {
        return node == 0 ? 0 : Long.numberOfTrailingZeros(node);
    }

    private static void collectInclusion(
            long index, long start, long end, MerkleNodes nodes, List<Digest> path) {
        if (end - start == 1) {
            return;
        }
        var middle = start + largestPowerOfTwoBelow(end - start);
        if (index < middle) {
            collectInclusion(index, start, middle, nodes, path);
            path.add(rangeRoot(middle, end, nodes));
        } else {
            collectInclusion(index, middle, end, nodes, path);
            path.add(rangeRoot(start, middle, nodes));
        }
    }

    /// SUBPROOF of RFC 6962: `known` while the range's root is one that the verifier has already.
    private static void collectConsistency(
            long oldSize,
            long start,
            long end,
            boolean known,
            MerkleNodes nodes,
            List<Digest> path) {
        if (oldSize == end) {
            if (!known) {
                path.add(rangeRoot(start, end, nodes));
            }
            return;
        }
        var middle = start + largestPowerOfTwoBelow(end - start);
        if (oldSize <= middle) {
            collectConsistency(oldSize, start, middle, known, nodes, path);
            path.add(rangeRoot(middle, end, nodes));
        } else {
            collectConsistency(oldSize, middle, end, false, nodes, path);
            path.add(rangeRoot(start, middle, nodes));
        }
    }

    private static Digest rangeRoot(long start, long end, MerkleNodes nodes) {
        var width = end - start;
        if (Long.bitCount(width) == 1) {
            var level = Long.numberOfTrailingZeros(width);
            return nodes.node(level, start >>> level);
        }
        var middle = start + largestPowerOfTwoBelow(width);
        return nodeHash(rangeRoot(start, middle, nodes), rangeRoot(middle, end, nodes));
    }

    private static long largestPowerOfTwoBelow(long number) {
        return Long.highestOneBit(number - 1);
    }

    private static void requireSize(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a tree cannot have " + size + " leaves");
        }
    }
}
