package hms.artifact;

import hms.trust.Digest;
import java.util.Arrays;

/// The exact bytes of an artifact, and their name. What is signed, packed and delivered is this and
/// nothing made from it.
public final class Source {
    private final String fileName;
    private final byte[] bytes;
    private final Digest digest;

    Source(String fileName, byte[] bytes) {
        this.fileName = fileName;
        this.bytes = bytes.clone();
        this.digest = Digest.sha256(this.bytes);
    }

    /// The name of the file, as the caller gave it, for messages.
    public String fileName() {
        return fileName;
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// How many bytes there are.
    public int length() {
        return bytes.length;
    }

    /// The SHA-256 of the bytes.
    public Digest digest() {
        return digest;
    }

    byte[] exact() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Source source && Arrays.equals(bytes, source.bytes);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return fileName + " " + digest.brief();
    }
}
