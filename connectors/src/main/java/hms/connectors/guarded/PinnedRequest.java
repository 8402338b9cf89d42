package hms.connectors.guarded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One request over HTTP/1.1 to addresses that were chosen beforehand.
///
/// The JDK's HTTP client resolves a name itself, later and perhaps to something else, and cannot be
/// told an address without giving up the check of the certificate's name. So this speaks the little
/// of HTTP that is needed: one request, no redirect, no proxy, no second use of the
/// connection. The certificate has to be that of the host's *name*.
///
/// It has no time limit of its own but for connecting: closing it from another thread ends it.
public final class PinnedRequest implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int LONGEST_BODY = 64 * 1024;
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");

    private final GuardedUrl url;
    private final Supplier<SSLSocketFactory> tls;
    private volatile Socket plain = new Socket();
    private volatile boolean closed;

    public PinnedRequest(GuardedUrl url, Supplier<SSLSocketFactory> tls) {
        this.url = url;
        this.tls = tls;
    }

    /// Sends the request and reads the head of the answer.
    ///
    /// @param addresses tried in order until one takes the connection
    public Answer send(
            String method, List<InetAddress> addresses, Map<String, String> headers, byte[] body)
            throws IOException {
        var head = head(method, headers, body.length);
        connect(addresses);
        var socket = url.secure() ? secured() : plain;
        var output = socket.getOutputStream();
        output.write(head);
        output.write(body);
        output.flush();
        var input = socket.getInputStream();
        return new Answer(ResponseHead.read(input), input);
    }

    /// Reads on for a little, so that the other side can finish its answer in peace; whatever
    /// happens here changes nothing any more.
    public void hearOut(Answer answer) {
        var until = System.nanoTime() + LONGEST_GOODBYE.toNanos();
        var buffer = new byte[4096];
        var left = Math.min(answer.head().contentLength().orElse(LONGEST_BODY), LONGEST_BODY);
        try {
            plain.setSoTimeout((int) LONGEST_GOODBYE.toMillis());
            while (left > 0 && System.nanoTime() < until) {
                var read = answer.body().read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    return;
                }
                left -= read;
            }
        } catch (IOException e) {
            // what counts had been heard before
        }
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(plain);
    }

    /// An answer's head, and where the rest of it comes from.
    public record Answer(ResponseHead head, InputStream body) {}

    private void connect(List<InetAddress> addresses) throws IOException {
        var failure = new IOException("no address to connect to");
        for (var address : addresses) {
            try {
                plain.connect(new InetSocketAddress(address, url.port()), CONNECT_TIMEOUT_MS);
                return;
            } catch (IOException e) {
                failure = e;
                closeQuietly(plain);
                plain = new Socket();
                if (closed) {
                    closeQuietly(plain);
                    throw e;
                }
            }
        }
        throw failure;
    }

    private SSLSocket secured() throws IOException {
        var socket = (SSLSocket) tls.get().createSocket(plain, url.host(), url.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private byte[] head(String method, Map<String, String> headers, int length) throws IOException {
        var head = new StringBuilder();
        head.append(method).append(' ').append(url.target()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(url.authority()).append("\r\n");
        for (var header : headers.entrySet()) {
            if (!PRINTABLE.matcher(header.getValue()).matches()) {
                throw new IOException(
                        "the header "
                                + header.getKey()
                                + " would have a line end or other than ASCII characters in it");
            }
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        return head.toString().getBytes(US_ASCII);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
