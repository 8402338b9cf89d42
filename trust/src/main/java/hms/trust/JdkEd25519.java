package hms.trust;

import java.io.Serial;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/// Ed25519 as the JDK has it: no dependency, about a millisecond a signature.
public final class JdkEd25519 {
    private static final String ALGORITHM = "Ed25519";
    private static final int SIGNATURE_LENGTH = 64;
    private static final Ed25519Verifier VERIFIER = JdkEd25519::isSignature;

    private JdkEd25519() {}

    public static Ed25519Verifier verifier() {
        return VERIFIER;
    }

    public static Ed25519Signer signer(Ed25519PrivateKey key) {
        return new KeySigner(key.publicKey(), jdkPrivateKey(key.seed()));
    }

    private record KeySigner(Ed25519PublicKey publicKey, PrivateKey privateKey)
            implements Ed25519Signer {
        @Override
        public byte[] sign(byte[] message) {
            try {
                var signature = Signature.getInstance(ALGORITHM);
                signature.initSign(privateKey);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("could not sign with Ed25519 key " + publicKey, e);
            }
        }

        @Override
        public String toString() {
            return "JdkEd25519.Signer[publicKey=" + publicKey + "]";
        }
    }

    private static boolean isSignature(Ed25519PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        try {
            var verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(jdkPublicKey(key));
            verification.update(message);
            return verification.verify(signature);
        } catch (InvalidKeyException | SignatureException e) {
            // The key is no point of the curve, or the signature no point and scalar.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "this Java runtime has no Ed25519, which every one since 15 has", e);
        }
    }

    /// Derives the public key. The JDK does so only when it makes a key pair, so the "random" bytes
    /// that it asks for are the seed.
    static Ed25519PublicKey publicKeyOf(byte[] seed) {
        try {
            var generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new FixedBytes(seed));
            return encode(((EdECPublicKey) generator.generateKeyPair().getPublic()).getPoint());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "could not derive the public key of an Ed25519 seed", e);
        }
    }

    private static PrivateKey jdkPrivateKey(byte[] seed) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not use an Ed25519 seed", e);
        }
    }

    private static PublicKey jdkPublicKey(Ed25519PublicKey key) throws GeneralSecurityException {
        var bigEndian = reversed(key.bytes());
        var xIsOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        var point = new EdECPoint(xIsOdd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    private static Ed25519PublicKey encode(EdECPoint point) {
        var bigEndian = new byte[Ed25519PublicKey.LENGTH];
        var y = point.getY().toByteArray();
        var start = Math.max(0, y.length - bigEndian.length);
        System.arraycopy(
                y, start, bigEndian, bigEndian.length - (y.length - start), y.length - start);
        if (point.isXOdd()) {
            bigEndian[0] |= (byte) 0x80;
        }
        return new Ed25519PublicKey(reversed(bigEndian));
    }

    private static byte[] reversed(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    /// Gives out the same bytes, and only as many as there are.
    private static final class FixedBytes extends SecureRandom {
        @Serial private static final long serialVersionUID = 1L;

        private final byte[] fixed;

        FixedBytes(byte[] fixed) {
            this.fixed = fixed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != fixed.length) {
                throw new IllegalStateException(
                        "asked for " + bytes.length + " bytes of an Ed25519 seed");
            }
            System.arraycopy(fixed, 0, bytes, 0, bytes.length);
        }
    }
}
