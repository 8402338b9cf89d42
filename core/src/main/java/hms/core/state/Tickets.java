package hms.core.state;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.event.TicketEvent;
import hms.trust.Digest;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// Questions to people, and the bytes that may not go out before they are answered.
///
/// @param all        by their numbers
/// @param quarantine number of the ticket on which an artifact's quarantine hangs
public record Tickets(TreePMap<Integer, Ticket> all, PMap<ArtifactKey, Integer> quarantine) {

    static final Tickets EMPTY = new Tickets(TreePMap.empty(), HashTreePMap.empty());

    /// @param index of the entry that opened it
    public record Ticket(
            int number,
            TicketKind kind,
            OptionalInt run,
            EnvironmentId environment,
            PolicyId policy,
            Version version,
            Optional<Digest> evidence,
            long index,
            Instant openedAt,
            Optional<Resolution> resolution) {

        public boolean isOpen() {
            return resolution.isEmpty();
        }
    }

    /// @param by     principal
    /// @param reason blob of the text
    public record Resolution(TicketChoice choice, String by, Digest reason, Instant at) {}

    public int last() {
        return all.isEmpty() ? 0 : all.lastKey();
    }

    public Optional<Ticket> ticket(int number) {
        return Optional.ofNullable(all.get(number));
    }

    /// The ticket that has to be decided before the artifact can go out again.
    public OptionalInt quarantined(ArtifactKey key) {
        var ticket = quarantine.get(key);
        return ticket == null ? OptionalInt.empty() : OptionalInt.of(ticket);
    }

    Tickets apply(long index, Instant at, String actor, TicketEvent event) {
        return switch (event) {
            case TicketEvent.TicketOpened e ->
                    with(
                            new Ticket(
                                    e.ticket(),
                                    e.kind(),
                                    e.run(),
                                    e.environment(),
                                    e.policy(),
                                    e.version(),
                                    e.evidence(),
                                    index,
                                    at,
                                    Optional.empty()));
            case TicketEvent.TicketResolved e -> {
                var open = ticket(e.ticket()).orElseThrow();
                yield with(
                        new Ticket(
                                open.number(),
                                open.kind(),
                                open.run(),
                                open.environment(),
                                open.policy(),
                                open.version(),
                                open.evidence(),
                                open.index(),
                                open.openedAt(),
                                Optional.of(new Resolution(e.choice(), actor, e.reason(), at))));
            }
            case TicketEvent.DigestQuarantined e ->
                    new Tickets(
                            all,
                            quarantine.plus(new ArtifactKey(e.policy(), e.version()), e.ticket()));
            case TicketEvent.QuarantineLifted e ->
                    new Tickets(all, quarantine.minus(new ArtifactKey(e.policy(), e.version())));
        };
    }

    private Tickets with(Ticket ticket) {
        return new Tickets(all.plus(ticket.number(), ticket), quarantine);
    }
}
