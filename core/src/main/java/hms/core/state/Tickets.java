package hms.core.state;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.event.TicketEvent;
import hms.trust.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
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
    /// @param reason blob of the text; absent where it lapsed
    public record Resolution(TicketChoice choice, String by, Optional<Digest> reason, Instant at) {}

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
            case TicketEvent.TicketResolved e ->
                    resolved(
                            e.ticket(),
                            new Resolution(e.choice(), actor, Optional.of(e.reason()), at));
            case TicketEvent.TicketLapsed e ->
                    resolved(
                            e.ticket(),
                            new Resolution(TicketChoice.LAPSED, actor, Optional.empty(), at));
            case TicketEvent.DigestQuarantined e ->
                    new Tickets(
                            all,
                            quarantine.plus(new ArtifactKey(e.policy(), e.version()), e.ticket()));
            case TicketEvent.QuarantineLifted e ->
                    new Tickets(all, quarantine.minus(new ArtifactKey(e.policy(), e.version())));
        };
    }

    /// The newest ticket that asks whether a run may enter an environment.
    public Optional<Ticket> gate(int run, EnvironmentId environment) {
        return gates(run).filter(t -> t.environment().equals(environment)).reduce((a, b) -> b);
    }

    /// Whether a person has agreed to a run's entering an environment.
    public boolean agreed(int run, EnvironmentId environment) {
        return gate(run, environment)
                .flatMap(Ticket::resolution)
                .filter(r -> r.choice() == TicketChoice.AGREE)
                .isPresent();
    }

    /// What is asked about a run's gates and has not been decided.
    public List<Ticket> openGates(int run) {
        return gates(run).filter(Ticket::isOpen).toList();
    }

    private Stream<Ticket> gates(int run) {
        return all.values().stream()
                .filter(t -> t.kind() == TicketKind.GATE)
                .filter(t -> t.run().isPresent() && t.run().getAsInt() == run);
    }

    private Tickets resolved(int number, Resolution resolution) {
        var open = ticket(number).orElseThrow();
        return with(
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
                        Optional.of(resolution)));
    }

    private Tickets with(Ticket ticket) {
        return new Tickets(all.plus(ticket.number(), ticket), quarantine);
    }
}
