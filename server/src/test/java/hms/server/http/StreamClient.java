package hms.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hms.server.push.StreamCopy;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A subscriber on a bare socket, that takes nothing which the stream's description does not allow.
final class StreamClient implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.shared();
    private static final int PATIENCE_MS = 20_000;

    final int status;
    final List<String> head;
    final StreamCopy copy = new StreamCopy();
    private final Socket socket = new Socket();
    private final InputStream in;
    private final boolean webSocket;

    /// What came in one frame.
    record Received(String event, String id, JsonNode data) {
        boolean is(String name) {
            return event.equals(name);
        }
    }

    private StreamClient(int port, boolean webSocket, int receiveBuffer, String request) {
        this.webSocket = webSocket;
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            head = new ArrayList<>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                head.add(line);
            }
            status = Integer.parseInt(head.getFirst().split(" ", -1)[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StreamClient sse(int port, String token, String query, String... headers) {
        return new StreamClient(port, false, 0, request(query, token, headers));
    }

    /// One that leaves little room for what it does not read.
    static StreamClient narrow(int port, String token, String query) {
        return new StreamClient(port, false, 4_096, request(query, token));
    }

    static StreamClient webSocket(int port, String token, String query, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(
                List.of(
                        "Upgrade: websocket",
                        "Connection: keep-alive, Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        return new StreamClient(port, true, 0, request(query, token, all.toArray(String[]::new)));
    }

    static StreamClient open(boolean webSocket, int port, String token, String query) {
        return webSocket ? webSocket(port, token, query) : sse(port, token, query);
    }

    private static String request(String query, String token, String... headers) {
        return "GET /api/stream"
                + query
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
                + "\r\n";
    }

    private String line() throws IOException {
        var out = new ByteArrayOutputStream();
        for (int c = read(); c != '\n'; c = read()) {
            out.write(c);
        }
        var line = out.toString(ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private int read() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the stream ended");
        }
        return c;
    }

    /// The body of a refusal.
    String body() {
        try {
            var length =
                    head.stream()
                            .filter(
                                    h ->
                                            h.toLowerCase(java.util.Locale.ROOT)
                                                    .startsWith("content-length: "))
                            .mapToInt(h -> Integer.parseInt(h.substring(16)))
                            .findFirst()
                            .orElse(0);
            return new String(in.readNBytes(length), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next message, applied to the copy; `closed` at the end, with the code of a close frame
    /// as its id.
    Received next() {
        try {
            var received = webSocket ? frame() : event();
            if (received.is("change")) {
                copy.apply(received.data());
            }
            return received;
        } catch (IOException e) {
            return new Received("broken", "", JSON.missingNode());
        }
    }

    /// The first message from here on that is as wanted.
    Received until(Predicate<Received> wanted) {
        while (true) {
            var received = next();
            if (wanted.test(received)) {
                return received;
            }
            if (received.is("broken") || received.is("closed")) {
                throw new AssertionError("the stream is " + received);
            }
        }
    }

    /// Reads until a revision of at least this size is complete.
    StreamClient untilAt(long size) {
        if (copy.size < size || !copy.complete) {
            until(_ -> copy.complete && copy.size >= size);
        }
        return this;
    }

    Received untilEvent(String name) {
        return until(received -> received.is(name));
    }

    private Received event() throws IOException {
        int length = Integer.parseInt(line(), 16);
        if (length == 0) {
            line();
            return new Received(in.read() < 0 ? "closed" : "more", "", JSON.missingNode());
        }
        var chunk = new String(in.readNBytes(length), UTF_8);
        if (!line().isEmpty() || !chunk.endsWith("\n\n")) {
            throw new AssertionError("not an event: " + chunk);
        }
        String id = "";
        String name = "";
        String data = "";
        for (var line : chunk.split("\n", -1)) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (!line.isEmpty()) {
                throw new AssertionError("not a field: " + line);
            }
        }
        var json = JSON.readTree(data);
        if (!json.path("type").asString().equals(name)) {
            throw new AssertionError(name + " is not of " + data);
        }
        return new Received(name, id, json);
    }

    private Received frame() throws IOException {
        int first = read();
        long length = read();
        if (length >= 126) {
            int bytes = length == 126 ? 2 : 8;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | read();
            }
        }
        var content = in.readNBytes((int) length);
        return switch (first) {
            case 0x81 -> {
                var json = JSON.readTree(content);
                yield new Received(json.path("type").asString(), "", json);
            }
            case 0x88 ->
                    new Received(
                            "closed",
                            Integer.toString(ByteBuffer.wrap(content).getShort() & 0xFFFF),
                            JSON.missingNode());
            case 0x8A -> new Received("pong", new String(content, UTF_8), JSON.missingNode());
            default -> throw new AssertionError("a frame " + first);
        };
    }

    /// Sends a frame, masked.
    void frame(int first, byte[] content) {
        var out = ByteBuffer.allocate(6 + content.length);
        out.put((byte) first).put((byte) (0x80 | content.length)).putInt(0x01020304);
        for (int i = 0; i < content.length; i++) {
            out.put((byte) (content[i] ^ (1 + (i & 3))));
        }
        raw(out.array());
    }

    void raw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the other end is gone.
    boolean isOver() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
