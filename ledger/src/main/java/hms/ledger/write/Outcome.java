package hms.ledger.write;

import hms.core.decide.Answer;
import hms.ledger.Head;

/// What the caller hears, and that it is durable.
///
/// @param index index of the last entry that the command made; -1 if it made none
/// @param head  a head that includes it
public record Outcome(Answer answer, long index, Head head) {}
