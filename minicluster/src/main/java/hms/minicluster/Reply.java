package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a request is answered with.
record Reply(int status, JsonNode body) {

    /// Answers requests; what it throws as [Refused] becomes a reply, anything else a 500.
    @FunctionalInterface
    interface Answering {
        Reply answer(HttpExchange exchange) throws IOException;
    }

    /// A request that is not granted.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        Refused(int status, String code, String detail) {
            super(detail);
            this.reply = problem(status, code, detail);
        }

        Reply reply() {
            return reply;
        }
    }

    static Reply ok(JsonNode body) {
        return new Reply(200, body);
    }

    /// @param detail what is wrong and what to do, a sentence
    static Reply problem(int status, String code, String detail) {
        return new Reply(status, object().put("code", code).put("detail", detail));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Starts a server on the loopback address, with a thread for each request.
    ///
    /// @param port 0 for any that is free
    /// @throws IOException the port is taken
    static HttpServer listen(int port, HttpHandler handler) throws IOException {
        var server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handler);
        server.start();
        return server;
    }

    static HttpHandler handler(Answering answering) {
        return exchange -> {
            try (exchange) {
                Reply reply;
                try {
                    reply = answering.answer(exchange);
                } catch (Refused e) {
                    reply = e.reply();
                } catch (RuntimeException e) {
                    Log.line("a request failed: " + exchange.getRequestURI() + ": " + e);
                    reply = problem(500, "fault", "This should not happen: " + e);
                }
                reply.send(exchange);
            }
        };
    }

    private void send(HttpExchange exchange) throws IOException {
        var bytes = (body + "\n").getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /// The body of a request.
    ///
    /// @throws Refused it is longer than `most` bytes
    static byte[] body(HttpExchange exchange, int most) throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new Refused(413, "too-large", "The body has more than " + most + " bytes.");
        }
        return bytes;
    }
}
