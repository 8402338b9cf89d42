package hms.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A Redis of our own that keeps what it is told on the disk before it answers, with subscribers to
/// one channel.
record RedisPeer(Process process, Socket socket, int port) implements AutoCloseable {

    static final String CHANNEL = "hms-changes";
    static final String SUBSCRIBE = "SUBSCRIBE " + CHANNEL + "\n";

    /// Whether `redis-server` is on the path.
    static boolean isThere() {
        try {
            return new ProcessBuilder("redis-server", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    static RedisPeer start(Path folder) {
        try {
            int port;
            try (var free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            var process =
                    new ProcessBuilder(
                                    "redis-server",
                                    "--port",
                                    Integer.toString(port),
                                    "--bind",
                                    "127.0.0.1",
                                    "--dir",
                                    folder.toString(),
                                    "--appendonly",
                                    "yes",
                                    "--appendfsync",
                                    "always",
                                    "--maxclients",
                                    "12000",
                                    "--tcp-backlog",
                                    "4096",
                                    "--loglevel",
                                    "warning")
                            .inheritIO()
                            .start();
            return new RedisPeer(process, connected(process, port), port);
        } catch (IOException e) {
            throw new UncheckedIOException("redis-server could not be started", e);
        }
    }

    private static Socket connected(Process process, int port) throws IOException {
        while (process.isAlive()) {
            try {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (ConnectException e) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("it ended with " + process.exitValue());
    }

    /// Stores the value, and publishes it, in one transaction.
    void publish(byte[] value) {
        try {
            var out = new ByteArrayOutputStream();
            command(out, bytes("MULTI"));
            command(out, bytes("SET"), bytes("change"), value);
            command(out, bytes("PUBLISH"), bytes(CHANNEL), value);
            command(out, bytes("EXEC"));
            socket.getOutputStream().write(out.toByteArray());
            var in = socket.getInputStream();
            // OK, QUEUED, QUEUED, and an array of two
            for (int lines = 6; lines > 0; ) {
                lines -= in.read() == '\n' ? 1 : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("redis-server is gone", e);
        }
    }

    private static void command(ByteArrayOutputStream out, byte[]... words) {
        out.writeBytes(bytes("*" + words.length + "\r\n"));
        for (var word : words) {
            out.writeBytes(bytes("$" + word.length + "\r\n"));
            out.writeBytes(word);
            out.writeBytes(bytes("\r\n"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    long cpuNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            socket.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("redis-server did not let go", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
