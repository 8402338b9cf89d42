package hms.trust;

import java.security.SecureRandom;
import java.util.Arrays;

/// An Ed25519 private key: the 32-byte seed of RFC 8032, and the public key that belongs to it.
/// Never shown in a text.
public final class Ed25519PrivateKey {
    /// The length of a seed in bytes.
    public static final int LENGTH = 32;

    private final byte[] seed;
    private final Ed25519PublicKey publicKey;

    private Ed25519PrivateKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = JdkEd25519.publicKeyOf(seed);
    }

    /// The key with this seed.
    public static Ed25519PrivateKey ofSeed(byte[] seed) {
        if (seed.length != LENGTH) {
            throw new MalformedException("an Ed25519 seed has 32 bytes, not " + seed.length);
        }
        return new Ed25519PrivateKey(seed.clone());
    }

    /// A new key, as unguessable as `random`.
    public static Ed25519PrivateKey generate(SecureRandom random) {
        var seed = new byte[LENGTH];
        random.nextBytes(seed);
        return new Ed25519PrivateKey(seed);
    }

    /// The secret 32 bytes, in a new array.
    public byte[] seed() {
        return seed.clone();
    }

    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PrivateKey that && Arrays.equals(seed, that.seed);
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    /// Only the public part.
    @Override
    public String toString() {
        return "Ed25519PrivateKey[publicKey=" + publicKey + "]";
    }
}
