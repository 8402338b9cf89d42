package hms.server.http;

import hms.core.command.Caller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is asked of every request before anything is looked up: a host, no foreign page behind it,
/// headers that stand once, a kind of answer that there is.
final class Door {

    /// Who asks without a token, where none is needed.
    static final Caller NOBODY = new Caller("nobody", Set.of(), Set.of(), Set.of());

    /// Whose name a refusal bears that was given to someone whose token does not count.
    static final Caller STRANGER = new Caller("stranger", Set.of(), Set.of(), Set.of());

    /// Headers that an API may ask for.
    private static final List<String> PASSED_ON =
            List.of(
                    "content-type",
                    "content-disposition",
                    "if-none-match",
                    "idempotency-key",
                    "prefer",
                    "last-event-id",
                    "accept",
                    "content-encoding",
                    "connection",
                    "upgrade",
                    "sec-websocket-version",
                    "sec-websocket-key",
                    "sec-websocket-protocol");

    /// Headers whose values are lists, so that one may stand twice.
    private static final Set<String> LISTS =
            Set.of("accept", "prefer", "connection", "upgrade", "sec-websocket-protocol");

    private static final Pattern TOKEN = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/=-]+) *");

    private Door() {}

    static void requireSound(HttpServerRequest request) {
        var hosts = request.headers().getAll(HttpHeaders.HOST);
        if (hosts.size() != 1 || request.authority() == null) {
            throw new Refused(
                    Problems.malformed(
                            "bad-host",
                            "A request names one host in its Host header.",
                            "Send it once, as in Host: hms.example"));
        }
        if (isForeign(request)) {
            throw new Refused(
                    Problem.of(
                            403,
                            "foreign-origin",
                            "A page of another site may not act here.",
                            "Call the API from a program, or from this server's own pages."));
        }
    }

    /// Whether the page of another site sends a request that would change something, or opens a
    /// WebSocket: browsers let every page do that, and tell it what comes.
    private static boolean isForeign(HttpServerRequest request) {
        boolean reads =
                HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        if (reads && !request.headers().contains("Sec-WebSocket-Key")) {
            return false;
        }
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
        }
        try {
            return !String.valueOf(request.getHeader(HttpHeaders.HOST))
                    .equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /// The headers that APIs may ask for.
    static Map<String, String> headers(HttpServerRequest request) {
        var headers = new HashMap<String, String>();
        for (var name : PASSED_ON) {
            var values = request.headers().getAll(name);
            if (values.size() > 1 && !LISTS.contains(name)) {
                throw new Refused(
                        Problems.malformed(
                                        "header-twice",
                                        "The header " + name + " stands twice.",
                                        "Send it once.")
                                .at("header " + name));
            }
            if (!values.isEmpty()) {
                headers.put(name, String.join(", ", values));
            }
        }
        return headers;
    }

    /// The bearer token; empty if there is none.
    static Optional<String> token(HttpServerRequest request) {
        var values = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (values.isEmpty()) {
            // where a browser's WebSocket has it
            return request.headers().contains("Sec-WebSocket-Key")
                    ? WebSocketHandshake.token(
                            String.join(",", request.headers().getAll("Sec-WebSocket-Protocol")))
                    : Optional.empty();
        }
        if (values.size() > 1) {
            throw new Refused(
                    Problems.malformed(
                                    "header-twice",
                                    "The header authorization stands twice.",
                                    "Send it once.")
                            .at("header authorization"));
        }
        var match = TOKEN.matcher(values.getFirst());
        if (!match.matches()) {
            throw new Refused(Problems.badToken("the header is not of the form Bearer TOKEN"));
        }
        return Optional.of(match.group(1));
    }

    /// Refused where the caller takes none of what the route produces.
    static void requireAcceptable(Route route, Optional<String> accept) {
        if (accept.isEmpty() || route.produces().isEmpty()) {
            return;
        }
        boolean taken =
                Arrays.stream(accept.get().split(","))
                        .anyMatch(
                                range -> route.produces().stream().anyMatch(t -> takes(range, t)));
        if (!taken) {
            throw new Refused(
                    Problem.of(
                                    406,
                                    "not-acceptable",
                                    "This is answered with "
                                            + String.join(" or ", route.produces())
                                            + " only.",
                                    "Name it in Accept, or leave Accept out.")
                            .at("header accept"));
        }
    }

    private static boolean takes(String range, String type) {
        var parts = range.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*");
        if (Arrays.stream(parts).anyMatch(p -> p.matches("q=0(\\.0{0,3})?"))) {
            return false;
        }
        return parts[0].equals("*/*")
                || parts[0].equals(type)
                || (parts[0].endsWith("/*")
                        && type.startsWith(parts[0].substring(0, parts[0].length() - 1)));
    }

    /// How large the body may be.
    static int limit(Route route, Map<String, String> headers, boolean hasBody) {
        if (!hasBody) {
            if (route.body().mayBeEmpty()) {
                return 0;
            }
            throw new Refused(
                    Problems.malformed(
                                    "body-missing",
                                    "This needs a body.",
                                    "Send " + String.join(" or ", types(route)) + ".")
                            .at("$"));
        }
        if (route.body().isNothing()) {
            throw new Refused(
                    Problems.malformed(
                            "body-not-expected", "This takes no body.", "Leave it out."));
        }
        if (headers.containsKey("content-encoding")) {
            throw unsupported(route, "A body is taken as it is, without Content-Encoding.");
        }
        var limit = route.body().limits().get(mediaType(headers));
        if (limit == null) {
            throw unsupported(
                    route,
                    "A body of type " + Quote.of(mediaType(headers)) + " is not taken here.");
        }
        return limit;
    }

    /// The media type without its parameters; empty if there is none. A charset other than UTF-8 is
    /// another type.
    static String mediaType(Map<String, String> headers) {
        var parts =
                headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip();
            if (parameter.startsWith("charset=") && !parameter.matches("charset=\"?utf-?8\"?")) {
                return parts[0].strip() + ";" + parameter;
            }
        }
        return parts[0].strip();
    }

    private static Refused unsupported(Route route, String detail) {
        return new Refused(
                Problem.of(
                                415,
                                "unsupported-type",
                                detail,
                                "Send " + String.join(" or ", types(route)) + ".")
                        .at("header content-type"));
    }

    private static List<String> types(Route route) {
        return route.body().limits().keySet().stream().sorted().toList();
    }
}
