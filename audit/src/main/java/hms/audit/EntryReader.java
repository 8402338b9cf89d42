package hms.audit;

import hms.trust.Verdict;
import java.time.Instant;

/// Replays entries, in order: understands each, or says why it cannot be one that this program has
/// written.
@FunctionalInterface
public interface EntryReader {

    /// The time at which the next entry was recorded; a refusal goes on from "entry 17 …".
    Verdict<Instant> read(long index, byte[] entry);
}
