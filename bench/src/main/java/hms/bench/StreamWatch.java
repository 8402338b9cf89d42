package hms.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One subscriber more, that only notes which message came when.
final class StreamWatch implements AutoCloseable {

    private static final String EVENT = "event: ";

    private final Socket socket;
    private final Thread thread;
    private final List<Came> all = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /// @param atNanos by [System#nanoTime]
    record Came(String event, long atNanos) {}

    StreamWatch(int port, String bearer) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream()
                    .write(
                            ("GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                                            + bearer
                                            + "\r\n\r\n")
                                    .getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the stream could not be watched", e);
        }
        thread = new Thread(this::run, "stream-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(EVENT)) {
                    all.add(new Came(line.substring(EVENT.length()), System.nanoTime()));
                }
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException("the stream broke", e);
            }
        }
    }

    /// How many messages of this kind came between the two instants.
    long count(String event, long fromNanos, long untilNanos) {
        return all.stream()
                .filter(came -> came.event().equals(event))
                .filter(came -> came.atNanos() - fromNanos >= 0)
                .filter(came -> came.atNanos() - untilNanos < 0)
                .count();
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the stream could not be left", e);
        }
    }
}
