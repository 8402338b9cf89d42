package hms.client;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a server answered: a status below 400, headers, and a body.
public final class Answer {

    private final String asked;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(String asked, int status, HttpHeaders headers, byte[] body) {
        this.asked = asked;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /// The HTTP status, 200 to 399.
    public int status() {
        return status;
    }

    /// Whether nothing changed since the tag that the request named.
    public boolean notModified() {
        return status == 304;
    }

    /// All headers.
    public HttpHeaders headers() {
        return headers;
    }

    /// A header's first value.
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /// The document's tag, quotes included, for [ApiRequest#ifNoneMatch].
    public Optional<String> etag() {
        return header("ETag");
    }

    /// The body as a JSON document; numbers keep their exact decimal form. A body without content
    /// is a missing node.
    ///
    /// @throws ApiUnreachable where the body is something else, which says that no HMS-SVC server
    /// is behind the address
    public JsonNode json() {
        if (body.length == 0) {
            return Json.missing();
        }
        if (!Json.isJson(contentType())) {
            throw new ApiUnreachable(notJson("as " + contentType()), null);
        }
        try {
            return Json.read(body);
        } catch (JacksonException e) {
            throw new ApiUnreachable(notJson("that does not parse"), e);
        }
    }

    /// The body as text.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The body's exact bytes.
    public byte[] bytes() {
        return body.clone();
    }

    private String contentType() {
        return header("Content-Type").orElse("no type").toLowerCase(Locale.ROOT);
    }

    private String notJson(String how) {
        return asked
                + " was answered with status "
                + status
                + " and a body "
                + how
                + ", where JSON was expected; look whether the address is that of an HMS-SVC server";
    }

    @Override
    public String toString() {
        return asked + " → " + status;
    }
}
