package hms.server.push;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads what a WebSocket client sends (RFC 6455, section 5), strictly. This stream only speaks, so
/// there is little to understand: pings, pongs, and the end. Holds nothing between frames.
final class ClientFrames {

    private static final int NORMAL = 1_000;
    private static final int PROTOCOL = 1_002;
    private static final int UNWANTED = 1_003;
    private static final int TOO_BIG = 1_009;

    private static final int HEADER = 2;
    private static final int MASK = 4;

    private byte @Nullable [] begun;
    private int have;

    /// What a frame, or what is wrong with it, asks for.
    sealed interface Asked {

        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Ping(byte[] content) implements Asked {}

        record Pong() implements Asked {}

        /// The stream is to end.
        ///
        /// @param code to answer with
        /// @param isAnswer whether the client has said so itself, and waits for nothing more than
        ///     the answer
        record End(int code, String reason, boolean isAnswer) implements Asked {}
    }

    private static final Asked PONG = new Asked.Pong();

    /// The next frame; null if it is not all here yet.
    @Nullable Asked next(ByteBuf in) {
        while (in.isReadable()) {
            var partial = begun;
            if (partial == null) {
                partial = new byte[HEADER + MASK + WebSocketFrames.LONGEST_CONTROL];
                begun = partial;
            }
            partial[have++] = in.readByte();
            if (have == HEADER) {
                var wrong = refusal(partial);
                if (wrong != null) {
                    return wrong;
                }
            }
            if (have >= HEADER && have == HEADER + MASK + (partial[1] & 0x7F)) {
                begun = null;
                have = 0;
                return whole(partial);
            }
        }
        return null;
    }

    private static Asked.@Nullable End refusal(byte[] frame) {
        int opcode = frame[0] & 0x0F;
        boolean isData = opcode <= 2;
        if ((frame[0] & 0x70) != 0) {
            return wrong(PROTOCOL, "no extension was agreed on");
        }
        if ((frame[1] & 0x80) == 0) {
            return wrong(PROTOCOL, "a client masks its frames");
        }
        if (!isData && (opcode < WebSocketFrames.CLOSE || opcode > WebSocketFrames.PONG)) {
            return wrong(PROTOCOL, "there is no such opcode");
        }
        boolean isLong = (frame[1] & 0x7F) > WebSocketFrames.LONGEST_CONTROL;
        if (isData) {
            return isLong
                    ? wrong(TOO_BIG, "nothing so large is read here")
                    : wrong(UNWANTED, "this stream only speaks");
        }
        return isLong || (frame[0] & 0x80) == 0
                ? wrong(PROTOCOL, "a control frame is short and whole")
                : null;
    }

    private static Asked whole(byte[] frame) {
        var content = new byte[frame[1] & 0x7F];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (frame[HEADER + MASK + i] ^ frame[HEADER + (i & 3)]);
        }
        return switch (frame[0] & 0x0F) {
            case WebSocketFrames.PING -> new Asked.Ping(content);
            case WebSocketFrames.PONG -> PONG;
            default -> closing(content);
        };
    }

    private static Asked closing(byte[] content) {
        if (content.length == 0) {
            return new Asked.End(NORMAL, "", true);
        }
        int code = content.length == 1 ? 0 : (content[0] & 0xFF) << 8 | (content[1] & 0xFF);
        boolean known =
                (code >= 1_000 && code <= 1_014 && code != 1_004 && code != 1_005 && code != 1_006)
                        || (code >= 3_000 && code < 5_000);
        return known ? new Asked.End(code, "", true) : wrong(PROTOCOL, "there is no such code");
    }

    private static Asked.End wrong(int code, String reason) {
        return new Asked.End(code, reason, false);
    }

    /// Whether nothing of a frame is held.
    boolean isIdle() {
        return have == 0;
    }
}
