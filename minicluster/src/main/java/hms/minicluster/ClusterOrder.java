package hms.minicluster;

import java.net.URI;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// The cluster that is wanted.
///
/// @param environment whose policies it obeys
/// @param server where these come from
/// @param token that may read them
/// @param tokenId what the server calls that token, so that it can be taken back
/// @param replicas how many processes
/// @param folder where everything that belongs to it lies
public record ClusterOrder(
        String environment, URI server, String token, String tokenId, int replicas, Path folder) {

    public ClusterOrder {
        if (replicas < 1) {
            throw new IllegalArgumentException("a cluster has at least one replica");
        }
    }

    /// The name of a replica: `staging-1`.
    ///
    /// @param number from 1
    String name(int number) {
        return environment + "-" + number;
    }

    /// On one line, which has secrets in it: for a pipe, never for a command line.
    String line() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("environment", environment);
        json.put("server", server.toString());
        json.put("token", token);
        json.put("tokenId", tokenId);
        json.put("replicas", replicas);
        json.put("folder", folder.toString());
        return json.toString();
    }

    static ClusterOrder parse(String line) {
        JsonNode json = JsonMapper.shared().readTree(line);
        return new ClusterOrder(
                json.path("environment").asString(),
                URI.create(json.path("server").asString()),
                json.path("token").asString(),
                json.path("tokenId").asString(),
                json.path("replicas").asInt(),
                Path.of(json.path("folder").asString()));
    }

    @Override
    public String toString() {
        return "ClusterOrder[" + environment + ", " + replicas + " replicas, " + server + "]";
    }
}
