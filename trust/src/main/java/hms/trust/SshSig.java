package hms.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A detached signature as `ssh-keygen -Y sign` makes it and `ssh-keygen -Y verify` reads it
/// (OpenSSH PROTOCOL.sshsig): over the hash of a message, for one namespace, by an Ed25519 key.
///
/// Reading one checks its form only; [#verify] checks the signature. Whose key it is, and whether
/// it was good at the time, a [Keyring] knows.
///
/// @param publicKey the key that is said to have signed
/// @param namespace what the signature is for; a signature for one purpose is none for another
/// @param hash the hash of the message
/// @param signature hexadecimal, 64 bytes
public record SshSig(Ed25519PublicKey publicKey, String namespace, Hash hash, String signature) {
    private static final Armor ARMOR = new Armor("SSH SIGNATURE", "an SSH signature");
    private static final String MAGIC = "SSHSIG";
    private static final int VERSION = 1;
    private static final int SIGNATURE_LENGTH = 64;

    /// The hash that reduces the message.
    public enum Hash {
        SHA256("sha256", "SHA-256"),
        SHA512("sha512", "SHA-512");

        private final String sshName;
        private final String jdkName;

        Hash(String sshName, String jdkName) {
            this.sshName = sshName;
            this.jdkName = jdkName;
        }

        static Hash named(String name) {
            for (var hash : values()) {
                if (hash.sshName.equals(name)) {
                    return hash;
                }
            }
            throw new MalformedException(
                    "the hash of an SSH signature is sha256 or sha512, not " + Excerpt.of(name));
        }

        byte[] of(byte[] message) {
            try {
                return MessageDigest.getInstance(jdkName).digest(message);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java runtime has no " + jdkName, e);
            }
        }

        /// The name in the signature.
        @Override
        public String toString() {
            return sshName;
        }
    }

    public SshSig {
        requireNamespace(namespace);
        if (HexFormat.of().parseHex(signature).length != SIGNATURE_LENGTH) {
            throw new MalformedException(
                    "an Ed25519 signature has 64 bytes, not " + signature.length() / 2);
        }
    }

    /// Signs a message, with SHA-512 as `ssh-keygen` does.
    public static SshSig sign(Ed25519Signer signer, String namespace, byte[] message) {
        requireNamespace(namespace);
        var signature = signer.sign(signedBytes(namespace, Hash.SHA512, message));
        return new SshSig(
                signer.publicKey(), namespace, Hash.SHA512, HexFormat.of().formatHex(signature));
    }

    /// Reads the armoured form.
    public static SshSig parse(String armored) {
        var reader = new SshWire.Reader(ARMOR.parse(armored), "an SSH signature");
        reader.magic(MAGIC);
        var version = reader.uint32("version");
        if (version != VERSION) {
            throw new MalformedException(
                    "an SSH signature has version 1, not " + Integer.toUnsignedString(version));
        }
        var publicKey = SshWire.publicKey(reader.string("public key"));
        var namespace = reader.text("namespace");
        if (reader.string("reserved field").length > 0) {
            throw new MalformedException(
                    "the reserved field of an SSH signature is empty; this one has something in it");
        }
        var hash = Hash.named(reader.text("hash"));
        var signature = parseSignature(reader.string("signature"));
        reader.requireEnd();
        return new SshSig(publicKey, namespace, hash, HexFormat.of().formatHex(signature));
    }

    private static byte[] parseSignature(byte[] blob) {
        var reader = new SshWire.Reader(blob, "the signature field of an SSH signature");
        var format = reader.text("format");
        if (!format.equals(SshWire.ED25519)) {
            throw new MalformedException(
                    "an Ed25519 key makes signatures of the format ssh-ed25519, not "
                            + Excerpt.of(format));
        }
        var signature = reader.string("signature");
        reader.requireEnd();
        return signature;
    }

    /// Reads an armoured signature, and accepts it if it is over this message and for this
    /// namespace.
    public static Verdict<SshSig> verify(
            String armored, String namespace, byte[] message, Ed25519Verifier ed25519) {
        return Verdict.ofParsing(() -> parse(armored))
                .then(parsed -> parsed.verify(namespace, message, ed25519));
    }

    /// Accepts this signature if it is over this message and for this namespace.
    public Verdict<SshSig> verify(
            String expectedNamespace, byte[] message, Ed25519Verifier ed25519) {
        if (!namespace.equals(expectedNamespace)) {
            return Verdict.refused(
                    "this signature is for %s, not for %s; sign with -n %s"
                            .formatted(
                                    Excerpt.of(namespace),
                                    Excerpt.of(expectedNamespace),
                                    expectedNamespace));
        }
        var bytes = HexFormat.of().parseHex(signature);
        return ed25519.verify(publicKey, signedBytes(namespace, hash, message), bytes)
                ? Verdict.accepted(this)
                : Verdict.refused(
                        "the signature by %s does not fit: what was signed is not these %d bytes, or one of them was changed"
                                .formatted(OpenSshKey.fingerprint(publicKey), message.length));
    }

    /// The armoured form, as [#parse] and `ssh-keygen` read it.
    public String armored() {
        var signatureBlob =
                new SshWire.Writer()
                        .string(SshWire.ED25519)
                        .string(HexFormat.of().parseHex(signature))
                        .bytes();
        return ARMOR.format(
                new SshWire.Writer()
                        .raw(MAGIC.getBytes(US_ASCII))
                        .uint32(VERSION)
                        .string(SshWire.publicKeyBlob(publicKey))
                        .string(namespace)
                        .string("")
                        .string(hash.toString())
                        .string(signatureBlob)
                        .bytes());
    }

    private static byte[] signedBytes(String namespace, Hash hash, byte[] message) {
        return new SshWire.Writer()
                .raw(MAGIC.getBytes(US_ASCII))
                .string(namespace)
                .string("")
                .string(hash.toString())
                .string(hash.of(message))
                .bytes();
    }

    private static void requireNamespace(String namespace) {
        if (namespace.isEmpty() || !namespace.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new MalformedException(
                    "the namespace of an SSH signature is a word of visible ASCII characters, not "
                            + Excerpt.of(namespace));
        }
    }
}
