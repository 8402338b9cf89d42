package hms.core.event;

import java.time.Instant;

/// One ledger entry, read: what happened, when it was recorded and by whom.
///
/// @param at    when it was recorded, to the microsecond; later than every entry before
/// @param actor opaque id of the principal, or `system`
public record Recorded(Instant at, String actor, Event event) {

    /// What the server does by itself.
    public static final String SYSTEM = "system";
}
