package hms.minicluster;

import com.sun.net.httpserver.HttpExchange;
import hms.client.HmsClient;
import hms.client.Policy;
import hms.client.Status;
import hms.client.live.Ruling;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What a replica answers.
///
/// | request | answer |
/// |---|---|
/// | `GET /healthz` | 200 if it knows what is in force, be it nothing; else 503 |
/// | `GET /policies` | what is in force here, by id |
/// | `GET /policies/{id}` | version, digest and values as they are here now |
/// | `GET /decisions/{policy}/{rule}?name=value…` | what a rule says |
/// | `POST /bundle` | a receipt, if it could be obeyed |
final class ReplicaSite {
    private final String name;
    private final HmsClient client;
    private final BundleDesk desk;

    ReplicaSite(String name, HmsClient client, BundleDesk desk) {
        this.name = name;
        this.client = client;
        this.desk = desk;
    }

    Reply answer(HttpExchange exchange) throws IOException {
        var path = List.of(exchange.getRequestURI().getRawPath().substring(1).split("/", -1));
        var words = path.stream().map(ReplicaSite::decoded).toList();
        boolean reads = List.of("GET", "HEAD").contains(exchange.getRequestMethod());
        if (words.equals(List.of("bundle")) && exchange.getRequestMethod().equals("POST")) {
            var bundle = Bundle.parse(Reply.body(exchange, Bundle.MOST_BYTES));
            return Reply.ok(desk.take(bundle).json());
        }
        if (!reads) {
            throw new Reply.Refused(405, "not-allowed", "Only GET is answered here.");
        }
        return switch (words.getFirst() + " " + words.size()) {
            case "healthz 1" -> health();
            case "policies 1" -> policies();
            case "policies 2" -> policy(words.get(1));
            case "decisions 3" -> decision(words.get(1), words.get(2), inputs(exchange));
            case String _ -> throw new Reply.Refused(404, "no-such-path", "There is no such path.");
        };
    }

    private Reply health() {
        var body = Reply.object().put("replica", name);
        desk.last().ifPresent(receipt -> body.set("bundle", receipt.json()));
        client.staleReason().ifPresent(why -> body.put("stale", why));
        var revision = client.revision();
        if (revision.isEmpty()) {
            return new Reply(
                    503, body.put("detail", client.staleReason().orElse("nothing came yet")));
        }
        return Reply.ok(body.put("revision", revision.get()).put("policies", client.ids().size()));
    }

    private Reply policies() {
        var body = Reply.object().put("replica", name);
        var list = body.putArray("policies");
        for (var id : client.ids().stream().sorted().toList()) {
            var policy = client.getPolicy(id);
            var each = list.addObject().put("id", id).put("status", policy.status().name());
            policy.version().ifPresent(version -> each.put("version", version));
        }
        return Reply.ok(body);
    }

    private Reply policy(String id) {
        var policy = client.getPolicy(id);
        var body = Reply.object().put("replica", name).put("id", id);
        if (policy.status() != Status.IN_FORCE) {
            return new Reply(404, body.put("status", policy.status().name()));
        }
        return Reply.ok(inForce(body, policy));
    }

    /// Read again if another version took its place meanwhile.
    private static ObjectNode inForce(ObjectNode body, Policy policy) {
        while (true) {
            var digest = policy.digest();
            var version = policy.version();
            var values = policy.values();
            if (digest.equals(policy.digest())) {
                body.put("status", policy.status().name());
                body.put("version", version.orElse(""));
                body.put("digest", digest.orElse(""));
                body.set("values", PlainJson.of(values));
                return body;
            }
        }
    }

    private Reply decision(String id, String rule, Map<String, String> inputs) {
        var policy = client.getPolicy(id);
        var ruling = policy.evaluate(rule, inputs);
        var body = Reply.object().put("replica", name).put("policy", id).put("rule", rule);
        policy.version().ifPresent(version -> body.put("version", version));
        return switch (ruling) {
            case Ruling.Decided decided -> {
                body.set("outcome", PlainJson.of(decided.value()));
                yield Reply.ok(body);
            }
            case Ruling.Undecided undecided ->
                    new Reply(
                            422,
                            body.put("code", undecided.code()).put("detail", undecided.message()));
        };
    }

    private static Map<String, String> inputs(HttpExchange exchange) {
        var inputs = new LinkedHashMap<String, String>();
        var query = exchange.getRequestURI().getRawQuery();
        if (query == null || query.isEmpty()) {
            return inputs;
        }
        for (var pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Reply.Refused(
                        400, "malformed", "An input is written NAME=VALUE, not \"" + pair + "\".");
            }
            if (inputs.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)))
                    != null) {
                throw new Reply.Refused(400, "malformed", "An input is there twice: " + pair + ".");
            }
        }
        return inputs;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Reply.Refused(400, "malformed", "\"" + text + "\" is not percent-encoded.");
        }
    }
}
