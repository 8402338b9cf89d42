package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleaseReaderTest {

    private static Content pieces(byte[] body, int size) {
        var parts = new ArrayList<byte[]>();
        for (int at = 0; at < body.length; at += size) {
            parts.add(Arrays.copyOfRange(body, at, Math.min(body.length, at + size)));
        }
        return new Content(parts, body.length);
    }

    private static String release(List<byte[]> artifacts) {
        var text = new StringBuilder("{\"artifacts\":[");
        for (int i = 0; i < artifacts.size(); i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"path\":\"policies/p")
                    .append(i)
                    .append(".yaml\",\"bytes\":\"")
                    .append(Base64.getEncoder().encodeToString(artifacts.get(i)))
                    .append("\"}");
        }
        return text.append("],\"files\":[]}").toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8_191, 1 << 20})
    void bytes_are_the_same_however_they_come(int size) {
        var random = new Random(5);
        var artifacts = new ArrayList<byte[]>();
        for (int i = 0; i < 20; i++) {
            var bytes = new byte[random.nextInt(5_000)];
            random.nextBytes(bytes);
            artifacts.add(bytes);
        }

        var read = ReleaseReader.read(pieces(release(artifacts).getBytes(UTF_8), size));

        assertThat(read.artifacts()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(read.artifacts().get(i).path()).isEqualTo("policies/p" + i + ".yaml");
            assertThat(read.artifacts().get(i).bytes()).isEqualTo(artifacts.get(i));
        }
    }

    @Test
    void large_release_is_read_without_a_copy_of_the_whole() {
        var artifacts = new ArrayList<byte[]>();
        for (int i = 0; i < 48; i++) {
            artifacts.add(new byte[ReleaseReader.MAX_ARTIFACT]);
        }
        var body = pieces(release(artifacts).getBytes(UTF_8), 65_536);

        assertThat(ReleaseReader.read(body).artifacts()).hasSize(48);
    }

    @Test
    void other_encodings_are_refused() {
        var text = "{\"artifacts\":[]}";
        for (var bytes :
                List.of(
                        text.getBytes(UTF_16LE),
                        ("\uFEFF" + text).getBytes(UTF_8),
                        (text + "\0").getBytes(UTF_8),
                        new byte[] {'{', '"', (byte) 0xC3, '"', '}'})) {
            for (int size = 1; size < 4; size++) {
                var body = pieces(bytes, size);
                assertThatThrownBy(() -> ReleaseReader.read(body))
                        .isInstanceOfSatisfying(
                                Refused.class,
                                refused ->
                                        assertThat(refused.problem().code())
                                                .isEqualTo("malformed-json"));
            }
        }
    }
}
