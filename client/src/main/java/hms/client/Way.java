package hms.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The environments that a release into one passes through: each of them asks for approvals.
public final class Way {
    private static final int NOT_FOUND = 404;

    private final JsonNode environments;

    private Way(JsonNode environments) {
        this.environments = environments;
    }

    /// Asks a server for its environments. One that does not know of several has each by itself.
    public static Way ask(Function<ApiRequest, Answer> server) {
        try {
            return new Way(server.apply(ApiRequest.get("/api/environments")).json());
        } catch (ApiRefused e) {
            if (e.problem().status() != NOT_FOUND) {
                throw e;
            }
            return new Way(JsonNodeFactory.instance.objectNode());
        }
    }

    /// To an environment, which is the last of them.
    ///
    /// @param destination `prod` is `production`
    public List<String> to(String destination) {
        var name = destination.equals("prod") ? "production" : destination;
        var way = new ArrayList<String>();
        for (var environment : environments.path("environments")) {
            if (environment.path("name").asString("").equals(name)) {
                environment.path("way").forEach(each -> way.add(each.asString("")));
            }
        }
        return way.isEmpty() ? List.of(name) : List.copyOf(way);
    }
}
