package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.RunEvent;
import hms.core.event.TicketEvent;
import hms.core.pipeline.Stage;
import hms.core.state.Run;
import hms.core.state.RunStatus;
import hms.core.state.State;
import hms.core.state.TicketKind;
import hms.core.state.Tickets;
import hms.core.state.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Gates between environments that ask for a person.
final class GateDecisions {

    private GateDecisions() {}

    /// Asks a person, where nobody has agreed and the environment wants somebody to.
    static Optional<Decision> ask(State state, Run run, Stage stage) {
        var where = run.environmentOf(stage);
        boolean asks =
                state.configuration()
                        .environment(where)
                        .filter(environment -> environment.rules().gate())
                        .isPresent();
        if (!asks || state.tickets().agreed(run.number(), where)) {
            return Optional.empty();
        }
        var first = run.members().getFirst();
        return Optional.of(
                Decision.system(
                        List.of(
                                new RunEvent.RunWaiting(
                                        run.number(),
                                        stage.id(),
                                        WaitReason.GATE,
                                        Optional.empty()),
                                new TicketEvent.TicketOpened(
                                        state.tickets().last() + 1,
                                        TicketKind.GATE,
                                        OptionalInt.of(run.number()),
                                        where,
                                        first.policy(),
                                        first.version(),
                                        Optional.empty()))));
    }

    /// Why this caller cannot agree; empty if he can. Where governance separates duties, who asked
    /// for the run does not open its gates.
    static Optional<Refusal> mayAgree(State state, Command.ResolveTicket c, Tickets.Ticket ticket) {
        return run(state, ticket)
                .filter(run -> run.actor().equals(c.caller().principal()))
                .filter(run -> separates(state, run))
                .map(
                        run ->
                                Refusal.conflict(
                                        "own-run",
                                        "Who asked for run #"
                                                + run.number()
                                                + " does not open its gates: governance separates"
                                                + " duties.",
                                        "Somebody else has to agree."));
    }

    private static boolean separates(State state, Run run) {
        return run.members().stream()
                .map(key -> state.policies().submitted(key).orElseThrow())
                .anyMatch(
                        s ->
                                state.configuration()
                                        .governance()
                                        .demandFor(s.key().policy(), s.tags(), s.agency())
                                        .separation());
    }

    /// What follows when a person has refused: the run ends.
    static List<Event> refused(State ahead, Tickets.Ticket ticket, Instant at) {
        return run(ahead, ticket)
                .map(
                        run ->
                                Ending.of(
                                        ahead,
                                        run,
                                        at,
                                        RunStatus.FAILURE,
                                        "Deploy failed: the gate into "
                                                + ticket.environment()
                                                + " was refused, ticket "
                                                + ticket.number()))
                .orElse(List.of());
    }

    private static Optional<Run> run(State state, Tickets.Ticket ticket) {
        return ticket.run().isPresent()
                ? state.runs().open(ticket.run().getAsInt())
                : Optional.empty();
    }
}
