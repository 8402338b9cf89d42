package hms.server.push;

import org.jspecify.annotations.Nullable;

/// One message, encoded once, and framed once for each way in which it travels.
final class Message {

    private final String event;
    private final String id;
    private final byte[] json;
    private final long to;
    private final boolean commits;
    private volatile byte @Nullable [] sse;
    private volatile byte @Nullable [] webSocket;

    /// @param id the revision that it completes; empty if it completes none
    /// @param json not copied
    /// @param to how far the subscriber has come with it
    Message(String event, String id, byte[] json, long to, boolean commits) {
        this.event = event;
        this.id = id;
        this.json = json;
        this.to = to;
        this.commits = commits;
    }

    /// A message that changes nothing of what the subscriber has.
    static Message aside(String event, byte[] json) {
        return new Message(event, "", json, -1, false);
    }

    long to() {
        return to;
    }

    /// Whether what came up to here may be shown.
    boolean commits() {
        return commits;
    }

    int length() {
        return json.length;
    }

    byte[] json() {
        return json;
    }

    /// As it is sent; not to be changed.
    byte[] framed(Transport transport) {
        return switch (transport) {
            case SSE -> {
                var framed = sse;
                if (framed == null) {
                    framed = transport.frame(event, id, json);
                    sse = framed;
                }
                yield framed;
            }
            case WEBSOCKET -> {
                var framed = webSocket;
                if (framed == null) {
                    framed = transport.frame(event, id, json);
                    webSocket = framed;
                }
                yield framed;
            }
        };
    }
}
