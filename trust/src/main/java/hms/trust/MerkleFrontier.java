package hms.trust;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// A growing Merkle tree, reduced to what its next append needs: the roots of the complete subtrees
/// along its right edge (a *compact range*), at most 63 of them.
///
/// Immutable: an append gives a new frontier, so that whoever fails to store what was appended
/// still has the old one. An append costs one hash on average.
public final class MerkleFrontier {
    private static final MerkleFrontier EMPTY = new MerkleFrontier(0, new Digest[0]);

    private final long size;

    /// One root for every bit that is set in `size`, the largest subtree first.
    private final Digest[] peaks;

    private MerkleFrontier(long size, Digest[] peaks) {
        this.size = size;
        this.peaks = peaks;
    }

    /// Hears of every node that an append completes.
    @FunctionalInterface
    public interface NodeSink {
        /// `hash` is the root over the leaves `index << level` to `(index + 1) << level`
        /// (exclusive). Called from level 0, the leaf itself, upwards.
        void completed(int level, long index, Digest hash);
    }

    /// The tree without leaves.
    public static MerkleFrontier empty() {
        return EMPTY;
    }

    /// The frontier of the tree over the first `size` leaves, read from complete subtrees.
    public static MerkleFrontier of(long size, MerkleNodes nodes) {
        if (size < 0) {
            throw new IllegalArgumentException("a tree cannot have " + size + " leaves");
        }
        var peaks = new Digest[Long.bitCount(size)];
        var start = 0L;
        for (var i = 0; i < peaks.length; i++) {
            var width = Long.highestOneBit(size - start);
            var level = Long.numberOfTrailingZeros(width);
            peaks[i] = nodes.node(level, start >>> level);
            start += width;
        }
        return new MerkleFrontier(size, peaks);
    }

    public MerkleFrontier append(Digest leafHash) {
        return append(leafHash, (level, index, hash) -> {});
    }

    /// The tree with one more leaf; `sink` hears of the leaf and of every subtree that it
    /// completes.
    public MerkleFrontier append(Digest leafHash, NodeSink sink) {
        if (size == Long.MAX_VALUE) {
            throw new IllegalStateException("the tree has 2^63 - 1 leaves and can take no more");
        }
        var completes = Long.numberOfTrailingZeros(~size);
        var hash = leafHash;
        sink.completed(0, size, hash);
        for (var level = 1; level <= completes; level++) {
            hash = Merkle.nodeHash(peaks[peaks.length - level], hash);
            sink.completed(level, size >>> level, hash);
        }
        var grown = Arrays.copyOf(peaks, peaks.length - completes + 1);
        grown[grown.length - 1] = hash;
        return new MerkleFrontier(size + 1, grown);
    }

    /// The number of leaves.
    public long size() {
        return size;
    }

    /// The root of the tree over all leaves so far.
    public Digest root() {
        if (size == 0) {
            return Merkle.emptyRoot();
        }
        var root = peaks[peaks.length - 1];
        for (var i = peaks.length - 2; i >= 0; i--) {
            root = Merkle.nodeHash(peaks[i], root);
        }
        return root;
    }

    /// The size as eight big-endian bytes, then the roots of the subtrees, the largest first.
    public byte[] toBytes() {
        var buffer = ByteBuffer.allocate(Long.BYTES + peaks.length * Digest.LENGTH).putLong(size);
        for (var peak : peaks) {
            peak.write(buffer);
        }
        return buffer.array();
    }

    /// Reads what [#toBytes] has written.
    public static MerkleFrontier fromBytes(byte[] bytes) {
        if (bytes.length < Long.BYTES) {
            throw new MalformedException("a frontier has at least 8 bytes, not " + bytes.length);
        }
        var buffer = ByteBuffer.wrap(bytes);
        var size = buffer.getLong();
        var count = Long.bitCount(size);
        if (size < 0 || buffer.remaining() != count * Digest.LENGTH) {
            throw new MalformedException(
                    "a frontier of %d leaves has %d subtree roots of 32 bytes, but %d bytes follow its size"
                            .formatted(size, count, buffer.remaining()));
        }
        var peaks = new Digest[count];
        for (var i = 0; i < count; i++) {
            peaks[i] = Digest.read(buffer);
        }
        return new MerkleFrontier(size, peaks);
    }

    /// The roots of the complete subtrees along the right edge, the largest first.
    public List<Digest> peaks() {
        return List.of(peaks);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MerkleFrontier that
                && size == that.size
                && Arrays.equals(peaks, that.peaks);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(size) + Arrays.hashCode(peaks);
    }

    @Override
    public String toString() {
        return "MerkleFrontier[size=" + size + ", root=" + root() + "]";
    }
}
