package hms.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One operation of the API.
///
/// @param template such as `/api/runs/{n}/events`; a last segment `{path*}` takes all that follows
/// @param query names of the parameters that it takes
/// @param body what it takes as its body
/// @param produces media types that it may answer with, besides problems
record Route(
        String method,
        String template,
        Access access,
        Set<String> query,
        Takes body,
        List<String> produces,
        Handler handler) {

    /// Answers on a thread that may block.
    @FunctionalInterface
    interface Handler {
        Response answer(Call call);
    }

    /// Media types of a body and how large it may be; none at all for an empty list.
    ///
    /// @param limits bytes by media type
    record Takes(Map<String, Integer> limits, boolean mayBeEmpty) {

        static final Takes NOTHING = new Takes(Map.of(), true);

        static Takes json(int limit) {
            return new Takes(Map.of("application/json", limit), false);
        }

        static Takes perhapsJson(int limit) {
            return new Takes(Map.of("application/json", limit), true);
        }

        boolean isNothing() {
            return limits.isEmpty();
        }
    }

    Route {
        query = Set.copyOf(query);
        produces = List.copyOf(produces);
    }

    private String[] segments() {
        return template.substring(1).split("/", -1);
    }

    /// The parameters of the path, if the path is of this form.
    Optional<Map<String, String>> match(List<String> path) {
        var segments = segments();
        boolean open = segments[segments.length - 1].endsWith("*}");
        if (open ? path.size() < segments.length : path.size() != segments.length) {
            return Optional.empty();
        }
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 0; i < segments.length; i++) {
            var segment = segments[i];
            if (segment.endsWith("*}")) {
                parameters.put(
                        segment.substring(1, segment.length() - 2),
                        String.join("/", path.subList(i, path.size())));
            } else if (segment.startsWith("{")) {
                parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }
}
