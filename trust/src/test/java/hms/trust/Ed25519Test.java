package hms.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {
    private static final HexFormat HEX = HexFormat.of();
    private static final Ed25519Verifier ED25519 = JdkEd25519.verifier();
    private static final byte[] MESSAGE = {1, 2, 3};

    private final Ed25519PrivateKey key = Ed25519PrivateKey.ofSeed(new byte[32]);
    private final byte[] signature = JdkEd25519.signer(key).sign(MESSAGE);

    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void keys_and_signatures_are_those_of_rfc_8032(
            String seed, String publicKey, String message, String expected) {
        var vector = Ed25519PrivateKey.ofSeed(HEX.parseHex(seed));
        assertThat(vector.publicKey()).hasToString(publicKey);
        var made = JdkEd25519.signer(vector).sign(HEX.parseHex(message));
        assertThat(HEX.formatHex(made)).isEqualTo(expected);
        assertThat(ED25519.verify(vector.publicKey(), HEX.parseHex(message), made)).isTrue();
    }

    @Test
    void signature_fits_its_key_and_message_only() {
        assertThat(ED25519.verify(key.publicKey(), MESSAGE, signature)).isTrue();
        assertThat(ED25519.verify(key.publicKey(), new byte[] {1, 2, 4}, signature)).isFalse();
        var seed = new byte[32];
        seed[0] = 1;
        var other = Ed25519PrivateKey.ofSeed(seed).publicKey();
        assertThat(ED25519.verify(other, MESSAGE, signature)).isFalse();
    }

    @Test
    void every_changed_bit_of_a_signature_is_noticed() {
        for (var bit = 0; bit < 512; bit += 7) {
            var changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(ED25519.verify(key.publicKey(), MESSAGE, changed)).isFalse();
        }
    }

    @Test
    void signature_of_another_length_is_no_signature() {
        for (var length : new int[] {0, 1, 32, 63, 65, 128}) {
            assertThat(ED25519.verify(key.publicKey(), MESSAGE, Arrays.copyOf(signature, length)))
                    .isFalse();
        }
    }

    @Test
    void second_form_of_a_signature_with_the_group_order_added_is_refused() {
        var order =
                BigInteger.ONE
                        .shiftLeft(252)
                        .add(new BigInteger("27742317777372353535851937790883648493"));
        var scalar = littleEndian(Arrays.copyOfRange(signature, 32, 64)).add(order);
        var changed = signature.clone();
        for (var i = 0; i < 32; i++) {
            changed[32 + i] = scalar.shiftRight(8 * i).byteValue();
        }
        assertThat(ED25519.verify(key.publicKey(), MESSAGE, changed)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void keys_of_small_order_are_refused(String bytes) {
        assertThatThrownBy(() -> new Ed25519PublicKey(HEX.parseHex(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("small order");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "f2ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void second_forms_of_keys_are_refused(String bytes) {
        assertThatThrownBy(() -> new Ed25519PublicKey(HEX.parseHex(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("canonical");
    }

    @Test
    void the_points_of_order_eight_are_what_is_refused_as_such() {
        var field = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
        var d =
                BigInteger.valueOf(-121665)
                        .multiply(BigInteger.valueOf(121666).modInverse(field))
                        .mod(field);
        for (var hex :
                new String[] {
                    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
                }) {
            // Doubling such a point gives one of order four, whose y is zero: y² = -x², on the
            // curve.
            var y2 = littleEndian(HEX.parseHex(hex)).modPow(BigInteger.TWO, field);
            var x2 =
                    y2.subtract(BigInteger.ONE)
                            .multiply(d.multiply(y2).add(BigInteger.ONE).modInverse(field))
                            .mod(field);
            assertThat(x2.add(y2).mod(field)).isEqualTo(BigInteger.ZERO);
        }
    }

    @Test
    void key_off_the_curve_verifies_nothing() {
        for (var first = 2; first < 12; first++) {
            var bytes = new byte[32];
            bytes[0] = (byte) first;
            assertThat(ED25519.verify(new Ed25519PublicKey(bytes), MESSAGE, signature)).isFalse();
        }
    }

    @Test
    void keys_of_another_length_are_refused() {
        assertThatThrownBy(() -> new Ed25519PublicKey(new byte[31])).hasMessageContaining("not 31");
        assertThatThrownBy(() -> Ed25519PrivateKey.ofSeed(new byte[33]))
                .hasMessageContaining("not 33");
    }

    @Test
    void generated_keys_differ_and_their_texts_hold_no_secret() {
        var random = new SecureRandom();
        var one = Ed25519PrivateKey.generate(random);
        var other = Ed25519PrivateKey.generate(random);
        assertThat(one).isNotEqualTo(other).isEqualTo(Ed25519PrivateKey.ofSeed(one.seed()));
        var secret = HEX.formatHex(one.seed());
        assertThat(one.toString()).doesNotContain(secret).contains(one.publicKey().toString());
        assertThat(JdkEd25519.signer(one).toString()).doesNotContain(secret);
        assertThat(new OpenSshPrivateKey(one, "c").toString()).doesNotContain(secret);
    }

    private static BigInteger littleEndian(byte[] bytes) {
        var bigEndian = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            bigEndian[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, bigEndian);
    }
}
