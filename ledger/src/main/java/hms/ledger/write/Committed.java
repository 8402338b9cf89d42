package hms.ledger.write;

import hms.core.event.Recorded;
import hms.core.state.State;
import hms.ledger.Head;
import java.util.List;

/// A batch that is durable.
///
/// @param first   index of its first entry
/// @param entries in order; may be none
/// @param after   the state with them
public record Committed(long first, List<Recorded> entries, State after, Head head) {}
