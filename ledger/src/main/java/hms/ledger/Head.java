package hms.ledger;

import hms.trust.Digest;

/// How far the ledger has come.
///
/// @param epoch counts the times that history was cut off by restoring a backup; with `size` it is
///     the revision
/// @param size how many entries there are
/// @param root the Merkle tree hash over all of them
/// @param checkpoint the signed note that says so
public record Head(long epoch, long size, Digest root, String checkpoint) {
    public Head {
        if (epoch < 0 || size < 0) {
            throw new IllegalArgumentException(
                    "a head has no negative epoch or size: " + epoch + ", " + size);
        }
    }
}
