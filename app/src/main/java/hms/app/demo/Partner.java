package hms.app.demo;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/// A partner of the demo: an HTTP server of its own that takes notices and believes only what is
/// signed
/// with the secret that it shares with the installation.
final class Partner implements AutoCloseable {

    private final String name;
    private final Webhook verifier;
    private final HttpServer server;
    private final List<String> receipts = new CopyOnWriteArrayList<>();

    /// @param secret as Standard Webhooks writes it, `whsec_` and Base64
    Partner(String name, String secret) {
        this.name = name;
        this.verifier = webhook(secret);
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the partner " + name + " cannot listen", e);
        }
        server.createContext("/", this::receive);
        server.start();
    }

    private static Webhook webhook(String secret) {
        return new Webhook(secret);
    }

    String name() {
        return name;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/policies";
    }

    /// What was received and verified, in the order of arrival.
    List<String> receipts() {
        return List.copyOf(receipts);
    }

    private void receive(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = 204;
        try {
            verifier.verify(
                    body, HttpHeaders.of(exchange.getRequestHeaders(), (header, value) -> true));
            var event = JsonMapper.shared().readTree(body);
            receipts.add(
                    event.path("type").asString("")
                            + "  "
                            + event.path("data").path("id").asString("")
                            + "@"
                            + event.path("data").path("version").asString(""));
        } catch (WebhookVerificationException e) {
            receipts.add("REFUSED a notice whose signature does not verify: " + e.getMessage());
            status = 401;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
