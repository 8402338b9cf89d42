package hms.server.register;

import io.vertx.core.buffer.Buffer;

/// What a request gets. `location` is empty unless the reader is sent elsewhere.
record Answer(int status, String mediaType, Buffer body, String location) {

    static Answer html(String page) {
        return page(200, page);
    }

    static Answer page(int status, String page) {
        return new Answer(status, "text/html; charset=utf-8", Buffer.buffer(page), "");
    }

    static Answer json(byte[] json) {
        return new Answer(200, "application/json; charset=utf-8", Buffer.buffer(json), "");
    }

    static Answer of(String mediaType, byte[] body) {
        return new Answer(200, mediaType, Buffer.buffer(body), "");
    }

    static Answer text(String mediaType, String text) {
        return new Answer(200, mediaType, Buffer.buffer(text), "");
    }

    /// See other: the question has an answer of its own address.
    static Answer elsewhere(String path) {
        return new Answer(303, "text/plain; charset=utf-8", Buffer.buffer(), path);
    }

    boolean isPage() {
        return mediaType.startsWith("text/html");
    }
}
