package hms.core.event;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.state.EnvironmentId;
import hms.core.state.TicketChoice;
import hms.core.state.TicketKind;
import hms.trust.Digest;
import java.util.Optional;
import java.util.OptionalInt;

/// Questions that only a person can decide, and what hangs on them.
public sealed interface TicketEvent extends Event {

    /// @param ticket number, counted from 1
    /// @param run the run that it is about, if it is about one
    /// @param policy the policy that it is about, or the first of several
    /// @param evidence blob of the facts that it rests on
    record TicketOpened(
            int ticket,
            TicketKind kind,
            OptionalInt run,
            EnvironmentId environment,
            PolicyId policy,
            Version version,
            Optional<Digest> evidence)
            implements TicketEvent {}

    /// @param reason blob of the text
    record TicketResolved(int ticket, TicketChoice choice, Digest reason) implements TicketEvent {}

    /// The question no longer stands: the run that it was about has ended.
    record TicketLapsed(int ticket) implements TicketEvent {}

    /// These exact bytes did harm: they cannot go out again before the ticket is decided so.
    ///
    /// @param digest SHA-256 of the artifact's exact bytes
    record DigestQuarantined(PolicyId policy, Version version, Digest digest, int ticket)
            implements TicketEvent {}

    /// A person decided that the bytes may go out again.
    record QuarantineLifted(PolicyId policy, Version version, int ticket) implements TicketEvent {}
}
