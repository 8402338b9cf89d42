package hms.ledger;

import hms.trust.Digest;
import java.util.Arrays;

/// Content that is too large, too free or too private for an entry, under a name that tells
/// nothing of it.
///
/// @param name SHA-256 of salt and content
/// @param salt 16 bytes
/// @param content the content, not copied, and not to be changed any more
@SuppressWarnings("ArrayRecordComponent") // compared by content, below
public record Blob(Digest name, byte[] salt, byte[] content) {
    /// The length of a salt in bytes.
    public static final int SALT_BYTES = 16;

    public Blob {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException(
                    "a blob's salt has " + SALT_BYTES + " bytes, not " + salt.length);
        }
        if (!Digest.sha256(salt, content).equals(name)) {
            throw new IllegalArgumentException(
                    "the blob named " + name + " has other content than its name says");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blob blob
                && name.equals(blob.name)
                && Arrays.equals(salt, blob.salt)
                && Arrays.equals(content, blob.content);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "Blob[" + name.brief() + ", " + content.length + " bytes]";
    }
}
