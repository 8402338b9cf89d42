package hms.runs.target;

import hms.artifact.Artifact;
import hms.core.pipeline.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which policies go to a target.
public final class Routing {

    private static final int KEPT = 256;

    private final Map<String, RouteExpression> compiled = new ConcurrentHashMap<>();

    /// What is wrong with a route's expression; empty if nothing is, or it has none.
    public static Optional<String> complaint(Route route) {
        return route.when().flatMap(RouteExpression::complaint);
    }

    public boolean selects(Route route, List<String> tags, Artifact artifact) {
        return route.names(artifact.id(), tags)
                || route.when().filter(text -> expression(text).holds(artifact)).isPresent();
    }

    private RouteExpression expression(String text) {
        if (compiled.size() > KEPT) {
            compiled.clear();
        }
        return compiled.computeIfAbsent(text, RouteExpression::of);
    }
}
