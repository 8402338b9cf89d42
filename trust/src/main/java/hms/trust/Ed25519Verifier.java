package hms.trust;

/// Verifies Ed25519 signatures. Implementations differ in speed only.
@FunctionalInterface
public interface Ed25519Verifier {

    /// Whether `signature` is a signature of RFC 8032 (pure Ed25519) by `key` over `message`.
    /// False, never an exception, for whatever is not one.
    boolean verify(Ed25519PublicKey key, byte[] message, byte[] signature);
}
