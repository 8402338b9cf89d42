package hms.server.http;

import hms.server.push.Revision;
import hms.server.push.Selection;
import hms.server.view.Json;
import hms.server.view.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an API answers, before it is sent.
sealed interface Response {

    /// All of it.
    ///
    /// @param body exact bytes, not copied
    @SuppressWarnings("ArrayRecordComponent") // on its way out; never compared
    record Whole(int status, String mediaType, byte[] body, List<Header> headers)
            implements Response {

        Whole with(String name, String value) {
            var longer = new ArrayList<>(headers);
            longer.add(new Header(name, value));
            return new Whole(status, mediaType, body, longer);
        }
    }

    /// The run, once it ended, halted or was scheduled, or once the time is over.
    ///
    /// @param patience how long at most
    /// @param ledger where the request stands on it
    record OnceSettled(int run, Duration patience, Place ledger, List<Header> headers)
            implements Response {}

    /// The run, now and after every change, as server-sent events.
    ///
    /// @param seen id of the last event that the client has; -1 for none
    record RunEvents(int run, long seen) implements Response {}

    /// Live values, from now on.
    ///
    /// @param webSocket the opening of a WebSocket, if one is asked for
    record LiveStream(
            Selection selection,
            Optional<Revision> since,
            OptionalLong tree,
            Optional<WebSocketHandshake> webSocket)
            implements Response {}

    static Whole json(int status, Object document) {
        return new Whole(status, "application/json", Json.bytes(document), List.of());
    }

    static Whole json(Object document) {
        return json(200, document);
    }

    static Whole bytes(String mediaType, byte[] body) {
        return new Whole(200, mediaType, body, List.of());
    }

    static Whole of(Problem problem) {
        return new Whole(
                problem.status(),
                Problem.MEDIA_TYPE,
                Json.bytes(problem.document()),
                problem.headers());
    }
}
