package hms.minicluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The one port of a cluster: hands each request to a replica that is ready, one after the other.
/// If that one fails, or takes too long, another is asked, once. Only what may be asked twice is
/// handed on.
final class Front implements AutoCloseable {
    /// How long a replica may take.
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int FAILED = 500;

    private final List<? extends Backend> backends;
    private final Upstream upstream;
    private final Faults faults;
    private final HttpServer server;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger retried = new AtomicInteger();

    /// @param port 0 for any that is free
    /// @throws IOException the port is taken
    Front(int port, List<? extends Backend> backends, Upstream upstream, Faults faults)
            throws IOException {
        this.backends = backends;
        this.upstream = upstream;
        this.faults = faults;
        this.server = Reply.listen(port, this::handle);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// How many requests needed a second replica.
    int retried() {
        return retried.get();
    }

    /// What a replica answered.
    ///
    /// @param response absent if it did not
    private record Attempt(
            Backend replica, @Nullable HttpResponse<byte[]> response, String reason) {
        boolean failed() {
            return response == null || response.statusCode() >= FAILED;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                say(exchange, 405, "not-allowed", "The front hands on GET only.");
                return;
            }
            var uri = exchange.getRequestURI();
            var query = uri.getRawQuery();
            var path = uri.getRawPath();
            answer(exchange, query == null ? path : path + "?" + query);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path)
            throws IOException, InterruptedException {
        var first = ready(null, turn.getAndIncrement());
        if (first.isEmpty()) {
            say(exchange, 503, "none-ready", "No replica is ready.");
            return;
        }
        var attempt = attempt(first.get(), path);
        if (attempt.failed()) {
            // takes no turn of its own: else one of two would be the first each time
            var second = ready(first.get(), turn.get());
            if (second.isPresent()) {
                retried.incrementAndGet();
                attempt = attempt(second.get(), path);
            }
        }
        var response = attempt.response();
        if (response == null) {
            say(
                    exchange,
                    502,
                    "no-answer",
                    attempt.replica().name() + " " + attempt.reason() + ".");
            return;
        }
        pass(exchange, attempt.replica(), response);
    }

    private Optional<Backend> ready(@Nullable Backend but, int number) {
        var ready = new ArrayList<Backend>();
        for (var each : backends) {
            if (!each.equals(but) && each.isReady()) {
                ready.add(each);
            }
        }
        return ready.isEmpty()
                ? Optional.empty()
                : Optional.of(ready.get(Math.floorMod(number, ready.size())));
    }

    private Attempt attempt(Backend replica, String path) throws InterruptedException {
        var patience = PATIENCE;
        var effect = faults.strike(replica.name());
        if (effect.isPresent()) {
            switch (effect.get()) {
                case Faults.Effect.Failure _ -> {
                    return new Attempt(replica, null, "failed");
                }
                case Faults.Effect.Delay delay -> {
                    patience = patience.minus(delay.by());
                    Thread.sleep(patience.isPositive() ? delay.by() : PATIENCE);
                }
            }
        }
        if (!patience.isPositive()) {
            return new Attempt(replica, null, "took too long");
        }
        try {
            return new Attempt(replica, upstream.get(replica.port(), path, patience), "");
        } catch (HttpTimeoutException e) {
            return new Attempt(replica, null, "took too long");
        } catch (IOException e) {
            replica.suspect();
            return new Attempt(replica, null, "did not answer");
        }
    }

    private static void pass(HttpExchange exchange, Backend replica, HttpResponse<byte[]> response)
            throws IOException {
        var headers = exchange.getResponseHeaders();
        response.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> headers.set("Content-Type", type));
        headers.set("Cache-Control", "no-store");
        headers.set("X-Replica", replica.name());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        var body = response.body();
        exchange.sendResponseHeaders(response.statusCode(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void say(HttpExchange exchange, int status, String code, String detail)
            throws IOException {
        Reply.handler(_ -> Reply.problem(status, code, detail)).handle(exchange);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
