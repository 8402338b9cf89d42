package hms.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A WebSocket whose text frames are messages.
final class SocketLine implements WebSocket.Listener, Line.Cut {
    private final Line line;
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;
    private volatile boolean cut;

    SocketLine(Line line) {
        this.line = line;
    }

    @Override
    public void onOpen(WebSocket opened) {
        synchronized (this) {
            socket = opened;
        }
        if (cut) {
            opened.abort();
        } else {
            opened.request(1);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        if (text.length() + part.length() > SseLine.LONGEST_MESSAGE) {
            line.closed("a message is longer than " + SseLine.LONGEST_MESSAGE + " characters");
            return null;
        }
        text.append(part);
        if (last && !cut) {
            var whole = text.toString();
            text.setLength(0);
            line.message(whole);
        }
        if (!cut) {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        line.closed("a binary frame came where texts were expected");
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        line.closed("the server closed the WebSocket: " + status + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        line.closed("the connection broke: " + failure.getMessage());
    }

    @Override
    public void cut() {
        cut = true;
        WebSocket current;
        synchronized (this) {
            current = socket;
        }
        if (current != null) {
            current.abort();
        }
    }
}
