package hms.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.trust.Digest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class BlobSealerTest {
    private static final byte[] SECRET =
            new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                24, 25, 26, 27, 28, 29, 30, 31, 32
            };
    private static final byte[] CONTENT = "rejected: names a patient".getBytes(UTF_8);

    @Test
    void equal_content_has_an_equal_name_and_other_content_another() {
        var sealer = new BlobSealer(SECRET);

        assertThat(sealer.seal(CONTENT)).isEqualTo(new BlobSealer(SECRET).seal(CONTENT.clone()));
        assertThat(sealer.seal(new byte[0]).name()).isNotEqualTo(sealer.seal(CONTENT).name());
    }

    @Test
    void name_cannot_be_guessed_from_content_without_the_secret() {
        var other = new BlobSealer(new byte[32]);

        assertThat(new BlobSealer(SECRET).seal(CONTENT).name())
                .isNotEqualTo(other.seal(CONTENT).name())
                .isNotEqualTo(Digest.sha256(CONTENT));
    }

    @Test
    void salt_is_the_front_of_an_hmac_over_the_digest_of_the_content() throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        var salt = Arrays.copyOf(mac.doFinal(Digest.sha256(CONTENT).bytes()), 16);

        var blob = new BlobSealer(SECRET).seal(CONTENT);

        assertThat(blob.salt()).isEqualTo(salt);
        assertThat(blob.name()).isEqualTo(Digest.sha256(salt, CONTENT));
    }

    @Test
    void a_blob_under_a_wrong_name_or_with_a_wrong_salt_cannot_be_made() {
        assertThatThrownBy(() -> new Blob(Digest.sha256(CONTENT), new byte[16], CONTENT))
                .hasMessageContaining("has other content than its name says");
        assertThatThrownBy(() -> new Blob(Digest.sha256(CONTENT), new byte[15], CONTENT))
                .hasMessageContaining("16 bytes, not 15");
        assertThatThrownBy(() -> new BlobSealer(new byte[31]))
                .hasMessageContaining("32 bytes, not 31");
    }
}
