package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that answers as it is told, and remembers what it was asked.
final class FakeServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /// What was asked: `POST /api/policies?dryRun=true`, the body, and the token.
    record Asked(String what, String body, String token, Map<String, String> headers) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    private final Map<String, Queue<String>> turns = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> breaking = new ConcurrentHashMap<>();
    private final Map<String, String> held = new ConcurrentHashMap<>();

    private record Answer(int status, String type, List<byte[]> parts) {}

    FakeServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        on("GET /healthz", 200, "{\"status\":\"ok\"}");
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// @param what as in `GET /api/runs`, with or without the query
    FakeServer on(String what, int status, String json) {
        var type = status < 400 ? "application/json" : "application/problem+json";
        answers.put(what, new Answer(status, type, List.of(json.getBytes(UTF_8))));
        return this;
    }

    FakeServer onText(String what, String type, String text) {
        answers.put(what, new Answer(200, type, List.of(text.getBytes(UTF_8))));
        return this;
    }

    FakeServer onBytes(String what, byte[] bytes) {
        answers.put(what, new Answer(200, "application/octet-stream", List.of(bytes)));
        return this;
    }

    FakeServer refuses(String what, int status, String code, String detail, String remedy) {
        return on(
                what,
                status,
                """
                {"type":"https://hms-svc.org/problems/%s","title":"%s","status":%d,"detail":"%s","code":"%s","remedy":"%s"}"""
                        .formatted(code, code, status, detail, code, remedy));
    }

    /// The events of a run, the last of which ends the stream.
    FakeServer run(int number, String... documents) {
        var last = documents[documents.length - 1];
        answers.put(
                "GET /api/runs/" + number + "/events",
                new Answer(
                        200,
                        "text/event-stream",
                        java.util.stream.IntStream.range(0, documents.length)
                                .mapToObj(
                                        i ->
                                                "id: "
                                                        + i
                                                        + "\nevent: run\ndata: "
                                                        + documents[i].replace("\n", "")
                                                        + "\n\n")
                                .map(event -> event.getBytes(UTF_8))
                                .toList()));
        return on("GET /api/runs/" + number, 200, last);
    }

    /// The events of a run, the last of which comes once something else was asked.
    FakeServer runOnce(String asked, int number, String... documents) {
        run(number, documents);
        held.put("GET /api/runs/" + number + "/events", asked);
        return this;
    }

    /// Answers one after the other, and the last one from then on.
    FakeServer inTurn(String what, String... documents) {
        var queue = new ConcurrentLinkedQueue<String>(List.of(documents));
        turns.put(what, queue);
        return on(what, 200, documents[documents.length - 1]);
    }

    /// Breaks the connection, so many times, where an answer is expected.
    FakeServer breaks(String what, int times) {
        breaking.put(what, new AtomicInteger(times));
        return this;
    }

    private boolean isBroken(String what) {
        var left = breaking.get(what);
        return left != null && left.getAndDecrement() > 0;
    }

    private void turn(String what) {
        var queue = turns.get(what);
        var next = queue == null ? null : queue.poll();
        if (next != null) {
            on(what, 200, next);
        }
    }

    List<Asked> asked() {
        return asked;
    }

    /// What was asked, without the health checks.
    List<String> calls() {
        return asked.stream().map(Asked::what).filter(w -> !w.endsWith("/healthz")).toList();
    }

    Asked asked(String what) {
        return asked.stream()
                .filter(a -> a.what().equals(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError(what + " is not in " + calls()));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var what = exchange.getRequestMethod() + " " + uri.getRawPath();
            var whole = uri.getRawQuery() == null ? what : what + "?" + uri.getRawQuery();
            var headers = exchange.getRequestHeaders();
            var token = headers.getFirst("Authorization");
            var key = headers.getFirst("Idempotency-Key");
            asked.add(
                    new Asked(
                            whole,
                            new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                            token == null ? "" : token.replace("Bearer ", ""),
                            key == null ? Map.of() : Map.of("Idempotency-Key", key)));
            if (isBroken(what)) {
                return;
            }
            turn(what);
            var answer = answers.getOrDefault(whole, answers.get(what));
            if (answer == null) {
                var problem = "{\"title\":\"Nothing here\",\"detail\":\"%s\",\"status\":404}";
                answer =
                        new Answer(
                                404,
                                "application/problem+json",
                                List.of(problem.formatted(what).getBytes(UTF_8)));
            }
            send(exchange, answer, Optional.ofNullable(held.get(what)));
        }
    }

    private void send(HttpExchange exchange, Answer answer, Optional<String> first)
            throws IOException {
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), 0);
        try (var body = exchange.getResponseBody()) {
            for (var part : answer.parts()) {
                if (part == answer.parts().getLast()) {
                    first.ifPresent(this::await);
                }
                body.write(part);
                body.flush();
            }
        }
    }

    /// Waits until something was asked, ten seconds at most.
    private void await(String what) {
        var deadline = System.nanoTime() + 10_000_000_000L;
        while (asked.stream().noneMatch(a -> a.what().equals(what))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " was not asked");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
