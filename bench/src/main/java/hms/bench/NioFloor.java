package hms.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The least that can be done: one thread, one selector, the same bytes written to every
/// connection. It decides nothing, checks nothing, and keeps nothing.
public final class NioFloor implements AutoCloseable {

    private final ServerSocketChannel server;
    private final Selector selector;
    private final ConcurrentLinkedQueue<byte[]> asked = new ConcurrentLinkedQueue<>();
    private final List<SocketChannel> connections = new ArrayList<>();
    private final byte[] head;
    private final Thread thread;
    private volatile boolean closed;

    private static final Object KNOWN = new Object();

    /// What is left for a connection that was full.
    private record Left(ByteBuffer bytes) {}

    /// @param head what each connection is answered with
    private NioFloor(byte[] head) {
        this.head = head;
        try {
            selector = Selector.open();
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            throw new UncheckedIOException("the floor could not listen", e);
        }
        thread = new Thread(this::run, "nio-floor");
        thread.start();
    }

    private int port() {
        return server.socket().getLocalPort();
    }

    /// Has these bytes written to all.
    private void send(byte[] bytes) {
        asked.add(bytes);
        selector.wakeup();
    }

    private void run() {
        try {
            var in = ByteBuffer.allocateDirect(4_096);
            while (!closed) {
                selector.select();
                var keys = selector.selectedKeys().iterator();
                while (keys.hasNext()) {
                    var key = keys.next();
                    keys.remove();
                    serve(key, in);
                }
                for (var bytes = asked.poll(); bytes != null; bytes = asked.poll()) {
                    var direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
                    for (var connection : connections) {
                        write(connection, direct.duplicate());
                    }
                }
            }
            for (var connection : connections) {
                connection.close();
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the floor broke", e);
        }
    }

    private void serve(SelectionKey key, ByteBuffer in) throws IOException {
        if (key.isAcceptable()) {
            for (var one = server.accept(); one != null; one = server.accept()) {
                one.configureBlocking(false);
                one.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
                one.register(selector, SelectionKey.OP_READ);
            }
        } else if (key.isReadable()) {
            in.clear();
            var connection = (SocketChannel) key.channel();
            if (connection.read(in) < 0) {
                connection.close();
            } else if (key.attachment() == null) {
                key.attach(KNOWN);
                connections.add(connection);
                write(connection, ByteBuffer.wrap(head));
            }
        } else if (key.isWritable() && key.attachment() instanceof Left left) {
            key.interestOps(SelectionKey.OP_READ);
            write((SocketChannel) key.channel(), left.bytes());
        }
    }

    private void write(SocketChannel connection, ByteBuffer bytes) throws IOException {
        connection.write(bytes);
        if (bytes.hasRemaining()) {
            var key = connection.keyFor(selector);
            key.attach(new Left(bytes));
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /// Listens in a process of its own, since one process may not open files for it and for what is
    /// measured. Says its port; sends what the file holds for each line of its input.
    ///
    /// ```
    /// java … hms.bench.NioFloor HEAD FILE
    /// ```
    public static void main(String[] arguments) throws IOException {
        var bytes = Files.readAllBytes(Path.of(arguments[1]));
        try (var floor = new NioFloor(arguments[0].getBytes(ISO_8859_1));
                var in = new BufferedReader(new InputStreamReader(System.in, ISO_8859_1))) {
            System.out.println(floor.port());
            System.out.flush();
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                floor.send(bytes);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
