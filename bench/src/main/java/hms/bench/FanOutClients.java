package hms.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// Many subscribers in a process of their own, on one thread with one selector, that only look for
/// a mark in what comes. Says on its output when all are connected, and when the last of them has
/// seen each mark once more.
///
/// ```
/// java … hms.bench.FanOutClients PORT COUNT MARK
/// ```
///
/// The request to send follows on the input, up to an empty line.
public final class FanOutClients {

    private static final int AT_ONCE = 256;
    private static final int BUFFER = 256 << 10;

    private final byte[] mark;
    private final int count;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final int[] rounds;
    private int begun;
    private int ready;
    private int broken;

    private static final class Client {
        private int seen;
        private int matched;
    }

    private FanOutClients(int count, byte[] mark) throws IOException {
        this.count = count;
        this.mark = mark;
        this.selector = Selector.open();
        this.rounds = new int[1 << 16];
    }

    /// Runs until its input ends or the server is gone.
    public static void main(String[] arguments) throws IOException {
        var address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var clients =
                new FanOutClients(
                        Integer.parseInt(arguments[1]), arguments[2].getBytes(ISO_8859_1));
        var request = new StringBuilder();
        var in = new BufferedReader(new InputStreamReader(System.in, ISO_8859_1));
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            request.append(line).append("\r\n");
        }
        if (request.indexOf(" HTTP/") >= 0) {
            request.append("\r\n");
        }
        clients.run(address, request.toString().getBytes(ISO_8859_1));
    }

    private void run(InetSocketAddress address, byte[] request) throws IOException {
        connect(address);
        while (!selector.keys().isEmpty()) {
            selector.select();
            var keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                var key = keys.next();
                keys.remove();
                try {
                    if (key.isConnectable()) {
                        connected(key, request);
                        connect(address);
                    } else {
                        read(key);
                    }
                } catch (IOException e) {
                    key.channel().close();
                    say("broken " + ++broken + " " + e.getMessage());
                }
            }
        }
    }

    private void connect(InetSocketAddress address) throws IOException {
        while (begun < count && begun - ready < AT_ONCE) {
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(address);
            channel.register(selector, SelectionKey.OP_CONNECT, new Client());
            begun++;
        }
    }

    private static void connected(SelectionKey key, byte[] request) throws IOException {
        var channel = (SocketChannel) key.channel();
        channel.finishConnect();
        channel.write(ByteBuffer.wrap(request));
        key.interestOps(SelectionKey.OP_READ);
    }

    private void read(SelectionKey key) throws IOException {
        var channel = (SocketChannel) key.channel();
        var client = (Client) key.attachment();
        buffer.clear();
        int length = channel.read(buffer);
        if (length < 0) {
            channel.close();
            say("broken " + ++broken + " ended");
            return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            byte b = buffer.get();
            if (b == mark[client.matched]) {
                client.matched++;
            } else {
                client.matched = b == mark[0] ? 1 : 0;
            }
            if (client.matched == mark.length) {
                client.matched = 0;
                marked(client, key);
            }
        }
    }

    private void marked(Client client, SelectionKey key) throws IOException {
        int round = client.seen++;
        if (round == 0) {
            ready++;
            connect((InetSocketAddress) ((SocketChannel) key.channel()).getRemoteAddress());
        }
        if (++rounds[round] == count) {
            say("round " + round + " " + System.nanoTime());
        }
    }

    private static void say(String what) {
        System.out.println(what);
        System.out.flush();
    }
}
