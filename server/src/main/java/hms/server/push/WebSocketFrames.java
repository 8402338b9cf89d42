package hms.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Frames as a WebSocket server sends them (RFC 6455, section 5.2): whole and unmasked.
final class WebSocketFrames {

    static final int LONGEST_CONTROL = 125;

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private WebSocketFrames() {}

    static byte[] text(byte[] content) {
        return frame(TEXT, content);
    }

    static byte[] pong(byte[] content) {
        return frame(PONG, content);
    }

    /// @param reason cut where it would be too long
    static byte[] close(int code, String reason) {
        var text = reason.getBytes(UTF_8);
        var cut = Arrays.copyOf(text, Math.min(text.length, LONGEST_CONTROL - 2));
        return frame(
                CLOSE, ByteBuffer.allocate(2 + cut.length).putShort((short) code).put(cut).array());
    }

    private static byte[] frame(int opcode, byte[] content) {
        int extra = content.length <= LONGEST_CONTROL ? 0 : content.length <= 0xFFFF ? 2 : 8;
        var frame = ByteBuffer.allocate(2 + extra + content.length).put((byte) (FIN | opcode));
        switch (extra) {
            case 0 -> frame.put((byte) content.length);
            case 2 -> frame.put((byte) TWO_BYTES).putShort((short) content.length);
            default -> frame.put((byte) EIGHT_BYTES).putLong(content.length);
        }
        return frame.put(content).array();
    }
}
