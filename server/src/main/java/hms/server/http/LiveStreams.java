package hms.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hms.server.push.Push;
import hms.server.push.Subscription;
import hms.server.push.Transport;
import hms.server.token.Bearers;
import hms.trust.Verdict;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.function.Function;

/// Hands connections over to the push, with the head of their answer.
final class LiveStreams {

    private final Push push;
    private final Answering answering;
    private final Connections connections;
    private final Function<String, Verdict<Bearers.Bearer>> bearers;

    /// @param bearers says whose a token is
    LiveStreams(
            Push push,
            Answering answering,
            Connections connections,
            Function<String, Verdict<Bearers.Bearer>> bearers) {
        this.bearers = bearers;
        this.push = push;
        this.answering = answering;
        this.connections = connections;
    }

    /// Begins to stream as the answer to a request, on its event loop; or says why not.
    ///
    /// @return what to answer instead
    Optional<Response.Whole> open(HttpServerRequest request, Response.LiveStream asked) {
        if (HttpMethod.HEAD.equals(request.method())) {
            return Optional.of(Response.bytes("text/event-stream", new byte[0]));
        }
        if (request.version() != HttpVersion.HTTP_1_1) {
            return Optional.of(
                    Response.of(
                            Problem.of(
                                    505,
                                    "http-version",
                                    "Streams are sent over HTTP/1.1.",
                                    "Have clients and proxies ask with HTTP/1.1.")));
        }
        return switch (bearers.apply(Door.token(request).orElseThrow())) {
            case Verdict.Accepted<Bearers.Bearer> accepted ->
                    handOver(request, asked, accepted.value());
            case Verdict.Refused<Bearers.Bearer> refused ->
                    Optional.of(Response.of(Problems.badToken(refused.reason())));
        };
    }

    /// Hands the connection over, with whose token it is: the stream asks for it again.
    private Optional<Response.Whole> handOver(
            HttpServerRequest request, Response.LiveStream asked, Bearers.Bearer bearer) {
        if (!push.reserve()) {
            return Optional.of(Response.of(Problems.busy()));
        }
        var transport = asked.webSocket().isPresent() ? Transport.WEBSOCKET : Transport.SSE;
        connections.takenOver(request.connection());
        push.open(
                request,
                head(asked.webSocket()).getBytes(ISO_8859_1),
                new Subscription(
                        asked.selection(), transport, asked.since(), asked.tree(), bearer));
        return Optional.empty();
    }

    private String head(Optional<WebSocketHandshake> webSocket) {
        return webSocket.isPresent() ? switching(webSocket.get()) : events();
    }

    private static String switching(WebSocketHandshake handshake) {
        return "HTTP/1.1 101 Switching Protocols\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + handshake.accept()
                + "\r\n"
                + (handshake.hasProtocol()
                        ? "Sec-WebSocket-Protocol: " + WebSocketHandshake.PROTOCOL + "\r\n"
                        : "")
                + "\r\n";
    }

    private String events() {
        var head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        answering
                .common()
                .forEach(
                        header ->
                                head.append(header.name())
                                        .append(": ")
                                        .append(header.value())
                                        .append("\r\n"));
        return head.append("Content-Type: text/event-stream\r\n")
                .append("Cache-Control: no-store\r\n")
                .append("X-Accel-Buffering: no\r\n")
                .append("Connection: close\r\n")
                .append("Transfer-Encoding: chunked\r\n\r\n")
                .toString();
    }

    /// Ends all of them.
    void close() {
        push.close();
    }
}
