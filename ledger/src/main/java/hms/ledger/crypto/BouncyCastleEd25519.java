package hms.ledger.crypto;

import hms.trust.Ed25519PrivateKey;
import hms.trust.Ed25519PublicKey;
import hms.trust.Ed25519Signer;
import hms.trust.Ed25519Verifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Ed25519 (RFC 8032) by Bouncy Castle, which signs and verifies several times faster than the
/// JDK.
public final class BouncyCastleEd25519 {
    private BouncyCastleEd25519() {}

    /// Signs with a key in memory. Safe for use by many threads.
    public static Ed25519Signer signer(Ed25519PrivateKey key) {
        return new Signer(key);
    }

    /// Verifies. Safe for use by many threads.
    public static Ed25519Verifier verifier() {
        return BouncyCastleEd25519::verify;
    }

    private static boolean verify(Ed25519PublicKey key, byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, key.bytes(), 0, message, 0, message.length);
    }

    private static final class Signer implements Ed25519Signer {
        private final Ed25519PublicKey publicKey;
        private final byte[] seed;
        private final byte[] encodedPublicKey;

        Signer(Ed25519PrivateKey key) {
            publicKey = key.publicKey();
            seed = key.seed();
            encodedPublicKey = publicKey.bytes();
        }

        @Override
        public Ed25519PublicKey publicKey() {
            return publicKey;
        }

        @Override
        public byte[] sign(byte[] message) {
            var signature = new byte[Ed25519.SIGNATURE_SIZE];
            Ed25519.sign(seed, 0, encodedPublicKey, 0, message, 0, message.length, signature, 0);
            return signature;
        }
    }
}
