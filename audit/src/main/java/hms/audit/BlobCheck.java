package hms.audit;

import hms.trust.Digest;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// Finds the digests in entries, and checks the blobs of those names that are there. A name is
/// looked up once, as long as it is remembered: the last ones are.
final class BlobCheck {
    private static final int REMEMBERED = 1 << 16;
    private static final int HEX_LENGTH = 2 * Digest.LENGTH;

    private final LedgerEvidence evidence;
    private final Findings findings;
    private final Map<Digest, Boolean> seen = new Recent();
    private long checked;

    BlobCheck(LedgerEvidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    /// How many blobs were there.
    long checked() {
        return checked;
    }

    void check(long index, byte[] entry) {
        for (var start = quoteFrom(entry, 0); start >= 0; start = quoteFrom(entry, start + 1)) {
            var end = start + 1 + HEX_LENGTH;
            if (end < entry.length && entry[end] == '"' && isHex(entry, start + 1)) {
                checkOnce(index, digest(entry, start + 1));
                start = end;
            }
        }
    }

    private void checkOnce(long index, Digest name) {
        if (seen.put(name, true) != null) {
            return;
        }
        switch (evidence.blob(name)) {
            case GOOD -> checked++;
            case ABSENT -> {}
            case CHANGED -> findings.add(new Finding.BlobChanged(name, index));
        }
    }

    private static int quoteFrom(byte[] entry, int from) {
        for (var i = from; i + HEX_LENGTH < entry.length; i++) {
            if (entry[i] == '"') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isHex(byte[] entry, int from) {
        for (var i = from; i < from + HEX_LENGTH; i++) {
            if (!((entry[i] >= '0' && entry[i] <= '9') || (entry[i] >= 'a' && entry[i] <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static Digest digest(byte[] entry, int from) {
        var bytes = ByteBuffer.allocate(Digest.LENGTH);
        for (var i = from; i < from + HEX_LENGTH; i += 2) {
            bytes.put(
                    (byte)
                            (Character.digit(entry[i], 16) << 4
                                    | Character.digit(entry[i + 1], 16)));
        }
        return Digest.of(bytes.array());
    }

    @SuppressWarnings("serial") // never serialized
    private static final class Recent extends LinkedHashMap<Digest, Boolean> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
