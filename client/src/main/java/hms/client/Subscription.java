package hms.client;

import hms.client.live.Timer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Keeps a connection to the stream: makes it, hands on what comes, notices when nothing does, and
/// makes another, after a wait that is spread at random. No thread waits meanwhile.
@SuppressWarnings("FutureReturnValueIgnored") // what fails there is handled there
final class Subscription {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int POLLS_IN_QUIET = 3;
    private static final Duration POLL_TAIL = Duration.ofMillis(500);
    private static final int SHORT_LIVED = 3;
    private static final int POLLS_BEFORE_STREAMING = 20;

    /// What is done with what comes.
    interface Receiver {
        /// A message came.
        Outcome message(String text);

        /// There is no connection any more, or none came about.
        void lost(String reason);

        /// From where to go on, as a query: `since=0.12&tree=20`, or empty.
        String position();

        /// What has to be known before the first connection, if it is not known yet.
        Optional<java.util.concurrent.CompletableFuture<?>> preparation();
    }

    /// What a message means for its connection.
    enum Outcome {
        /// More may come.
        FINE,
        /// A revision was completed.
        COMMITTED,
        /// It was refused, and the connection with it.
        REFUSED
    }

    private final Settings settings;
    private final HttpClient http;
    private final Timer timer;
    private final Reconnect reconnect;
    private final Receiver receiver;
    private int failures;
    private int shortLived;
    private boolean polling;
    private int polls;
    private boolean closed;
    private @Nullable Connection current;
    private Timer.@Nullable Waiting waiting;

    Subscription(
            Settings settings,
            HttpClient http,
            Timer timer,
            Reconnect reconnect,
            Receiver receiver) {
        this.settings = settings;
        this.http = http;
        this.timer = timer;
        this.reconnect = reconnect;
        this.receiver = receiver;
        this.polling = settings.transport() == Transport.POLLING;
    }

    /// Makes the first connection.
    void start() {
        open();
    }

    /// Ends the connection; no other is made.
    synchronized void close() {
        closed = true;
        if (waiting != null) {
            waiting.cancel();
        }
        if (current != null) {
            current.end();
        }
        current = null;
    }

    private void open() {
        Connection next;
        synchronized (this) {
            if (closed) {
                return;
            }
            next = new Connection();
            current = next;
        }
        next.watch();
        receiver.preparation()
                .ifPresentOrElse(
                        first ->
                                first.whenComplete(
                                        (done, failure) -> {
                                            if (failure == null) {
                                                next.connect();
                                            } else {
                                                next.closed(words(failure));
                                            }
                                        }),
                        next::connect);
    }

    private void again(Duration wait) {
        synchronized (this) {
            if (!closed) {
                waiting = timer.after(wait, this::open);
            }
        }
    }

    private URI address(String scheme) {
        var position = receiver.position();
        var address =
                settings.at(
                        "/api/stream?"
                                + settings.query()
                                + (position.isEmpty() ? "" : "&" + position));
        return scheme.isEmpty()
                ? address
                : URI.create(scheme + address.toString().substring("http".length()));
    }

    private static String words(Throwable failure) {
        var cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /// One connection, from its first try to its end.
    private final class Connection implements Line {
        private final long startedNanos = reconnect.nanos().getAsLong();
        private volatile long lastNanos = startedNanos;
        private volatile boolean busy;
        private boolean committed;
        private boolean ended;
        private Line.@Nullable Cut cut;
        private Timer.@Nullable Waiting watchdog;

        private void connect() {
            try {
                if (settings.transport() == Transport.WEB_SOCKET && !polling) {
                    socket();
                } else {
                    events();
                }
            } catch (RuntimeException e) { // such as a token that no header can carry
                closed("no connection to " + settings.server() + ": " + e.getMessage());
            }
        }

        private void events() {
            var request =
                    HttpRequest.newBuilder(address(""))
                            .timeout(CONNECT_TIMEOUT)
                            .header("Accept", "text/event-stream")
                            .header("Cache-Control", "no-store")
                            .header("User-Agent", "hms-client");
            settings.token()
                    .get()
                    .ifPresent(token -> request.header("Authorization", "Bearer " + token));
            http.sendAsync(request.build(), this::body)
                    .whenComplete(
                            (response, failure) -> {
                                if (failure != null) {
                                    closed(
                                            "no connection to "
                                                    + settings.server()
                                                    + ": "
                                                    + words(failure));
                                }
                            });
        }

        private HttpResponse.BodySubscriber<Line.Cut> body(HttpResponse.ResponseInfo head) {
            var type = head.headers().firstValue("Content-Type").orElse("");
            if (head.statusCode() == 200 && type.startsWith("text/event-stream")) {
                var line = new SseLine(this);
                opened(line);
                return line;
            }
            return new RefusalBody(bytes -> closed(refusal(head.statusCode(), type, bytes)));
        }

        private String refusal(int status, String type, byte[] body) {
            return status == 200
                    ? settings.server() + " answered with " + type + " where events were expected"
                    : settings.server()
                            + " refuses the stream ("
                            + status
                            + "): "
                            + Problem.of(status, type, body).text();
        }

        private void socket() {
            var line = new SocketLine(this);
            opened(line);
            var builder =
                    http.newWebSocketBuilder()
                            .connectTimeout(CONNECT_TIMEOUT)
                            .subprotocols("hms.v1");
            settings.token()
                    .get()
                    .ifPresent(token -> builder.header("Authorization", "Bearer " + token));
            builder.buildAsync(address("ws"), line)
                    .whenComplete(
                            (socket, failure) -> {
                                if (failure != null) {
                                    closed(
                                            "no WebSocket to "
                                                    + settings.server()
                                                    + ": "
                                                    + words(failure));
                                }
                            });
        }

        private void opened(Line.Cut line) {
            synchronized (Subscription.this) {
                cut = line;
                if (ended) {
                    line.cut();
                }
            }
            lastNanos = reconnect.nanos().getAsLong();
        }

        @Override
        public void message(String text) {
            synchronized (Subscription.this) {
                if (ended) {
                    return;
                }
            }
            var outcome = received(text);
            switch (outcome) {
                case FINE -> {}
                case COMMITTED -> {
                    synchronized (Subscription.this) {
                        failures = 0;
                        if (polling && !committed) {
                            waiting = timer.after(POLL_TAIL, this::polled);
                        }
                        committed = true;
                    }
                }
                case REFUSED -> finish("", true);
            }
        }

        /// A large snapshot takes a while to verify: that is no silence of the server.
        private Outcome received(String text) {
            busy = true;
            try {
                return receiver.message(text);
            } finally {
                lastNanos = reconnect.nanos().getAsLong();
                busy = false;
            }
        }

        private void polled() {
            synchronized (Subscription.this) {
                if (ended) {
                    return;
                }
                end();
                polls++;
                if (settings.transport() != Transport.POLLING
                        && polls % POLLS_BEFORE_STREAMING == 0) {
                    polling = false;
                    shortLived = SHORT_LIVED - 1;
                }
            }
            var usual = settings.quiet().dividedBy(POLLS_IN_QUIET);
            again(usual.dividedBy(2).plus(reconnect.spread(0, usual.dividedBy(2))));
        }

        @Override
        public void closed(String reason) {
            finish(reason, false);
        }

        /// The connection is over: another one follows.
        ///
        /// @param reason empty where it was told already
        private void finish(String reason, boolean refused) {
            Duration wait;
            synchronized (Subscription.this) {
                if (ended) {
                    return;
                }
                end();
                failures++;
                tellApart(refused);
                wait = reconnect.spread(committed && !refused ? 0 : failures, Duration.ZERO);
            }
            if (!reason.isEmpty()) {
                receiver.lost(reason);
            }
            again(wait);
        }

        /// Where connections break again and again soon after they brought something, something on
        /// the way does not let them live; then it is better to ask from time to time.
        private void tellApart(boolean refused) {
            var lived = Duration.ofNanos(reconnect.nanos().getAsLong() - startedNanos);
            var isShort = committed && !refused && lived.compareTo(settings.quiet()) < 0;
            shortLived = isShort ? shortLived + 1 : 0;
            polling = settings.transport() == Transport.POLLING || shortLived >= SHORT_LIVED;
        }

        /// With the lock held.
        private void end() {
            ended = true;
            if (watchdog != null) {
                watchdog.cancel();
            }
            if (cut != null) {
                cut.cut();
            }
        }

        /// Looks from time to time whether something came.
        private void watch() {
            var silent = Duration.ofNanos(reconnect.nanos().getAsLong() - lastNanos);
            var rest = busy ? settings.quiet() : settings.quiet().minus(silent);
            if (rest.isNegative() || rest.isZero()) {
                closed("nothing came for " + settings.quiet().toMillis() + " ms");
                return;
            }
            synchronized (Subscription.this) {
                if (!ended) {
                    watchdog = timer.after(rest, this::watch);
                }
            }
        }
    }
}
