package hms.server.http;

import hms.core.command.Caller;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.server.live.LiveAnswer;
import hms.server.live.LivePolicies;
import hms.server.token.Bearers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.function.Supplier;

/// Answers `GET /api/policies/{id}` on the event loop, where the answer is encoded already and the
/// token was verified before. Whatever is not quite that simple goes the long way, and so does
/// every refusal.
final class LiveFastPath {

    private static final String PREFIX = "/api/policies/";
    private static final String ENVIRONMENT = "?env=";
    private static final String BEARER = "Bearer ";

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence CACHING = HttpHeaders.createOptimized("private, no-cache");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence SNIFFING =
            HttpHeaders.createOptimized("x-content-type-options");

    private final Supplier<State> state;
    private final LivePolicies live;
    private final Bearers bearers;
    private final Now clock;
    private final HttpDate date;
    private final ServerMetrics metrics;

    LiveFastPath(
            Supplier<State> state,
            LivePolicies live,
            Bearers bearers,
            Now clock,
            HttpDate date,
            ServerMetrics metrics) {
        this.state = state;
        this.live = live;
        this.bearers = bearers;
        this.clock = clock;
        this.date = date;
        this.metrics = metrics;
    }

    /// Answers the request if it is one of the simple ones.
    ///
    /// @return whether it did
    boolean answers(HttpServerRequest request) {
        var uri = request.uri();
        if (!HttpMethod.GET.equals(request.method())
                || !uri.startsWith(PREFIX)
                || !isPlain(request)) {
            return false;
        }
        long begun = System.nanoTime();
        int end = uri.indexOf('?');
        var id = uri.substring(PREFIX.length(), end < 0 ? uri.length() : end);
        var environment = environment(uri, end);
        var current = state.get();
        var now = clock.in(current);
        var answer = environment == null ? null : live.ready(environment, id, current, now);
        if (answer == null || !mayRead(request, answer, current, now)) {
            return false;
        }
        send(request, answer, current, now, begun);
        return true;
    }

    /// Whether nothing in the headers has to be looked at more closely.
    private static boolean isPlain(HttpServerRequest request) {
        var headers = request.headers();
        var accept = headers.get(HttpHeaders.ACCEPT);
        return headers.contains(HttpHeaders.HOST)
                && !headers.contains(HttpHeaders.CONTENT_LENGTH)
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && (accept == null
                        || accept.contains("*/*")
                        || accept.contains("application/json"));
    }

    private static @org.jspecify.annotations.Nullable String environment(String uri, int query) {
        if (query < 0) {
            return "production";
        }
        return uri.startsWith(ENVIRONMENT, query)
                ? uri.substring(query + ENVIRONMENT.length())
                : null;
    }

    private boolean mayRead(
            HttpServerRequest request, LiveAnswer answer, State current, Instant now) {
        var authorization = request.headers().get(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return answer.open();
        }
        if (!authorization.startsWith(BEARER)) {
            return false;
        }
        Caller caller = bearers.known(authorization.substring(BEARER.length()), current, now);
        return caller != null
                && caller.may(Scope.POLICY_READ)
                && caller.mayTouch(answer.line().policy())
                && caller.mayTouch(answer.line().environment());
    }

    private void send(
            HttpServerRequest request, LiveAnswer answer, State current, Instant now, long begun) {
        var tags = request.headers().get(HttpHeaders.IF_NONE_MATCH);
        boolean unchanged = tags != null && LiveBody.matches(tags, answer.tag());
        var response = request.response();
        response.headers()
                .set(HttpHeaders.DATE, date.at(now))
                .set(HttpHeaders.ETAG, answer.tag())
                .set(HttpHeaders.CACHE_CONTROL, CACHING);
        if (unchanged) {
            response.setStatusCode(304).end();
        } else {
            response.headers().set(HttpHeaders.CONTENT_TYPE, JSON).set(SNIFFING, NOSNIFF);
            response.end(Buffer.buffer(LiveBody.of(answer, current, now)));
        }
        metrics.answeredLive(unchanged, System.nanoTime() - begun);
    }
}
