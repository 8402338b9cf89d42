package hms.checks.pack;

import hms.trust.Digest;

/// A package as bytes, ready to be stored or sent.
public final class PackedPackage {
    private final PackageFormat format;
    private final byte[] bytes;
    private final Digest digest;

    PackedPackage(PackageFormat format, byte[] bytes) {
        this.format = format;
        this.bytes = bytes;
        this.digest = Digest.sha256(bytes);
    }

    /// The form it has.
    public PackageFormat format() {
        return format;
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// How many bytes there are.
    public int size() {
        return bytes.length;
    }

    /// The SHA-256 of the bytes: the name by which a release is promoted.
    public Digest digest() {
        return digest;
    }
}
