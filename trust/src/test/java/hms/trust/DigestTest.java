package hms.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String ABC_HEX =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final Digest ABC = Digest.ofHex(ABC_HEX);

    @Test
    void digest_of_several_parts_is_that_of_all_of_them_together() {
        assertThat(Digest.sha256("abc".getBytes(UTF_8))).isEqualTo(ABC);
        assertThat(Digest.sha256("a".getBytes(UTF_8), "".getBytes(UTF_8), "bc".getBytes(UTF_8)))
                .isEqualTo(ABC);
    }

    @Test
    void every_form_reads_back_as_the_same_digest() {
        assertThat(ABC.hex()).isEqualTo(ABC_HEX);
        assertThat(ABC).hasToString("sha256:" + ABC_HEX);
        assertThat(Digest.parse(ABC.toString())).isEqualTo(ABC);
        assertThat(Digest.of(ABC.bytes())).isEqualTo(ABC).hasSameHashCodeAs(ABC);
    }

    @Test
    void brief_form_has_the_first_six_and_the_last_four_digits() {
        assertThat(ABC.brief()).isEqualTo("ba7816…15ad");
    }

    @Test
    void bytes_given_out_are_a_copy() {
        ABC.bytes()[0] = 0;
        assertThat(ABC.hex()).isEqualTo(ABC_HEX);
    }

    @Test
    void order_is_that_of_the_hexadecimal_forms() {
        var digests = new ArrayList<Digest>();
        for (var i = 0; i < 100; i++) {
            digests.add(Digest.sha256(new byte[] {(byte) i}));
        }
        Collections.sort(digests);
        assertThat(digests.stream().map(Digest::hex)).isSorted();
        var zero = new Digest(0, 0, 0, 0);
        assertThat(new Digest(-1, 0, 0, 0)).isGreaterThan(zero);
        assertThat(new Digest(0, -1, 0, 0)).isGreaterThan(zero);
        assertThat(new Digest(0, 0, -1, 0)).isGreaterThan(zero);
        assertThat(new Digest(0, 0, 0, -1)).isGreaterThan(zero);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag",
                "sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                " sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
                "sha256:٠٠7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void other_texts_are_refused(String text) {
        assertThatThrownBy(() -> Digest.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("64");
    }

    @Test
    void other_lengths_are_refused() {
        assertThatThrownBy(() -> Digest.of(new byte[31])).hasMessageContaining("not 31");
        assertThatThrownBy(() -> Digest.of(new byte[33])).hasMessageContaining("not 33");
    }

    @Test
    void hostile_text_is_quoted_harmlessly() {
        assertThatThrownBy(() -> Digest.parse("\u001b[31m\u202e" + "x".repeat(5000)))
                .hasMessageContaining("\\u{1b}[31m\\u{202e}x")
                .hasMessageContaining("…\"")
                .message()
                .hasSizeLessThan(250);
    }
}
