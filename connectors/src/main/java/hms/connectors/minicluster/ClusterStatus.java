package hms.connectors.minicluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// How a mini cluster is now.
///
/// @param retried how many requests needed a second replica since it began
/// @param faults how many injected faults are on
/// @param bundle the sequence of the bundle that was delivered last
public record ClusterStatus(
        String environment,
        long pid,
        int front,
        long retried,
        int faults,
        OptionalLong bundle,
        List<Replica> replicas) {

    public ClusterStatus {
        replicas = List.copyOf(replicas);
    }

    /// One of its processes.
    ///
    /// @param pid absent while it is started again
    /// @param revision what it has; absent as long as nothing came
    /// @param trouble why what it has may not be the newest, or why it has nothing
    public record Replica(
            String name,
            OptionalLong pid,
            boolean ready,
            int restarts,
            Optional<String> revision,
            Optional<String> trouble) {

        private static Replica of(JsonNode json) {
            var health = json.path("health");
            return new Replica(
                    json.path("name").asString(),
                    number(json, "pid"),
                    json.path("ready").asBoolean(),
                    json.path("restarts").asInt(),
                    health.path("revision").asStringOpt(),
                    health.path("stale")
                            .asStringOpt()
                            .or(() -> health.path("detail").asStringOpt()));
        }
    }

    /// How many can answer.
    public int ready() {
        return (int) replicas.stream().filter(Replica::ready).count();
    }

    static ClusterStatus of(JsonNode json) {
        var replicas = new ArrayList<Replica>();
        json.path("replicas").forEach(each -> replicas.add(Replica.of(each)));
        return new ClusterStatus(
                json.path("environment").asString(),
                json.path("pid").asLong(),
                json.path("front").asInt(),
                json.path("retried").asLong(),
                json.path("faults").asInt(),
                number(json, "bundle"),
                replicas);
    }

    private static OptionalLong number(JsonNode json, String name) {
        return json.has(name) ? OptionalLong.of(json.path(name).asLong()) : OptionalLong.empty();
    }
}
