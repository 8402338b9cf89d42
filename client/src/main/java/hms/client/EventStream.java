package hms.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Server-sent events, one after the other, across broken connections: it connects again and names
/// the last event that it handed out, so that none is missed where the server keeps them.
///
/// It ends where the server answers 204 or [#close()] is called. Whoever follows something that
/// ends closes the stream at its last event; a connection that merely ends is taken up again. The
/// first connection is tried once, later ones for two minutes after the last sign of life.
///
/// For one reading thread; [#close()] may come from any.
public final class EventStream implements Iterator<ServerEvent>, AutoCloseable {

    private final Exchange exchange;
    private final Function<ApiRequest, HttpRequest> prepare;
    private final Reconnect reconnect;
    private final Deque<ServerEvent> ready = new ArrayDeque<>();

    private String lastEventId;
    private EventParser parser;
    private Duration asked = Duration.ZERO;
    private boolean everConnected;
    private int failures;
    private long lastSign;
    private volatile @Nullable Chunks connection;
    private volatile boolean over;

    EventStream(
            URI server,
            HttpClient http,
            ApiRequest request,
            Function<ApiRequest, HttpRequest> prepare,
            Reconnect reconnect,
            String lastEventId) {
        this.exchange = new Exchange(server, http, request);
        this.prepare = prepare;
        this.reconnect = reconnect;
        this.lastEventId = lastEventId;
        this.parser = new EventParser(lastEventId);
    }

    /// Waits for an event.
    ///
    /// @return false where the stream has ended
    /// @throws ApiRefused where the server will not have us (401, 403, 404 …)
    /// @throws ApiUnreachable where there is no connection, and patience is over
    @Override
    public boolean hasNext() {
        try {
            while (ready.isEmpty() && !over) {
                var current = connection;
                if (current == null) {
                    connect();
                } else {
                    read(current);
                }
            }
        } catch (InterruptedException e) {
            close();
            throw exchange.interrupted(e);
        }
        return !ready.isEmpty() && !over;
    }

    @Override
    public ServerEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The event stream has ended");
        }
        var event = ready.remove();
        lastEventId = event.id();
        return event;
    }

    /// The id to go on from: that of the last event handed out.
    public String lastEventId() {
        return lastEventId;
    }

    /// Ends the stream; a reader that waits comes to its end.
    @Override
    public void close() {
        over = true;
        var current = connection;
        if (current != null) {
            current.close();
        }
    }

    private void connect() throws InterruptedException {
        HttpResponse<Chunks> response;
        try {
            response = exchange.open(prepare.apply(request()));
        } catch (ApiUnreachable e) {
            broken(e);
            return;
        }
        var status = response.statusCode();
        if (status == 200) {
            requireEvents(response);
            parser = new EventParser(lastEventId);
            connection = response.body();
            everConnected = true;
            sign();
            if (over) {
                response.body().close();
            }
        } else if (status == 204) {
            response.body().close();
            over = true;
        } else if (status == 429 || status >= 500) {
            broken(exchange.refusal(response));
        } else {
            throw exchange.refusal(response);
        }
    }

    private void read(Chunks current) throws InterruptedException {
        try {
            var piece = current.next(reconnect.quiet());
            if (piece.isEmpty()) {
                disconnected(current);
                return;
            }
            sign();
            ready.addAll(parser.feed(piece.get()));
            asked = parser.retry().orElse(asked);
        } catch (IOException | TimeoutException e) {
            disconnected(current);
        }
    }

    private void disconnected(Chunks current) throws InterruptedException {
        current.close();
        connection = null;
        if (!over) {
            reconnect.pause().of(reconnect.delay(0, asked));
        }
    }

    /// A connection could not be made: waits before the next, or gives up.
    private void broken(RuntimeException failure) throws InterruptedException {
        failures++;
        var silent = Duration.ofNanos(reconnect.nanos().getAsLong() - lastSign);
        if (!everConnected || silent.compareTo(reconnect.patience()) >= 0) {
            over = true;
            throw failure;
        }
        if (!over) {
            reconnect.pause().of(reconnect.delay(failures, asked));
        }
    }

    private void sign() {
        failures = 0;
        lastSign = reconnect.nanos().getAsLong();
    }

    private ApiRequest request() {
        return lastEventId.isEmpty()
                ? exchange.request()
                : exchange.request().header("Last-Event-ID", lastEventId);
    }

    private void requireEvents(HttpResponse<Chunks> response) {
        var type = response.headers().firstValue("Content-Type").orElse("no type");
        if (!type.startsWith("text/event-stream")) {
            response.body().close();
            throw exchange.unreachable(
                    new IOException("it answered with " + type + " where events were expected"));
        }
    }
}
