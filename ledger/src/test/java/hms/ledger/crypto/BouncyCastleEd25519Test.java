package hms.ledger.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import hms.trust.Ed25519PrivateKey;
import hms.trust.JdkEd25519;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BouncyCastleEd25519Test {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void signs_as_in_the_second_test_of_rfc_8032() {
        var key =
                Ed25519PrivateKey.ofSeed(
                        HEX.parseHex(
                                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        var signature =
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

        assertThat(BouncyCastleEd25519.signer(key).sign(new byte[] {0x72}))
                .isEqualTo(HEX.parseHex(signature));
        assertThat(HEX.formatHex(BouncyCastleEd25519.signer(key).publicKey().bytes()))
                .isEqualTo("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    }

    @Test
    void agrees_with_the_jdk_on_what_verifies() {
        var random = new Random(8032);
        var verifier = BouncyCastleEd25519.verifier();
        for (int i = 0; i < 50; i++) {
            var seed = new byte[32];
            random.nextBytes(seed);
            var signer = BouncyCastleEd25519.signer(Ed25519PrivateKey.ofSeed(seed));
            var message = new byte[random.nextInt(200) + 1];
            random.nextBytes(message);
            var signature = signer.sign(message);

            assertThat(verifier.verify(signer.publicKey(), message, signature)).isTrue();
            assertThat(JdkEd25519.verifier().verify(signer.publicKey(), message, signature))
                    .isTrue();
            signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertThat(verifier.verify(signer.publicKey(), message, signature)).isFalse();
        }
    }

    @Test
    void a_signature_of_another_length_is_none() {
        var key = Ed25519PrivateKey.ofSeed(new byte[32]).publicKey();

        for (int length : new int[] {0, 63, 65}) {
            assertThat(BouncyCastleEd25519.verifier().verify(key, new byte[1], new byte[length]))
                    .isFalse();
        }
    }
}
