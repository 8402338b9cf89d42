package hms.ledger.write;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Keeps refusals from filling the disk: the first of a kind by an actor is recorded at once,
/// further ones within a minute are counted, and their count is recorded when the minute is over.
/// The kinds that are remembered are bounded; one that has to make room is recorded early.
final class RefusalLimit {

    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int REMEMBERED = 4_096;

    private record Kind(String actor, String code) {}

    private record Window(Instant opened, String what, long unrecorded) {}

    /// Refusals that were given and that no entry stands for yet.
    ///
    /// @param what what was asked for last
    record Gathered(String actor, String code, String what, long count) {}

    /// In the order in which the windows were opened.
    private final Map<Kind, Window> windows = new LinkedHashMap<>();

    private final List<Gathered> crowdedOut = new ArrayList<>();

    /// How it was before the counts of the batch at hand.
    private final Deque<Before> journal = new ArrayDeque<>();

    private record Before(Kind kind, @Nullable Window window) {}

    /// @return how many refusals an entry is to stand for now; empty if none is to be written
    OptionalLong count(String actor, String code, String what, Instant at) {
        var kind = new Kind(actor, code);
        var window = windows.get(kind);
        journal.push(new Before(kind, window));
        if (window != null && isOpen(window, at)) {
            windows.put(kind, new Window(window.opened(), what, window.unrecorded() + 1));
            return OptionalLong.empty();
        }
        windows.remove(kind);
        open(kind, new Window(at, what, 0));
        return OptionalLong.of(1 + (window == null ? 0 : window.unrecorded()));
    }

    /// The batch is durable: what was counted stands.
    void keep() {
        journal.clear();
    }

    /// The batch was not written: takes back what was counted in it.
    void undo() {
        while (!journal.isEmpty()) {
            var before = journal.pop();
            windows.remove(before.kind());
            if (before.window() != null) {
                windows.put(before.kind(), before.window());
            }
        }
    }

    /// Takes out what is to be recorded because its minute is over.
    List<Gathered> due(Instant at) {
        var due = new ArrayList<>(crowdedOut);
        crowdedOut.clear();
        for (var eldest = windows.entrySet().iterator(); eldest.hasNext(); ) {
            var next = eldest.next();
            if (isOpen(next.getValue(), at)) {
                break;
            }
            eldest.remove();
            gather(next.getKey(), next.getValue(), due);
        }
        return due;
    }

    /// Takes out everything that is still to be recorded.
    List<Gathered> all() {
        return due(Instant.MAX);
    }

    /// Takes back what could not be recorded.
    void putBack(Gathered gathered, Instant at) {
        var kind = new Kind(gathered.actor(), gathered.code());
        var window = windows.remove(kind);
        var more = window == null ? 0 : window.unrecorded();
        open(kind, new Window(at, gathered.what(), gathered.count() + more));
    }

    private void open(Kind kind, Window window) {
        windows.put(kind, window);
        if (windows.size() > REMEMBERED) {
            var eldest = windows.entrySet().iterator();
            var next = eldest.next();
            eldest.remove();
            gather(next.getKey(), next.getValue(), crowdedOut);
        }
    }

    private static boolean isOpen(Window window, Instant at) {
        return Duration.between(window.opened(), at).compareTo(WINDOW) < 0;
    }

    private static void gather(Kind kind, Window window, List<Gathered> into) {
        if (window.unrecorded() > 0) {
            into.add(new Gathered(kind.actor(), kind.code(), window.what(), window.unrecorded()));
        }
    }
}
