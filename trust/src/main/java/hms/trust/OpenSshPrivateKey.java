package hms.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A private key as `ssh-keygen -t ed25519` writes it (`openssh-key-v1`), without a passphrase.
///
/// @param comment whatever its owner has called it; may be empty
public record OpenSshPrivateKey(Ed25519PrivateKey key, String comment) {
    private static final Armor ARMOR = new Armor("OPENSSH PRIVATE KEY", "an OpenSSH private key");
    private static final String MAGIC = "openssh-key-v1\0";
    private static final String NONE = "none";
    private static final int BLOCK = 8;

    public OpenSshPrivateKey {
        OpenSshKey.requireComment(comment);
    }

    /// Reads a private key file. One with a passphrase is refused: its place is in ssh-agent.
    public static OpenSshPrivateKey parse(String file) {
        var reader = new SshWire.Reader(ARMOR.parse(file), "an OpenSSH private key");
        reader.magic(MAGIC);
        var cipher = reader.text("cipher");
        var derivation = reader.text("key derivation");
        if (!cipher.equals(NONE) || !derivation.equals(NONE)) {
            throw new MalformedException(
                    "this private key is protected by a passphrase; add it to ssh-agent (ssh-add FILE) and sign with the agent");
        }
        if (reader.string("key derivation options").length > 0) {
            throw new MalformedException(
                    "an OpenSSH private key without passphrase has no key derivation options");
        }
        if (reader.uint32("number of keys") != 1) {
            throw new MalformedException("an OpenSSH private key file has one key in it");
        }
        var publicKey = SshWire.publicKey(reader.string("public key"));
        var parsed = parseSecret(reader.string("secret part"));
        reader.requireEnd();
        if (!parsed.key().publicKey().equals(publicKey)) {
            throw new MalformedException(
                    "the public and the private part of this private key do not belong together");
        }
        return parsed;
    }

    private static OpenSshPrivateKey parseSecret(byte[] secret) {
        var reader = new SshWire.Reader(secret, "the secret part of an OpenSSH private key");
        var check = reader.uint32("check");
        var checkAgain = reader.uint32("check");
        if (secret.length % BLOCK != 0 || check != checkAgain) {
            throw new MalformedException(
                    "the secret part of this private key is damaged; restore it from a copy");
        }
        SshWire.requireEd25519(reader.text("key type"));
        var publicKey = reader.string("public key");
        var pair = reader.string("private key");
        var comment = reader.text("comment");
        var padding = reader.rest();
        if (!Arrays.equals(padding, padding(padding.length)) || padding.length >= BLOCK) {
            throw new MalformedException(
                    "the secret part of this private key does not end with its padding 1, 2, 3 …");
        }
        if (pair.length != Ed25519PrivateKey.LENGTH + Ed25519PublicKey.LENGTH) {
            throw new MalformedException(
                    "an Ed25519 private key has 64 bytes here, not " + pair.length);
        }
        var key = Ed25519PrivateKey.ofSeed(Arrays.copyOf(pair, Ed25519PrivateKey.LENGTH));
        var derived = key.publicKey().bytes();
        var stated = Arrays.copyOfRange(pair, Ed25519PrivateKey.LENGTH, pair.length);
        if (!Arrays.equals(derived, stated) || !Arrays.equals(derived, publicKey)) {
            throw new MalformedException(
                    "the public and the private part of this private key do not belong together");
        }
        return new OpenSshPrivateKey(key, comment);
    }

    public OpenSshKey publicPart() {
        return new OpenSshKey(key.publicKey(), comment);
    }

    /// The private key file. The two check words, which only tell a wrong passphrase from a right
    /// one, are taken from the public key, so that the same key gives the same file.
    public String format() {
        var publicKey = key.publicKey();
        var check = ByteBuffer.wrap(Digest.sha256(publicKey.bytes()).bytes()).getInt();
        var secret =
                new SshWire.Writer()
                        .uint32(check)
                        .uint32(check)
                        .string(SshWire.ED25519)
                        .string(publicKey.bytes())
                        .string(new SshWire.Writer().raw(key.seed()).raw(publicKey.bytes()).bytes())
                        .string(comment)
                        .bytes();
        var padded =
                new SshWire.Writer()
                        .raw(secret)
                        .raw(padding(Math.floorMod(-secret.length, BLOCK)))
                        .bytes();
        return ARMOR.format(
                new SshWire.Writer()
                        .raw(MAGIC.getBytes(US_ASCII))
                        .string(NONE)
                        .string(NONE)
                        .string("")
                        .uint32(1)
                        .string(SshWire.publicKeyBlob(publicKey))
                        .string(padded)
                        .bytes());
    }

    /// Only the public part.
    @Override
    public String toString() {
        return "OpenSshPrivateKey[" + publicPart() + "]";
    }

    private static byte[] padding(int length) {
        var padding = new byte[length];
        for (var i = 0; i < length; i++) {
            padding[i] = (byte) (i + 1);
        }
        return padding;
    }
}
