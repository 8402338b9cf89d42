package hms.audit;

import hms.core.event.EventCodec;
import hms.core.event.LedgerEvent.LedgerOpened;
import hms.core.event.UnreadableEntry;
import hms.ledger.LedgerUnreadable;
import hms.trust.MalformedException;
import hms.trust.NoteVerifier;
import java.util.ArrayList;
import java.util.Optional;

/// The entry that opens a ledger.
final class FirstEntry {
    private FirstEntry() {}

    /// The verifier key that it names.
    static Optional<NoteVerifier> key(LedgerEvidence evidence) {
        if (evidence.size() == 0) {
            return Optional.empty();
        }
        try {
            var entries = new ArrayList<byte[]>();
            evidence.read(0, 1, (_, entry) -> entries.add(entry));
            return EventCodec.decode(entries.getFirst()).event() instanceof LedgerOpened opened
                    ? Optional.of(NoteVerifier.parse(opened.logKey()))
                    : Optional.empty();
        } catch (LedgerUnreadable | UnreadableEntry | MalformedException _) {
            return Optional.empty();
        }
    }
}
