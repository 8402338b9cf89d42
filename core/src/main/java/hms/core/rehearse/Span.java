package hms.core.rehearse;

import java.time.Instant;
import java.util.Optional;

/// The time that is looked at.
///
/// @param from the present, which is not in it
/// @param until the last instant in it; empty for all time
record Span(Instant from, Optional<Instant> until) {

    boolean has(Instant at) {
        return at.isAfter(from) && until.map(end -> !at.isAfter(end)).orElse(true);
    }

    /// Whether what ends then goes on after the present.
    boolean reaches(Optional<Instant> end) {
        return end.map(at -> at.isAfter(from)).orElse(true);
    }
}
