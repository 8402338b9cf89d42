package hms.audit;

import hms.core.event.EventCodec;
import hms.core.event.LedgerEvent;
import hms.core.event.Recorded;
import hms.core.event.UnreadableEntry;
import hms.core.state.State;
import hms.trust.NoteVerifier;
import hms.trust.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Replays the entries as the server would: each has to be of a known type and version, and to
/// follow from the state that the entries before it add up to.
///
/// After an entry that does not follow, the rest is read but no longer folded.
public final class LedgerFold implements EntryReader {
    private final NoteVerifier key;
    private @Nullable State state = State.EMPTY;

    /// @param key the log's verifier key, which the first entry has to name
    public LedgerFold(NoteVerifier key) {
        this.key = key;
    }

    @Override
    public Verdict<Instant> read(long index, byte[] entry) {
        try {
            var recorded = EventCodec.decode(entry);
            var refusal = index == 0 ? refusalOfFirst(recorded) : fold(recorded);
            return refusal == null ? Verdict.accepted(recorded.at()) : Verdict.refused(refusal);
        } catch (UnreadableEntry e) {
            state = null;
            return Verdict.refused(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String refusalOfFirst(Recorded recorded) {
        if (!(recorded.event() instanceof LedgerEvent.LedgerOpened opened)) {
            return "is of type "
                    + EventCodec.type(recorded.event())
                    + "; a ledger begins with the entry that opens it";
        }
        if (!opened.origin().equals(key.name()) || !opened.logKey().equals(key.toString())) {
            return "opens the log of %s, not of %s".formatted(opened.logKey(), key);
        }
        return fold(recorded);
    }

    private @Nullable String fold(Recorded recorded) {
        var before = state;
        if (before == null) {
            return null;
        }
        try {
            state = before.apply(notBefore(before, recorded));
            return null;
        } catch (RuntimeException e) {
            state = null;
            return "does not follow from the entries before it (%s: %s)"
                    .formatted(EventCodec.type(recorded.event()), e.getMessage());
        }
    }

    /// An entry that goes back in time is reported by its time; it is folded as if it did not.
    private static Recorded notBefore(State state, Recorded recorded) {
        return recorded.at().isBefore(state.at())
                ? new Recorded(state.at(), recorded.actor(), recorded.event())
                : recorded;
    }
}
