package hms.trust;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Encodings that have exactly one form for every value: anything else is refused, so that nobody
/// can make a second text of something that is signed.
final class StrictText {
    private StrictText() {}

    /// Standard Base64 (RFC 4648, section 4) with padding, without line ends, and with zero bits
    /// where bits are left over.
    static byte[] base64(String text, String what) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(what + " is not Base64: " + Excerpt.of(text));
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new MalformedException(
                    what + " is Base64, but not in its one canonical form: " + Excerpt.of(text));
        }
        return bytes;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// An integer from 0 to 2^63 - 1 in decimal, without sign or leading zeros.
    static long decimal(String text, String what) {
        var digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
            throw new MalformedException(
                    what
                            + " is a decimal number without sign or leading zeros, not "
                            + Excerpt.of(text));
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedException(what + " is larger than 2^63 - 1: " + Excerpt.of(text));
        }
    }

    static String utf8(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(what + " is not valid UTF-8");
        }
    }

    /// The UTF-8 form of a text that has one: a lone surrogate has none.
    static byte[] utf8(String text, String what) {
        try {
            var buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new MalformedException(
                    what + " has a lone surrogate, which UTF-8 cannot express");
        }
    }
}
