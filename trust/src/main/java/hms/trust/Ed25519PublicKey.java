package hms.trust;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// An Ed25519 public key in the 32 bytes of RFC 8032, section 5.1.5.
///
/// Refused are encodings of which there are two for one key, and the keys of small order, for which
/// signatures can be made that fit any message.
public final class Ed25519PublicKey {
    /// The length of an encoded key in bytes.
    public static final int LENGTH = 32;

    /// 2^255 - 19, the order of the field, little-endian.
    private static final byte[] FIELD =
            hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    /// The y coordinates of the points of order 1, 2, 4 and 8.
    private static final List<byte[]> SMALL_ORDER =
            List.of(
                    hex("0100000000000000000000000000000000000000000000000000000000000000"),
                    hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
                    hex("0000000000000000000000000000000000000000000000000000000000000000"),
                    hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
                    hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

    private final byte[] bytes;

    public Ed25519PublicKey(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new MalformedException("an Ed25519 public key has 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
        var y = bytes.clone();
        y[LENGTH - 1] &= 0x7f;
        if (!isBelow(y, FIELD)) {
            throw new MalformedException(
                    "this Ed25519 public key is not in canonical form, so no honest program has written it; make a new key");
        }
        if (SMALL_ORDER.stream().anyMatch(point -> Arrays.equals(point, y))) {
            throw new MalformedException(
                    "this Ed25519 public key is of small order: anybody can sign for it; make a new key");
        }
    }

    /// The 32 bytes, in a new array.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PublicKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The key as hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }

    /// Compares little-endian numbers of the same length.
    private static boolean isBelow(byte[] number, byte[] limit) {
        for (var i = number.length - 1; i >= 0; i--) {
            var order = Byte.compareUnsigned(number[i], limit[i]);
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
