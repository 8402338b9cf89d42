package hms.client;

import hms.client.live.Trouble;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The last troubles of a client, and who wants to hear of them.
final class Troubles {
    private static final int KEPT = 100;

    private final InstantSource clock;
    private final Executor outside;
    private final Deque<Trouble> last = new ArrayDeque<>();
    private final List<Consumer<Trouble>> listeners = new CopyOnWriteArrayList<>();

    /// @param outside runs the listeners, one after the other
    Troubles(InstantSource clock, Executor outside) {
        this.clock = clock;
        this.outside = outside;
    }

    void add(Trouble.Kind kind, String message) {
        var trouble = new Trouble(clock.instant(), kind, message);
        synchronized (last) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(trouble);
        }
        for (var listener : listeners) {
            outside.execute(() -> listener.accept(trouble));
        }
    }

    List<Trouble> list() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    AutoCloseable listen(Consumer<Trouble> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
