package hms.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A WebSocket in front of a [FakeHms]: it reads the events of one connection there, and sends each
/// as text frames. Everything but the stream is passed through as plain HTTP.
final class FakeSocket implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final FakeHms behind;
    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> handshakes = new CopyOnWriteArrayList<>();
    private final int fragment;

    /// @param fragment the longest frame, so that messages come in several
    FakeSocket(FakeHms behind, int fragment) {
        this.behind = behind;
        this.fragment = fragment;
        try {
            listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    List<String> handshakes() {
        return handshakes;
    }

    private static void start(Runnable task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var head = head(socket.getInputStream());
            if (!head.startsWith("GET /api/stream")) {
                pass(head, socket);
                return;
            }
            handshakes.add(head);
            var out = socket.getOutputStream();
            out.write(
                    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Protocol: hms.v1\r\nSec-WebSocket-Accept: "
                                    + accept(header(head, "Sec-WebSocket-Key"))
                                    + "\r\n\r\n")
                            .getBytes(ISO_8859_1));
            out.flush();
            var target = head.substring(4, head.indexOf(" HTTP/"));
            try (var events =
                    URI.create(behind.uri() + target).toURL().openConnection().getInputStream()) {
                var parser = new EventParser("");
                var buffer = new byte[8192];
                for (var read = events.read(buffer); read >= 0; read = events.read(buffer)) {
                    for (var event : parser.feed(java.util.Arrays.copyOf(buffer, read))) {
                        send(out, event.data().getBytes(UTF_8));
                    }
                }
            }
            out.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xE9}); // close, 1001
            out.flush();
        } catch (IOException e) {
            // the client went
        }
    }

    private void send(OutputStream out, byte[] message) throws IOException {
        for (var at = 0; at < message.length; at += fragment) {
            var length = Math.min(fragment, message.length - at);
            var last = at + length == message.length;
            var frame = new ByteArrayOutputStream();
            frame.write((last ? 0x80 : 0) | (at == 0 ? 1 : 0));
            if (length < 126) {
                frame.write(length);
            } else if (length < 65_536) {
                frame.write(126);
                frame.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
            } else {
                frame.write(127);
                frame.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
            }
            frame.write(message, at, length);
            out.write(frame.toByteArray());
            out.flush();
        }
    }

    /// One plain request and its answer; the connection is closed after it.
    private void pass(String head, Socket socket) throws IOException {
        var method = head.substring(0, head.indexOf(' '));
        var target = head.substring(method.length() + 1, head.indexOf(" HTTP/"));
        var connection =
                (java.net.HttpURLConnection)
                        URI.create(behind.uri() + target).toURL().openConnection();
        connection.setRequestMethod(method);
        if (method.equals("POST")) {
            connection.setDoOutput(true);
            var length = Integer.parseInt(header(head, "Content-Length"));
            connection.getOutputStream().write(socket.getInputStream().readNBytes(length));
        }
        var status = connection.getResponseCode();
        var body = connection.getInputStream().readAllBytes();
        var out = socket.getOutputStream();
        out.write(
                ("HTTP/1.1 "
                                + status
                                + " OK\r\nConnection: close\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                throw new IOException("cut off");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String accept(String key) {
        try {
            var hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void disconnect() {
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        disconnect();
    }
}
