package hms.runs;

import hms.core.state.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The present as what is due goes by it: never before the last entry, though the clock may have
/// been set back since that was written. What follows an entry at once would otherwise wait until
/// the clock has caught up.
record LedgerTime(Supplier<State> state, InstantSource clock) implements InstantSource {

    @Override
    public Instant instant() {
        var last = state.get().at();
        var now = clock.instant();
        return now.isBefore(last) ? last : now;
    }
}
