package hms.server.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import hms.core.state.State;
import hms.core.state.TicketChoice;
import hms.core.state.Tickets.Ticket;
import hms.runs.intake.Intake;
import hms.server.view.Place;
import hms.server.view.Source;
import hms.server.view.TicketReads;
import hms.server.view.TicketView;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Shows tickets, and takes what people decide.
final class TicketApi {

    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    private final Source source;
    private final TicketReads reads;
    private final Intake intake;

    TicketApi(Source source, TicketReads reads, Intake intake) {
        this.source = source;
        this.reads = reads;
        this.intake = intake;
    }

    /// A ticket, with where the decision stands that is answered with it.
    private record Resolved(@JsonUnwrapped TicketView ticket, Place ledger) {}

    Response list(Call call) {
        int limit = call.number("limit", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
        int before = call.number("before", 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
        var status = status(call);
        return Response.json(
                reads.list(
                        call.state(),
                        limit,
                        before,
                        ticket -> status.test(ticket) && isVisible(call, ticket)));
    }

    private static Predicate<Ticket> status(Call call) {
        var text = call.query("status").orElse("open");
        return switch (text) {
            case "open" -> Ticket::isOpen;
            case "all" -> _ -> true;
            default ->
                    throw Call.bad(
                            "query status",
                            Quote.of(text) + " is neither open nor all.",
                            "Write status=open or status=all.");
        };
    }

    private static boolean isVisible(Call call, Ticket ticket) {
        return call.caller().mayTouch(ticket.policy())
                && call.caller().mayTouch(ticket.environment());
    }

    Response ticket(Call call) {
        var ticket = found(call.state(), number(call));
        call.mayTouch(ticket.policy(), ticket.environment());
        return Response.json(reads.view(call.state(), ticket, call.now()));
    }

    private static int number(Call call) {
        return Call.number("path ticket", call.path("ticket"), 1, Integer.MAX_VALUE);
    }

    private static Ticket found(State state, int number) {
        return state.tickets()
                .ticket(number)
                .orElseThrow(
                        () ->
                                new Refused(
                                        Problems.notFound(
                                                "no-such-ticket",
                                                "There is no ticket " + number + ".",
                                                "hms ticket list --all shows what there is.")));
    }

    Response resolve(Call call) {
        int number = number(call);
        var fields = Fields.of(call);
        var choice = choice(fields.place("choice"), fields.line("choice"));
        var reason = fields.text("reason", Fields.TEXT);
        fields.end();
        var ok = Replies.value(intake.resolveTicket(call.caller(), number, choice, reason));
        var state = source.state().get();
        return Response.json(
                new Resolved(
                        reads.view(state, found(state, number), call.now()),
                        Place.of(ok.index(), ok.head())));
    }

    private static TicketChoice choice(String place, String text) {
        return TicketChoice.of(text)
                .orElseThrow(
                        () ->
                                Fields.wrong(
                                        place,
                                        "has to be one of the ticket's choices: "
                                                + Arrays.stream(TicketChoice.values())
                                                        .map(TicketChoice::text)
                                                        .collect(Collectors.joining(", "))));
    }
}
