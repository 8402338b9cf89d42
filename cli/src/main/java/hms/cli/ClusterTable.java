package hms.cli;

import hms.cli.Clusters.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Clusters side by side, for people and as JSON.
final class ClusterTable {
    private static final String KIND = "mini cluster";

    private ClusterTable() {}

    static List<String> lines(Map<String, Found> clusters, int width) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("environment", "replicas", "front", "kind"));
        clusters.forEach((environment, found) -> rows.add(row(environment, found)));
        return Table.lines(rows, width);
    }

    private static List<String> row(String environment, Found found) {
        return switch (found) {
            case Found.Nothing _ -> List.of(environment, "starting", "–", KIND);
            case Found.Gone gone ->
                    List.of(environment, "gone (process " + gone.pid() + " died)", "–", KIND);
            case Found.Mute mute ->
                    List.of(environment, "no answer from process " + mute.pid(), "–", KIND);
            case Found.Up up ->
                    List.of(
                            environment,
                            up.ready() + " of " + up.replicas().size() + " ready",
                            up.front().toString(),
                            KIND);
        };
    }

    /// The processes of a cluster.
    static List<String> replicas(List<Found.Up> clusters, int width) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("replica", "state", "process", "restarts", "revision"));
        for (var cluster : clusters) {
            for (var replica : cluster.replicas()) {
                rows.add(
                        List.of(
                                replica.name(),
                                replica.ready() ? "ready" : "not ready",
                                replica.pid().isPresent()
                                        ? Long.toString(replica.pid().getAsLong())
                                        : "–",
                                Integer.toString(replica.restarts()),
                                replica.revision().orElse("–")));
            }
        }
        return Table.lines(rows, width);
    }

    static ObjectNode json(Map<String, Found> clusters) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("kind", KIND);
        var list = body.putArray("clusters");
        clusters.forEach(
                (environment, found) -> {
                    var each = list.addObject().put("environment", environment);
                    switch (found) {
                        case Found.Nothing _ -> each.put("state", "none");
                        case Found.Gone gone -> each.put("state", "gone").put("pid", gone.pid());
                        case Found.Mute mute ->
                                each.put("state", "no-answer")
                                        .put("pid", mute.pid())
                                        .put("reason", mute.reason());
                        case Found.Up up -> put(each, up);
                    }
                });
        return body;
    }

    private static void put(ObjectNode json, Found.Up up) {
        json.put("state", up.isReady() ? "ready" : "not-ready");
        json.put("pid", up.pid());
        json.put("front", up.front().toString());
        json.put("server", up.server().toString());
        var replicas = json.putArray("replicas");
        for (var replica : up.replicas()) {
            var each = replicas.addObject().put("name", replica.name());
            replica.pid().ifPresent(pid -> each.put("pid", pid));
            each.put("ready", replica.ready()).put("restarts", replica.restarts());
            replica.revision().ifPresent(revision -> each.put("revision", revision));
            replica.trouble().ifPresent(trouble -> each.put("trouble", trouble));
        }
    }
}
