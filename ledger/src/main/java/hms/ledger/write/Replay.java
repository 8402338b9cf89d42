package hms.ledger.write;

import hms.core.event.EventCodec;
import hms.core.event.Recorded;
import hms.core.event.UnreadableEntry;
import hms.core.state.State;
import hms.ledger.Ledger;

/// Folds entries that are on the ledger already.
public final class Replay {

    private Replay() {}

    /// The state at the ledger's head.
    ///
    /// @param from a state that an earlier part folded to, or [State#EMPTY]
    /// @throws UnreadableEntry if an entry is of a type or version that this program does not know;
    ///     it names the entry
    public static State toHead(Ledger ledger, State from) {
        return to(ledger, from, ledger.head().size());
    }

    /// The state after the first `size` entries.
    public static State to(Ledger ledger, State from, long size) {
        var fold = new Fold(from);
        ledger.read(from.size(), size, fold::add);
        return fold.state;
    }

    /// @throws UnreadableEntry it names the entry
    static Recorded decode(long index, byte[] entry) {
        try {
            return EventCodec.decode(entry);
        } catch (UnreadableEntry e) {
            throw new UnreadableEntry("entry " + index + " " + e.getMessage(), e);
        }
    }

    private static final class Fold {
        private State state;

        Fold(State state) {
            this.state = state;
        }

        void add(long index, byte[] entry) {
            state = state.apply(decode(index, entry));
        }
    }
}
