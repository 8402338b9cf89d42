package hms.ledger.write;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Keeps refusals from filling the disk: the first of a kind by an actor is recorded at once,
/// further ones within a minute are counted, and the count is recorded with the next one after it.
/// The kinds that are remembered are bounded.
final class RefusalLimit {

    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int REMEMBERED = 4_096;

    private record Kind(String actor, String code) {}

    private record Window(Instant opened, long unrecorded) {}

    private final Map<Kind, Window> windows =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Kind, Window> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// @return how many refusals an entry is to stand for now; empty if none is to be written
    OptionalLong count(String actor, String code, Instant at) {
        var kind = new Kind(actor, code);
        var window = windows.get(kind);
        if (window == null || !at.isBefore(window.opened().plus(WINDOW))) {
            windows.remove(kind);
            windows.put(kind, new Window(at, 0));
            return OptionalLong.of(1 + (window == null ? 0 : window.unrecorded()));
        }
        windows.put(kind, new Window(window.opened(), window.unrecorded() + 1));
        return OptionalLong.empty();
    }
}
