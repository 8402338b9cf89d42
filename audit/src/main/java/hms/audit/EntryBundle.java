package hms.audit;

import hms.ledger.LedgerUnreadable;
import hms.trust.TilePath;
import java.nio.ByteBuffer;

/// A bundle of entries (C2SP tlog-tiles): each after its length in two big-endian bytes.
final class EntryBundle {
    private final TilePath path;
    private final ByteBuffer bytes;

    EntryBundle(TilePath path, byte[] bytes) {
        this.path = path;
        this.bytes = ByteBuffer.wrap(bytes);
    }

    byte[] next() {
        if (bytes.remaining() < Short.BYTES) {
            throw new LedgerUnreadable(path + " ends before its last entry", null);
        }
        var length = Short.toUnsignedInt(bytes.getShort());
        if (length > bytes.remaining()) {
            throw new LedgerUnreadable(path + " ends within an entry", null);
        }
        var entry = new byte[length];
        bytes.get(entry);
        return entry;
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }
}
