package hms.ledger.snapshot;

import hms.core.state.TicketChoice;
import hms.core.state.TicketKind;
import hms.core.state.Tickets;

final class TicketsForm {

    private TicketsForm() {}

    static void write(Out out, Tickets tickets) {
        out.all(tickets.all().values(), ticket -> write(out, ticket));
        out.map(tickets.quarantine(), key -> Names.write(out, key), out::size);
    }

    static Tickets read(In in) {
        return new Tickets(
                in.byNumber(Tickets.Ticket::number, () -> ticket(in)),
                in.map(() -> Names.key(in), in::size));
    }

    private static void write(Out out, Tickets.Ticket ticket) {
        out.size(ticket.number());
        out.word(ticket.kind());
        out.optional(ticket.run());
        Names.write(out, ticket.environment());
        Names.write(out, ticket.policy());
        Names.write(out, ticket.version());
        out.optional(ticket.evidence(), out::digest);
        out.number(ticket.index());
        out.instant(ticket.openedAt());
        out.optional(
                ticket.resolution(),
                resolution -> {
                    out.word(resolution.choice());
                    out.word(resolution.by());
                    out.optional(resolution.reason(), out::digest);
                    out.instant(resolution.at());
                });
    }

    private static Tickets.Ticket ticket(In in) {
        return new Tickets.Ticket(
                in.size(),
                in.word(TicketKind.class),
                in.optionalInt(),
                Names.environment(in),
                Names.policy(in),
                Names.version(in),
                in.optional(in::digest),
                in.number(),
                in.instant(),
                in.optional(
                        () ->
                                new Tickets.Resolution(
                                        in.word(TicketChoice.class),
                                        in.word(),
                                        in.optional(in::digest),
                                        in.instant())));
    }
}
