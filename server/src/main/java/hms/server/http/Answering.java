package hms.server.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/// Sends whole answers, with the headers that all of them have.
final class Answering {

    private final HttpDate date;

    Answering(HttpDate date) {
        this.date = date;
    }

    /// Headers that every answer has.
    List<Header> common() {
        return List.of(
                new Header("Date", date.now()),
                new Header("X-Content-Type-Options", "nosniff"),
                new Header("Referrer-Policy", "no-referrer"),
                new Header(
                        "Content-Security-Policy",
                        "default-src 'none'; frame-ancestors 'none'; sandbox"));
    }

    void prepare(HttpServerResponse response) {
        common().forEach(header -> response.putHeader(header.name(), header.value()));
    }

    /// On the event loop of the request. Does nothing if the client is gone.
    void send(HttpServerRequest request, Response.Whole answer) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        prepare(response);
        response.setStatusCode(answer.status());
        if (!answer.mediaType().isEmpty()) {
            response.putHeader("Content-Type", answer.mediaType());
        }
        answer.headers().forEach(header -> response.putHeader(header.name(), header.value()));
        if (!response.headers().contains("Cache-Control")) {
            response.putHeader("Cache-Control", "no-store");
        }
        if (answer.status() == 304) {
            response.end();
            return;
        }
        response.putHeader("Content-Length", Integer.toString(answer.body().length));
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
        } else {
            response.end(io.vertx.core.buffer.Buffer.buffer(answer.body()));
        }
    }
}
