package hms.minicluster;

import java.net.URI;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a replica is told when it starts.
///
/// @param name what it is called, by which it is in or out of a canary's share
/// @param cache where it keeps what it had last
record ReplicaOrder(String name, String environment, URI server, String token, Path cache) {

    /// On one line, which has a secret in it: for a pipe, never for a command line.
    String line() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        json.put("environment", environment);
        json.put("server", server.toString());
        json.put("token", token);
        json.put("cache", cache.toString());
        return json.toString();
    }

    static ReplicaOrder parse(String line) {
        var json = JsonMapper.shared().readTree(line);
        return new ReplicaOrder(
                json.path("name").asString(),
                json.path("environment").asString(),
                URI.create(json.path("server").asString()),
                json.path("token").asString(),
                Path.of(json.path("cache").asString()));
    }

    @Override
    public String toString() {
        return "ReplicaOrder[" + name + ", " + server + "]";
    }
}
