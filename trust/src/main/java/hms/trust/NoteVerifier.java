package hms.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;

/// A key that signs notes, under a name: what a verifier has to be configured with (C2SP
/// signed-note, "verifier key"). Its text is `name+keyId+base64(type ‖ key)`.
public record NoteVerifier(String name, Ed25519PublicKey publicKey) {
    private static final byte ED25519 = 1;

    public NoteVerifier {
        requireName(name);
    }

    /// Reads a verifier key.
    public static NoteVerifier parse(String vkey) {
        var first = vkey.indexOf('+');
        var second = vkey.indexOf('+', first + 1);
        if (first < 0 || second < 0) {
            throw new MalformedException(
                    "a verifier key is written name+keyId+key, with two plus signs; this is "
                            + Excerpt.of(vkey));
        }
        var key = StrictText.base64(vkey.substring(second + 1), "the key of a verifier key");
        if (key.length != 1 + Ed25519PublicKey.LENGTH || key[0] != ED25519) {
            throw new MalformedException(
                    "a verifier key holds type 1 (Ed25519) and 32 bytes; other types are not supported here: "
                            + Excerpt.of(vkey));
        }
        var verifier =
                new NoteVerifier(
                        vkey.substring(0, first),
                        new Ed25519PublicKey(Arrays.copyOfRange(key, 1, key.length)));
        if (!verifier.keyId().equals(vkey.substring(first + 1, second))) {
            throw new MalformedException(
                    "the key id of a verifier key has to be %s for this name and key; this is %s"
                            .formatted(verifier.keyId(), Excerpt.of(vkey)));
        }
        return verifier;
    }

    /// The first four bytes of `SHA-256(name ‖ 0A ‖ 01 ‖ key)`, as eight hexadecimal digits.
    public String keyId() {
        var named =
                Digest.sha256(
                        (name + "\n").getBytes(UTF_8), new byte[] {ED25519}, publicKey.bytes());
        return HexFormat.of().formatHex(named.bytes(), 0, NoteSignature.KEY_ID_LENGTH);
    }

    /// Whether this is the key that `signature` says it is by.
    public boolean isNamedBy(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId().equals(keyId());
    }

    /// The verifier key, as [#parse] reads it.
    @Override
    public String toString() {
        var key = new byte[1 + Ed25519PublicKey.LENGTH];
        key[0] = ED25519;
        System.arraycopy(publicKey.bytes(), 0, key, 1, Ed25519PublicKey.LENGTH);
        return name + "+" + keyId() + "+" + StrictText.base64(key);
    }

    static String requireName(String name) {
        if (name.isEmpty()) {
            throw new MalformedException("the name of a note's key cannot be empty");
        }
        StrictText.utf8(name, "the name of a note's key");
        if (!name.codePoints().allMatch(NoteVerifier::isAllowed)) {
            throw new MalformedException(
                    "the name of a note's key has no spaces, plus signs or control characters: "
                            + Excerpt.of(name));
        }
        return name;
    }

    private static boolean isAllowed(int codePoint) {
        return codePoint != '+'
                && !Character.isISOControl(codePoint)
                && !Character.isSpaceChar(codePoint)
                && !Character.isWhitespace(codePoint);
    }
}
