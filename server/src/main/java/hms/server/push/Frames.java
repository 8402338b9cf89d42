package hms.server.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;

/// Frames outside the heap, as the kernel takes them, for those messages that an event loop sends
/// to more than one: written as they are, where a frame on the heap would be copied for each.
final class Frames {

    private static final long MOST_BYTES = 8L << 20;

    private final Map<Transport, Map<Message, ByteBuf>> shared = new EnumMap<>(Transport.class);
    private long bytes;

    /// The frame, for one who releases it.
    ByteBuf of(Message message, Transport transport) {
        var frames = shared.computeIfAbsent(transport, _ -> new IdentityHashMap<>());
        var known = frames.get(message);
        if (known != null) {
            return known.retainedDuplicate();
        }
        var framed = message.framed(transport);
        if (bytes + framed.length > MOST_BYTES) {
            return Unpooled.wrappedBuffer(framed);
        }
        bytes += framed.length;
        var direct = Unpooled.directBuffer(framed.length).writeBytes(framed);
        frames.put(message, direct);
        return direct.retainedDuplicate();
    }

    /// Lets go of all of them. Those that are on their way stay until they are sent.
    void clear() {
        shared.values().forEach(frames -> frames.values().forEach(ByteBuf::release));
        shared.clear();
        bytes = 0;
    }
}
