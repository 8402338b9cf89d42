package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Where a cluster is asked and told things by those who may read the secret in its folder.
///
/// | request | what it does |
/// |---|---|
/// | `GET /status` | replicas: process, ready, restarts, what they say of themselves |
/// | `POST /replicas/{name}/kill` | ends its process, as `kill -9` does |
/// | `POST /faults` | `{replicas, share, latencyMs or errors, forMs}`: slow or failing |
/// | `DELETE /faults` | nothing is slow or failing any more |
/// | `POST /bundle` | delivers to every replica, and gives the receipt of each |
/// | `POST /stop` | ends the cluster |
final class ControlPort implements AutoCloseable {
    private static final int SMALL = 64 * 1024;
    private static final long LONGEST_MS = Duration.ofHours(1).toMillis();

    private final ClusterOrder order;
    private final byte[] secret;
    private final Front front;
    private final List<Keeper> keepers;
    private final Faults faults;
    private final BundleDelivery delivery;
    private final Runnable stop;
    private final HttpServer server;

    ControlPort(
            ClusterOrder order,
            String secret,
            Front front,
            List<Keeper> keepers,
            Faults faults,
            BundleDelivery delivery,
            Runnable stop)
            throws IOException {
        this.order = order;
        this.secret = ("Bearer " + secret).getBytes(UTF_8);
        this.front = front;
        this.keepers = keepers;
        this.faults = faults;
        this.delivery = delivery;
        this.stop = stop;
        this.server = Reply.listen(0, Reply.handler(this::answer));
    }

    int port() {
        return server.getAddress().getPort();
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        var shown = exchange.getRequestHeaders().getFirst("Authorization");
        if (shown == null || !MessageDigest.isEqual(shown.getBytes(UTF_8), secret)) {
            throw new Reply.Refused(
                    401, "unauthorized", "The token of the cluster's folder is needed.");
        }
        var path = exchange.getRequestURI().getPath();
        return switch (exchange.getRequestMethod() + " " + path) {
            case "GET /status" -> Reply.ok(status());
            case "POST /faults" -> {
                add(json(exchange));
                yield Reply.ok(status());
            }
            case "DELETE /faults" -> {
                faults.clear();
                yield Reply.ok(status());
            }
            case "POST /bundle" -> delivery.deliver(Reply.body(exchange, Bundle.MOST_BYTES));
            case "POST /stop" -> {
                Thread.startVirtualThread(stop);
                yield new Reply(202, Reply.object().put("stopping", order.environment()));
            }
            case String _ -> other(exchange, List.of(path.substring(1).split("/", -1)));
        };
    }

    private Reply other(HttpExchange exchange, List<String> words) {
        if (exchange.getRequestMethod().equals("POST")
                && words.size() == 3
                && words.getFirst().equals("replicas")
                && words.getLast().equals("kill")) {
            return kill(words.get(1));
        }
        throw new Reply.Refused(404, "no-such-path", "There is no such path.");
    }

    private ObjectNode status() {
        var body = Reply.object();
        body.put("environment", order.environment());
        body.put("pid", ProcessHandle.current().pid());
        body.put("server", order.server().toString());
        body.put("front", front.port());
        body.put("retried", front.retried());
        body.put("faults", faults.count());
        delivery.held().ifPresent(held -> body.put("bundle", held.sequence()));
        var replicas = body.putArray("replicas");
        for (var keeper : keepers) {
            var each = replicas.addObject().put("name", keeper.name());
            keeper.pid().ifPresent(pid -> each.put("pid", pid));
            each.put("ready", keeper.isReady());
            each.put("restarts", keeper.restarts());
            each.set("health", keeper.health());
        }
        return body;
    }

    private Reply kill(String name) {
        var keeper = named(name);
        var pid =
                keeper.kill()
                        .orElseThrow(
                                () ->
                                        new Reply.Refused(
                                                409, "not-running", name + " is not running now."));
        Log.line(name + ", process " + pid + ", is killed on request");
        return Reply.ok(Reply.object().put("killed", name).put("pid", pid));
    }

    private Keeper named(String name) {
        return keepers.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Reply.Refused(
                                        404,
                                        "no-such-replica",
                                        "There is no replica \"%s\"; there are %s."
                                                .formatted(name, names())));
    }

    private Set<String> names() {
        return keepers.stream().map(Keeper::name).collect(Collectors.toSet());
    }

    private void add(JsonNode json) {
        double share = json.path("share").asDouble(-1);
        long during = json.path("forMs").asLong(-1);
        long latency = json.path("latencyMs").asLong(-1);
        boolean errors = json.path("errors").asBoolean(false);
        if (share < 0 || share > 1 || during < 1 || during > LONGEST_MS || errors == latency >= 0) {
            throw new Reply.Refused(
                    400,
                    "malformed",
                    "A fault has a share from 0 to 1, forMs up to "
                            + LONGEST_MS
                            + ", and either latencyMs or errors: true.");
        }
        var replicas = new HashSet<String>();
        json.path("replicas").forEach(name -> replicas.add(named(name.asString("")).name()));
        var effect =
                errors
                        ? new Faults.Effect.Failure()
                        : new Faults.Effect.Delay(Duration.ofMillis(latency));
        faults.add(
                replicas.isEmpty() ? names() : replicas, share, effect, Duration.ofMillis(during));
    }

    private static JsonNode json(HttpExchange exchange) throws IOException {
        try {
            return JsonMapper.shared().readTree(Reply.body(exchange, SMALL));
        } catch (JacksonException e) {
            throw new Reply.Refused(400, "malformed", "The body is no JSON.");
        }
    }

    @Override
    public void close() {
        server.stop(1);
    }
}
