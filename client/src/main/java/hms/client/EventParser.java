package hms.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns the bytes of a `text/event-stream` into events (WHATWG HTML, section 9.2.6). One parser a
/// connection: what a broken connection left unfinished is dropped with it.
final class EventParser {

    /// More than any event of a run's; what is longer is refused before it fills the memory.
    private static final int LONGEST_EVENT = 4 * 1024 * 1024;

    private static final int LONGEST_RETRY_MS = 60_000;
    private static final int CR = '\r';
    private static final int LF = '\n';

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private String id;
    private boolean firstLine = true;
    private boolean afterCr;
    private Optional<Duration> retry = Optional.empty();

    private final int longestEvent;

    EventParser(String lastEventId) {
        this(lastEventId, LONGEST_EVENT);
    }

    /// @param longestEvent in bytes; a longer one is refused before it fills the memory
    EventParser(String lastEventId, int longestEvent) {
        this.id = lastEventId;
        this.longestEvent = longestEvent;
    }

    /// Takes the next bytes and answers the events that they complete.
    List<ServerEvent> feed(byte[] bytes) throws IOException {
        var events = new ArrayList<ServerEvent>();
        for (var octet : bytes) {
            if (octet == LF && afterCr) {
                afterCr = false;
            } else if (octet == LF || octet == CR) {
                afterCr = octet == CR;
                endOfLine(events);
            } else {
                afterCr = false;
                line.write(octet);
                if (line.size() + data.length() > longestEvent) {
                    throw new IOException("an event is longer than " + longestEvent + " bytes");
                }
            }
        }
        return events;
    }

    /// How long the server wants to be left alone before a new connection, if it said so.
    Optional<Duration> retry() {
        return retry;
    }

    private void endOfLine(List<ServerEvent> events) {
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (firstLine && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            dispatch(events);
        } else {
            var colon = text.indexOf(':');
            var name = colon < 0 ? text : text.substring(0, colon);
            var value = colon < 0 ? "" : text.substring(colon + 1);
            field(name, value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "data" -> data.append(value).append('\n');
            case "event" -> type = value;
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry = milliseconds(value).or(() -> retry);
            default -> {
                // a comment (no name) or a field of the future: both are to be ignored
            }
        }
    }

    private void dispatch(List<ServerEvent> events) {
        if (data.length() > 0) {
            data.setLength(data.length() - 1);
            events.add(new ServerEvent(id, type.isEmpty() ? "message" : type, data.toString()));
        }
        data.setLength(0);
        type = "";
    }

    private static Optional<Duration> milliseconds(String value) {
        if (!value.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.min(Integer.parseInt(value), LONGEST_RETRY_MS)));
    }
}
