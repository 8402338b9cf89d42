package hms.client;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One request, before it is sent. Immutable: each `with`-like method answers a changed copy.
public final class ApiRequest {

    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] NO_BODY = {};

    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Duration timeout;

    private ApiRequest(
            String method,
            String path,
            Map<String, String> headers,
            byte[] body,
            Duration timeout) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
        this.timeout = timeout;
    }

    /// A request to read.
    public static ApiRequest get(String path) {
        return of("GET", path);
    }

    /// A request to do something; without a body unless one is given.
    public static ApiRequest post(String path) {
        return of("POST", path);
    }

    /// A request of another method.
    ///
    /// @param path starts with a slash; segments that come from outside go through [#segment]
    public static ApiRequest of(String method, String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("A path starts with a slash, unlike " + path);
        }
        return new ApiRequest(method, path, Map.of(), NO_BODY, USUAL_TIMEOUT);
    }

    /// Text as one segment of a path, or one part of a query: whatever is special is escaped.
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// With one more parameter in the query.
    public ApiRequest query(String name, String value) {
        var joint = path.indexOf('?') < 0 ? '?' : '&';
        return new ApiRequest(
                method,
                path + joint + segment(name) + "=" + segment(value),
                headers,
                body,
                timeout);
    }

    /// With a header, in place of any of this name.
    public ApiRequest header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        return new ApiRequest(method, path, Collections.unmodifiableMap(more), body, timeout);
    }

    /// With a JSON document as its body.
    public ApiRequest json(JsonNode document) {
        return bytes("application/json", Json.write(document));
    }

    /// With exact bytes as its body, such as a policy's YAML, on which signatures rest.
    public ApiRequest bytes(String contentType, byte[] bytes) {
        var typed = header("Content-Type", contentType);
        return new ApiRequest(method, path, typed.headers, bytes.clone(), timeout);
    }

    /// With a key by which the server recognises a repetition and answers it as it did before.
    public ApiRequest idempotencyKey(String key) {
        return header("Idempotency-Key", key);
    }

    /// Answered with 304 where the document is still the one that has this tag.
    ///
    /// @param etag as [Answer#etag()] gave it, quotes included
    public ApiRequest ifNoneMatch(String etag) {
        return header("If-None-Match", etag);
    }

    /// Asks the server to answer only once the result is there, or the time is over; the request
    /// itself then waits that much longer.
    public ApiRequest preferWait(Duration wait) {
        return header("Prefer", "wait=" + wait.toSeconds()).timeout(wait.plus(USUAL_TIMEOUT));
    }

    /// With another time within which the whole answer has to be there (30 s unless said).
    public ApiRequest timeout(Duration time) {
        return new ApiRequest(method, path, headers, body, time);
    }

    Duration timeout() {
        return timeout;
    }

    Optional<String> contentType() {
        return Optional.ofNullable(headers.get("Content-Type"));
    }

    /// What is asked, for messages: method and path without the query, which may hold facts about
    /// people.
    String title() {
        var query = path.indexOf('?');
        return method + " " + (query < 0 ? path : path.substring(0, query));
    }

    URI under(URI server) {
        var base = server.toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    HttpRequest.Builder fill(HttpRequest.Builder builder) {
        headers.forEach(builder::setHeader);
        var publisher =
                body.length == 0 && method.equals("GET")
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(body);
        return builder.method(method, publisher);
    }

    @Override
    public String toString() {
        return title();
    }
}
