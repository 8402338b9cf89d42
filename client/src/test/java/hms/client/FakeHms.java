package hms.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hms.artifact.SignedApproval;
import hms.client.wire.Delivery;
import hms.client.wire.Message;
import hms.client.wire.MessageWriter;
import hms.client.wire.Revision;
import hms.trust.Checkpoint;
import hms.trust.Digest;
import hms.trust.Merkle;
import hms.trust.NoteSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/// A server of live values that speaks docs/stream.md over real connections, with a real log and
/// real signatures, and that can be made to lie.
final class FakeHms implements AutoCloseable {
    static final NoteSigner LOG = new NoteSigner("hms-svc/test", Wares.signer(9));
    static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final String BYE = "";

    private final HttpServer http;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<byte[]> entries = new ArrayList<>();
    private final Map<String, Wares.Made> policies = new TreeMap<>();
    private final List<BlockingQueue<String>> streams = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<JsonNode> reports = new CopyOnWriteArrayList<>();
    private volatile Supplier<Instant> clock = Instant::now;
    private volatile NoteSigner signer = LOG;
    private volatile int refuseWith;
    private volatile boolean mute;
    private volatile UnaryOperator<Message.Heartbeat> heartbeats = UnaryOperator.identity();
    private volatile UnaryOperator<Message.Change> changes = UnaryOperator.identity();
    private volatile long epoch;
    private volatile String firstBytes = "";
    private long lastTree;

    FakeHms() {
        this(0);
    }

    FakeHms(int port) {
        entries.add(
                ("{\"type\":\"ledger-opened\",\"v\":1,\"origin\":\"hms-svc/test\",\"logKey\":\""
                                + LOG.verifier()
                                + "\",\"rules\":1}")
                        .getBytes(UTF_8));
        try {
            http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.port = http.getAddress().getPort();
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    int port() {
        return port;
    }

    FakeHms clock(Supplier<Instant> time) {
        clock = time;
        return this;
    }

    /// From now on the log is signed by another key.
    void signedBy(NoteSigner other) {
        signer = other;
    }

    void refuse(int status) {
        refuseWith = status;
    }

    /// From now on connections bring nothing.
    void fallSilent(boolean isMute) {
        mute = isMute;
    }

    void twistHeartbeats(UnaryOperator<Message.Heartbeat> twist) {
        heartbeats = twist;
    }

    void twistChanges(UnaryOperator<Message.Change> twist) {
        changes = twist;
    }

    void epoch(long number) {
        epoch = number;
    }

    /// What a connection brings before anything else.
    void first(String bytes) {
        firstBytes = bytes;
    }

    List<String> asked() {
        return asked;
    }

    List<JsonNode> reports() {
        return reports;
    }

    int connections() {
        return streams.size();
    }

    /// Puts policies on the ledger, all in one revision, and pushes them.
    synchronized Revision put(Wares.Made... made) {
        var from = entries.size();
        for (var each : made) {
            append();
            policies.put(each.delivery().id().text(), each.changed(entries.size() - 1));
        }
        push(change(from, false));
        return revision();
    }

    /// Forgets everything but the log.
    synchronized void forget() {
        policies.clear();
    }

    /// Puts an entry on the log that changes no live value.
    synchronized void append() {
        entries.add(("entry " + entries.size()).getBytes(UTF_8));
    }

    /// Cuts entries off the log, as an honest server never does.
    synchronized void cutLog(int size) {
        while (entries.size() > size) {
            entries.remove(entries.size() - 1);
        }
    }

    synchronized void rewriteLog() {
        entries.set(entries.size() - 1, "another".getBytes(UTF_8));
    }

    synchronized Revision revision() {
        return new Revision(epoch, entries.size());
    }

    synchronized void push(Message.Change change) {
        raw(MessageWriter.json(changes.apply(change)).toString());
    }

    /// Sends any text as one message.
    void raw(String message) {
        streams.forEach(stream -> stream.add(event(message)));
    }

    /// Sends any bytes.
    void rawBytes(String text) {
        streams.forEach(stream -> stream.add(text));
    }

    synchronized void beat() {
        raw(MessageWriter.json(heartbeat(lastTree)).toString());
    }

    void disconnect() {
        streams.forEach(stream -> stream.add(BYE));
    }

    private static String event(String data) {
        return "event: change\ndata: " + data + "\n\n";
    }

    /// The difference from an entry on, or everything.
    synchronized Message.Change change(long from, boolean reset) {
        var changed = new ArrayList<Delivery>();
        var approvals = new HashMap<String, SignedApproval>();
        policies.values().stream()
                .filter(each -> reset || each.delivery().changed() >= from)
                .forEach(
                        each -> {
                            changed.add(each.delivery());
                            approvals.putAll(each.approvals());
                        });
        return new Message.Change(
                "production",
                epoch,
                reset ? 0 : from,
                entries.size(),
                true,
                reset,
                Optional.of(ZONE),
                Optional.of(clock.get()),
                changed,
                List.of(),
                approvals);
    }

    synchronized Message.Heartbeat heartbeat(long tree) {
        var leaves = entries.stream().map(Merkle::leafHash).toList();
        var size = entries.size();
        var checkpoint = new Checkpoint(signer.name(), size, Merkle.root(leaves)).sign(signer);
        lastTree = size;
        return heartbeats.apply(
                new Message.Heartbeat(
                        "production",
                        epoch,
                        clock.get(),
                        size,
                        checkpoint.toString(),
                        tree <= 0 || tree >= size
                                ? Optional.empty()
                                : Optional.of(
                                        new Message.Consistency(
                                                tree, Merkle.consistencyPath(leaves, tree)))));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = exchange.getRequestBody().readAllBytes();
            if (path.equals("/api/stream")) {
                stream(exchange);
            } else if (path.equals("/api/telemetry")) {
                reports.add(Json.read(body));
                respond(exchange, 200, "{\"nextMs\":200}".getBytes(UTF_8));
            } else if (path.equals("/log/checkpoint")) {
                synchronized (this) {
                    var leaves = entries.stream().map(Merkle::leafHash).toList();
                    var note =
                            new Checkpoint(signer.name(), leaves.size(), Merkle.root(leaves))
                                    .sign(signer);
                    respond(exchange, 200, note.toString().getBytes(UTF_8));
                }
            } else if (path.startsWith("/log/tile/entries/000")) {
                respond(exchange, 200, bundle());
            } else {
                respond(exchange, 404, new byte[0]);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized byte[] bundle() {
        var out = new ByteArrayOutputStream();
        for (var entry : entries) {
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) entry.length).array());
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        asked.add(exchange.getRequestURI().toString());
        if (refuseWith != 0) {
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            var body = "{\"title\":\"The token may not read policies\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(refuseWith, body.length);
            exchange.getResponseBody().write(body);
            return;
        }
        var out = exchange.getResponseBody();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        var queue = new LinkedBlockingQueue<String>();
        synchronized (this) {
            if (!firstBytes.isEmpty()) {
                queue.add(firstBytes);
            }
            if (!mute) {
                greet(exchange.getRequestURI().getQuery(), queue);
            }
            streams.add(queue);
        }
        try {
            out.write(": hello\n\n".getBytes(UTF_8));
            out.flush();
            for (var next = queue.take(); !next.equals(BYE); next = queue.take()) {
                out.write(next.getBytes(UTF_8));
                out.flush();
            }
        } finally {
            streams.remove(queue);
        }
    }

    private void greet(String query, BlockingQueue<String> queue) {
        var since = parameter(query, "since").flatMap(Revision::parse);
        var known = since.filter(each -> each.epoch() == epoch && each.size() <= entries.size());
        var change = known.map(each -> change(each.size(), false)).orElseGet(() -> change(0, true));
        queue.add(event(MessageWriter.json(changes.apply(change)).toString()));
        var tree = parameter(query, "tree").map(Long::parseLong).orElse(0L);
        queue.add(event(MessageWriter.json(heartbeat(tree)).toString()));
    }

    private static Optional<String> parameter(String query, String name) {
        for (var part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return Optional.of(part.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    static Digest digest(String text) {
        return Digest.sha256(text.getBytes(UTF_8));
    }

    /// Is gone, as if its process had ended.
    @Override
    public void close() {
        disconnect();
        http.stop(0);
        threads.shutdownNow();
    }
}
