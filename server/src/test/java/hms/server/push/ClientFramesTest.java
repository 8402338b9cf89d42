package hms.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientFramesTest {

    private static byte[] masked(int first, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(first);
        out.write(0x80 | content.length);
        var mask = new byte[] {0x37, (byte) 0xFA, 0x21, 0x3D};
        out.writeBytes(mask);
        for (int i = 0; i < content.length; i++) {
            out.write(content[i] ^ mask[i & 3]);
        }
        return out.toByteArray();
    }

    private static List<ClientFrames.Asked> read(ClientFrames frames, ByteBuf in) {
        var all = new ArrayList<ClientFrames.Asked>();
        for (var next = frames.next(in); next != null; next = frames.next(in)) {
            all.add(next);
        }
        return all;
    }

    private static ClientFrames.Asked one(byte[] bytes) {
        return read(new ClientFrames(), Unpooled.wrappedBuffer(bytes)).getFirst();
    }

    @Test
    void ping_that_comes_byte_by_byte_is_the_same_ping() {
        var frames = new ClientFrames();
        var asked = new ArrayList<ClientFrames.Asked>();
        for (byte b : masked(0x89, "still there?".getBytes(StandardCharsets.UTF_8))) {
            asked.addAll(read(frames, Unpooled.wrappedBuffer(new byte[] {b})));
        }

        assertThat(asked).hasSize(1);
        assertThat(((ClientFrames.Asked.Ping) asked.getFirst()).content())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("still there?");
        assertThat(frames.isIdle()).isTrue();
    }

    @Test
    void frames_that_come_together_are_read_one_after_the_other() {
        var both = new ByteArrayOutputStream();
        both.writeBytes(masked(0x89, new byte[125]));
        both.writeBytes(masked(0x8A, new byte[0]));
        both.writeBytes(masked(0x88, new byte[] {0x0F, (byte) 0xA0, 'b', 'y', 'e'}));

        var asked = read(new ClientFrames(), Unpooled.wrappedBuffer(both.toByteArray()));

        assertThat(asked).hasSize(3);
        assertThat(asked.get(2)).isEqualTo(new ClientFrames.Asked.End(4_000, "", true));
    }

    @ParameterizedTest
    @CsvSource({
        // first two bytes, code: unmasked, reserved bits, unknown opcodes, fragmented or long
        // control
        "8900, 1002",
        "C980, 1002",
        "A980, 1002",
        "9980, 1002",
        "8B80, 1002",
        "8380, 1002",
        "0980, 1002",
        "89FE, 1002",
        "88FF, 1002",
        // text, binary and continuation, short and long
        "8181, 1003",
        "8281, 1003",
        "0081, 1003",
        "0181, 1003",
        "81FE, 1009",
        "82FF, 1009"
    })
    void what_a_client_may_not_send_ends_the_stream(String head, int code) {
        var bytes = java.util.HexFormat.of().parseHex(head);

        assertThat(((ClientFrames.Asked.End) one(bytes)).code()).isEqualTo(code);
        assertThat(((ClientFrames.Asked.End) one(bytes)).isAnswer()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1000", "03E8, 1000", "03, 1002", "03EC, 1002", "03ED, 1002", "03EE, 1002",
        "03F7, 1002", "0000, 1002", "0BB8, 3000", "1387, 4999", "1388, 1002", "FFFF, 1002"
    })
    void close_is_answered_with_its_code_if_there_is_such_a_code(String content, int code) {
        var bytes = java.util.HexFormat.of().parseHex(content);

        assertThat(((ClientFrames.Asked.End) one(masked(0x88, bytes))).code()).isEqualTo(code);
    }
}
