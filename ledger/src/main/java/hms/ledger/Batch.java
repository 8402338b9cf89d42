package hms.ledger;

import java.util.List;
import java.util.OptionalLong;

/// What is committed together.
///
/// @param expectedSize the size of the ledger that the entries were decided on
/// @param entries exact bytes, 1 to 65,535 each; not copied, and not to be changed any more
/// @param blobs what the entries (or later ones) name
/// @param newEpoch the epoch that begins with this batch, greater than the head's; empty: the same
///     goes on
public record Batch(
        long expectedSize, List<byte[]> entries, List<Blob> blobs, OptionalLong newEpoch) {
    public Batch {
        if (expectedSize < 0) {
            throw new IllegalArgumentException(
                    "a ledger's size is never negative: " + expectedSize);
        }
        entries = List.copyOf(entries);
        blobs = List.copyOf(blobs);
        for (int i = 0; i < entries.size(); i++) {
            var length = entries.get(i).length;
            if (length == 0 || length > Ledger.MAX_ENTRY_BYTES) {
                throw new IllegalArgumentException(
                        "entry "
                                + (expectedSize + i)
                                + " is "
                                + length
                                + " bytes long; an entry has 1 to "
                                + Ledger.MAX_ENTRY_BYTES
                                + ": put what is large into a blob");
            }
        }
    }

    /// A batch in the epoch that is.
    public Batch(long expectedSize, List<byte[]> entries, List<Blob> blobs) {
        this(expectedSize, entries, blobs, OptionalLong.empty());
    }
}
