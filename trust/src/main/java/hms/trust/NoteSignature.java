package hms.trust;

import java.util.Arrays;
import java.util.HexFormat;

/// One signature line of a note: `— name base64(keyId ‖ signature)`.
///
/// @param name the name of the key that is said to have signed
/// @param blob the Base64 form of the four-byte key id and the signature; its length depends on the
///     key's type
public record NoteSignature(String name, String blob) {
    static final int KEY_ID_LENGTH = 4;
    private static final String DASH = "— ";

    public NoteSignature {
        NoteVerifier.requireName(name);
        if (StrictText.base64(blob, "the signature of " + Excerpt.of(name)).length
                <= KEY_ID_LENGTH) {
            throw new MalformedException(
                    "the signature of %s has four bytes of key id and then at least one"
                            .formatted(Excerpt.of(name)));
        }
    }

    static NoteSignature of(NoteVerifier key, byte[] signature) {
        var blob = new byte[KEY_ID_LENGTH + signature.length];
        System.arraycopy(HexFormat.of().parseHex(key.keyId()), 0, blob, 0, KEY_ID_LENGTH);
        System.arraycopy(signature, 0, blob, KEY_ID_LENGTH, signature.length);
        return new NoteSignature(key.name(), StrictText.base64(blob));
    }

    /// Reads a line, without its line end.
    static NoteSignature parse(String line) {
        var space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new MalformedException(
                    "a signature line is an em dash, a name and Base64, with one space between; this is "
                            + Excerpt.of(line));
        }
        return new NoteSignature(line.substring(DASH.length(), space), line.substring(space + 1));
    }

    /// The key id as eight hexadecimal digits.
    public String keyId() {
        return HexFormat.of().formatHex(decoded(), 0, KEY_ID_LENGTH);
    }

    /// The signature without the key id.
    public byte[] signature() {
        var decoded = decoded();
        return Arrays.copyOfRange(decoded, KEY_ID_LENGTH, decoded.length);
    }

    /// The line, without its line end.
    @Override
    public String toString() {
        return DASH + name + " " + blob;
    }

    private byte[] decoded() {
        return StrictText.base64(blob, "the signature of " + name);
    }
}
