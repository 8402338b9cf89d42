package hms.server.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The connections that are open, and when each was last good for something. One that trickles the
/// head of a request byte by byte is never silent, so no idle timeout ends it: this does.
final class Connections {

    static final Duration PATIENCE = Duration.ofSeconds(75);
    private static final int MOST = 20_000;

    private final ConcurrentHashMap<HttpConnection, Activity> open = new ConcurrentHashMap<>();

    private static final class Activity {
        private final AtomicInteger underWay = new AtomicInteger();
        private volatile long lastNanos = System.nanoTime();
    }

    /// A connection was opened.
    void opened(HttpConnection connection) {
        if (open.size() >= MOST) {
            connection.close();
            return;
        }
        open.put(connection, new Activity());
        connection.closeHandler(_ -> open.remove(connection));
    }

    /// A whole head of a request came.
    void heard(HttpConnection connection) {
        var activity = open.get(connection);
        if (activity != null) {
            activity.lastNanos = System.nanoTime();
        }
    }

    /// The request that came is being answered, until [#answered] is called as often.
    void asked(HttpConnection connection) {
        var activity = open.get(connection);
        if (activity != null) {
            activity.underWay.incrementAndGet();
        }
    }

    void answered(HttpConnection connection) {
        var activity = open.get(connection);
        if (activity != null) {
            activity.lastNanos = System.nanoTime();
            activity.underWay.decrementAndGet();
        }
    }

    /// Closes those that have been good for nothing for too long.
    void sweep() {
        long now = System.nanoTime();
        open.forEach(
                (connection, activity) -> {
                    if (activity.underWay.get() <= 0
                            && now - activity.lastNanos > PATIENCE.toNanos()) {
                        connection.close();
                    }
                });
    }

    /// The connection is no longer one for requests; whoever took it looks after it.
    void takenOver(HttpConnection connection) {
        open.remove(connection);
    }

    int size() {
        return open.size();
    }
}
