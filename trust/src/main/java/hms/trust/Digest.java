package hms.trust;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 digest: the name of some exact bytes. Kept as four big-endian words, so that it is a
/// value with nothing to copy; made by [#sha256], [#of], [#ofHex] or [#parse].
///
/// @param w0 bytes 0 to 7
/// @param w1 bytes 8 to 15
/// @param w2 bytes 16 to 23
/// @param w3 bytes 24 to 31
public record Digest(long w0, long w1, long w2, long w3) implements Comparable<Digest> {
    /// The length of a digest in bytes.
    public static final int LENGTH = 32;

    private static final String PREFIX = "sha256:";
    private static final HexFormat HEX = HexFormat.of();

    /// The digest of the given parts, one after the other.
    public static Digest sha256(byte[]... parts) {
        var hash = newSha256();
        for (var part : parts) {
            hash.update(part);
        }
        return of(hash.digest());
    }

    /// The digest whose 32 bytes these are.
    public static Digest of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new MalformedException(
                    "a SHA-256 digest has 32 bytes, not "
                            + bytes.length
                            + "; check where these bytes come from");
        }
        return read(ByteBuffer.wrap(bytes));
    }

    /// The digest with this lower-case hexadecimal form of 64 digits.
    public static Digest ofHex(String hex) {
        if (hex.length() != 2 * LENGTH || !isLowerHex(hex)) {
            throw new MalformedException(
                    "a SHA-256 digest is written as 64 lower-case hexadecimal digits, not "
                            + Excerpt.of(hex));
        }
        return of(HEX.parseHex(hex));
    }

    /// The digest written as `sha256:` and 64 lower-case hexadecimal digits.
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new MalformedException(
                    "a digest begins with \"sha256:\", then 64 hexadecimal digits; this is "
                            + Excerpt.of(text));
        }
        return ofHex(text.substring(PREFIX.length()));
    }

    /// Reads the next 32 bytes of `buffer`.
    static Digest read(ByteBuffer buffer) {
        return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    void write(ByteBuffer buffer) {
        buffer.putLong(w0).putLong(w1).putLong(w2).putLong(w3);
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this Java runtime has no SHA-256, which every one must have", e);
        }
    }

    /// The 32 bytes, in a new array.
    public byte[] bytes() {
        var buffer = ByteBuffer.allocate(LENGTH);
        write(buffer);
        return buffer.array();
    }

    /// 64 lower-case hexadecimal digits.
    public String hex() {
        return HEX.formatHex(bytes());
    }

    /// The first six and the last four hexadecimal digits, for people to recognise it by:
    /// `3fa85f…66af`.
    public String brief() {
        var hex = hex();
        return hex.substring(0, 6) + "…" + hex.substring(hex.length() - 4);
    }

    /// By bytes, as unsigned numbers: the order of the hexadecimal forms.
    @Override
    public int compareTo(Digest other) {
        var order = Long.compareUnsigned(w0, other.w0);
        if (order == 0) {
            order = Long.compareUnsigned(w1, other.w1);
        }
        if (order == 0) {
            order = Long.compareUnsigned(w2, other.w2);
        }
        return order == 0 ? Long.compareUnsigned(w3, other.w3) : order;
    }

    /// `sha256:` and the hexadecimal form: what [#parse] reads.
    @Override
    public String toString() {
        return PREFIX + hex();
    }

    private static boolean isLowerHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
