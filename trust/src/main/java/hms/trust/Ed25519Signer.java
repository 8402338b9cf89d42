package hms.trust;

/// Signs with one Ed25519 key, wherever that is kept: in memory, in an agent, in a device.
public interface Ed25519Signer {

    Ed25519PublicKey publicKey();

    /// The 64-byte signature of RFC 8032 (pure Ed25519) over `message`.
    byte[] sign(byte[] message);
}
