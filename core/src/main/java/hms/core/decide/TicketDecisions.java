package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.TicketEvent;
import hms.core.state.ArtifactKey;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.core.state.TicketChoice;
import hms.core.state.Tickets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a person decided, and what follows from it.
final class TicketDecisions {

    private TicketDecisions() {}

    static Decision resolve(State state, Command.ResolveTicket c, Instant at) {
        return Permission.of(c.caller(), Scope.TICKET_RESOLVE).then(() -> found(state, c, at));
    }

    private static Decision found(State state, Command.ResolveTicket c, Instant at) {
        var found = state.tickets().ticket(c.ticket());
        if (found.isEmpty()) {
            return Decider.refused(
                    c,
                    Refusal.notFound(
                            "no-such-ticket",
                            "There is no ticket " + c.ticket() + ".",
                            "hms ticket list shows those that are open."));
        }
        var ticket = found.get();
        return Permission.of(c.caller(), Scope.TICKET_RESOLVE)
                .on(List.of(new ArtifactKey(ticket.policy(), ticket.version())))
                .in(ticket.environment())
                .then(() -> resolved(state, c, ticket, at));
    }

    private static Decision resolved(
            State state, Command.ResolveTicket c, Tickets.Ticket ticket, Instant at) {
        if (!ticket.isOpen()) {
            return Decider.refused(
                    c,
                    Refusal.conflict(
                            "ticket-resolved",
                            "Ticket "
                                    + c.ticket()
                                    + " was decided already: "
                                    + ticket.resolution().orElseThrow().choice().text()
                                    + ".",
                            "See how: hms ticket show " + c.ticket()));
        }
        if (!ticket.kind().choices().contains(c.choice())) {
            return Decider.refused(
                    c,
                    Refusal.incorrect(
                            "no-such-choice",
                            "Ticket "
                                    + c.ticket()
                                    + " cannot be decided with "
                                    + c.choice().text()
                                    + ".",
                            "Choose "
                                    + String.join(
                                            " or ",
                                            ticket.kind().choices().stream()
                                                    .map(TicketChoice::text)
                                                    .sorted()
                                                    .toList())
                                    + "."));
        }
        if (c.choice() == TicketChoice.AGREE) {
            var refusal = GateDecisions.mayAgree(state, c, ticket);
            if (refusal.isPresent()) {
                return Decider.refused(c, refusal.get());
            }
        }
        var events = new ArrayList<Event>();
        events.add(new TicketEvent.TicketResolved(c.ticket(), c.choice(), c.reason()));
        if (c.choice() == TicketChoice.RELEASE) {
            state.tickets().quarantine().entrySet().stream()
                    .filter(held -> held.getValue() == c.ticket())
                    .map(java.util.Map.Entry::getKey)
                    .sorted(java.util.Comparator.comparing(ArtifactKey::toString))
                    .forEach(
                            key ->
                                    events.add(
                                            new TicketEvent.QuarantineLifted(
                                                    key.policy(), key.version(), c.ticket())));
        }
        if (c.choice() == TicketChoice.REFUSE) {
            events.addAll(GateDecisions.refused(Ahead.of(state, events, at), ticket, at));
        }
        return Decision.by(c.caller().principal(), events, new Answer.Done());
    }
}
