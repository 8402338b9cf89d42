package hms.ledger.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hms.core.state.State;
import hms.ledger.Head;
import hms.trust.Digest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What a snapshot is of.
///
/// @param fold version of the fold that made it
/// @param form version of the form that it is written in
/// @param size how many entries it is folded from
/// @param root the tree hash over them
record Header(int fold, int form, long epoch, long size, Digest root) {
    private static final byte[] MAGIC = "hms-snap".getBytes(US_ASCII);

    /// Its length in bytes.
    static final int LENGTH = MAGIC.length + 2 * Integer.BYTES + 2 * Long.BYTES + Digest.LENGTH;

    static Header of(State state, Head head) {
        if (state.size() != head.size()) {
            throw new IllegalArgumentException(
                    "a state of " + state.size() + " entries is not the state at " + head.size());
        }
        return new Header(
                State.FOLD_VERSION, StateForm.VERSION, head.epoch(), head.size(), head.root());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .put(MAGIC)
                .putInt(fold)
                .putInt(form)
                .putLong(epoch)
                .putLong(size)
                .put(root.bytes())
                .array();
    }

    /// Reads a header, and leaves the buffer behind it.
    static Header read(ByteBuffer bytes) {
        var magic = new byte[MAGIC.length];
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new UnfitSnapshot("is no snapshot");
        }
        int fold = bytes.getInt();
        int form = bytes.getInt();
        long epoch = bytes.getLong();
        long size = bytes.getLong();
        var root = new byte[Digest.LENGTH];
        bytes.get(root);
        return new Header(fold, form, epoch, size, Digest.of(root));
    }
}
