package hms.server.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/// In which way messages travel: the same JSON in another frame.
public enum Transport {

    /// Server-sent events, each in one chunk of a chunked answer.
    SSE {
        @Override
        byte[] frame(String event, String id, byte[] json) {
            var before =
                    ((id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: ")
                            .getBytes(UTF_8);
            int length = before.length + json.length + 2;
            var size = (Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1);
            return ByteBuffer.allocate(size.length + length + 2)
                    .put(size)
                    .put(before)
                    .put(json)
                    .put((byte) '\n')
                    .put((byte) '\n')
                    .put((byte) '\r')
                    .put((byte) '\n')
                    .array();
        }

        @Override
        byte[] last(int code, String reason) {
            return "0\r\n\r\n".getBytes(ISO_8859_1);
        }
    },

    /// WebSocket (RFC 6455), one text frame a message.
    WEBSOCKET {
        @Override
        byte[] frame(String event, String id, byte[] json) {
            return WebSocketFrames.text(json);
        }

        @Override
        byte[] last(int code, String reason) {
            return WebSocketFrames.close(code, reason);
        }
    };

    /// A message, ready to be sent.
    ///
    /// @param id the revision that it completes; empty if it completes none
    abstract byte[] frame(String event, String id, byte[] json);

    /// What ends the stream in good order.
    ///
    /// @param code of RFC 6455, section 7.4
    abstract byte[] last(int code, String reason);
}
