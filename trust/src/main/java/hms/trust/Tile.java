package hms.trust;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One to 256 consecutive hashes of a tree, of a level that is a multiple of eight: the unit in
/// which a tree is stored and published (C2SP tlog-tiles).
public record Tile(List<Digest> hashes) {
    /// How many levels of the tree a tile spans.
    public static final int HEIGHT = 8;

    /// How many hashes a full tile has.
    public static final int FULL = 1 << HEIGHT;

    public Tile {
        hashes = List.copyOf(hashes);
        requireWidth(hashes.size());
    }

    /// Reads the hashes one after the other, 32 bytes each.
    public static Tile parse(byte[] bytes) {
        if (bytes.length % Digest.LENGTH != 0) {
            throw new MalformedException(
                    "a tile is a sequence of 32-byte hashes; it cannot have "
                            + bytes.length
                            + " bytes");
        }
        requireWidth(bytes.length / Digest.LENGTH);
        var buffer = ByteBuffer.wrap(bytes);
        var hashes = new ArrayList<Digest>(bytes.length / Digest.LENGTH);
        while (buffer.hasRemaining()) {
            hashes.add(Digest.read(buffer));
        }
        return new Tile(hashes);
    }

    public byte[] bytes() {
        var buffer = ByteBuffer.allocate(hashes.size() * Digest.LENGTH);
        hashes.forEach(hash -> hash.write(buffer));
        return buffer.array();
    }

    public int width() {
        return hashes.size();
    }

    public boolean isFull() {
        return hashes.size() == FULL;
    }

    /// The root over the hashes `index << height` to `(index + 1) << height` (exclusive) of this
    /// tile.
    public Digest node(int height, int index) {
        if (height == 0) {
            return hashes.get(index);
        }
        return Merkle.nodeHash(node(height - 1, 2 * index), node(height - 1, 2 * index + 1));
    }

    private static void requireWidth(int width) {
        if (width < 1 || width > FULL) {
            throw new MalformedException("a tile has 1 to 256 hashes, not " + width);
        }
    }
}
