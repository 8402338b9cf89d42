package hms.server.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.event.EventCodec;
import hms.core.state.ArtifactKey;
import hms.core.state.Line;
import hms.core.state.State;
import hms.core.state.TicketChoice;
import hms.core.state.Tickets.Ticket;
import hms.trust.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Tickets, the newest first, and all that a person needs to decide one.
public final class TicketReads {

    private final Source source;
    private final RunReads runs;

    public TicketReads(Source source, RunReads runs) {
        this.source = source;
        this.runs = runs;
    }

    /// Tickets whose number is below `before`.
    ///
    /// @param wanted which of them
    public TicketView.Page list(State state, int limit, int before, Predicate<Ticket> wanted) {
        var found = new ArrayList<TicketView.Brief>();
        int number = Math.min(state.tickets().last(), before - 1);
        for (; number > 0 && found.size() < limit; number--) {
            state.tickets()
                    .ticket(number)
                    .filter(wanted)
                    .map(TicketReads::brief)
                    .ifPresent(found::add);
        }
        boolean more = false;
        for (int next = number; next > 0 && !more; next--) {
            more = state.tickets().ticket(next).filter(wanted).isPresent();
        }
        return new TicketView.Page(found, more ? number + 1 : null);
    }

    /// The ticket in full, as of an instant.
    public TicketView view(State state, Ticket ticket, Instant now) {
        var names = new Names(state, source.library());
        var opened = EventCodec.decode(source.ledger().entry(ticket.index()));
        return new TicketView(
                brief(ticket),
                standing(state, ticket, now),
                names.of(opened.actor()),
                ticket.index(),
                quarantined(state, ticket),
                evidence(state, ticket),
                ticket.kind().choices().stream().sorted().map(c -> choice(ticket, c)).toList(),
                ticket.resolution()
                        .map(
                                r ->
                                        new TicketView.Resolution(
                                                r.choice().text(),
                                                names.of(r.by()),
                                                r.reason()
                                                        .flatMap(source.library()::text)
                                                        .orElse(""),
                                                r.at()))
                        .orElse(null));
    }

    private static TicketView.Brief brief(Ticket ticket) {
        return new TicketView.Brief(
                ticket.number(),
                ticket.kind().text(),
                ticket.isOpen() ? "open" : "resolved",
                title(ticket),
                ticket.run().isPresent() ? ticket.run().getAsInt() : null,
                ticket.environment().value(),
                ticket.policy().text(),
                ticket.version().toString(),
                ticket.openedAt());
    }

    private static String title(Ticket ticket) {
        var what = new ArtifactKey(ticket.policy(), ticket.version());
        return switch (ticket.kind()) {
            case CANARY_FAILED -> "The canary of " + what + " failed in " + ticket.environment();
            case ROLLED_BACK -> what + " was rolled back in " + ticket.environment();
            case GATE -> what + " asks to enter " + ticket.environment();
            case TARGET_ASTRAY ->
                    "A target of "
                            + ticket.environment()
                            + " could not be brought what is in force";
        };
    }

    /// Who is affected now.
    private static String standing(State state, Ticket ticket, Instant now) {
        var line = new Line(ticket.environment(), ticket.policy());
        var live = state.live().inForce(line, now).map(e -> e.version());
        var canary =
                state.live()
                        .history(line)
                        .canary()
                        .filter(c -> c.version().equals(ticket.version()));
        if (live.filter(ticket.version()::equals).isPresent()) {
            return ticket.version() + " is in force in " + ticket.environment() + ".";
        }
        var who =
                canary.map(c -> ticket.version() + " is in canary for " + c.selector() + ". ")
                        .orElse("No one is on " + ticket.version() + ". ");
        return who
                + live.map(v -> v + " is in force in " + ticket.environment() + ".")
                        .orElse("No version is in force in " + ticket.environment() + ".");
    }

    private static List<String> quarantined(State state, Ticket ticket) {
        return state.tickets().quarantine().entrySet().stream()
                .filter(held -> held.getValue() == ticket.number())
                .map(held -> held.getKey().toString())
                .sorted()
                .toList();
    }

    private TicketView.Evidence evidence(State state, Ticket ticket) {
        return switch (ticket.kind()) {
            case CANARY_FAILED -> report(state, ticket);
            case GATE -> passed(state, ticket);
            case TARGET_ASTRAY ->
                    new TicketView.Evidence(
                            "It was tried for 24 hours. Bring it there by hand, or deploy anew:"
                                    + " the next delivery brings it.",
                            null,
                            null);
            case ROLLED_BACK ->
                    new TicketView.Evidence(
                            ticket.evidence().flatMap(source.library()::text).orElse(""),
                            null,
                            null);
        };
    }

    /// What the person who is asked can rest on: what has passed before the gate.
    private TicketView.Evidence passed(State state, Ticket ticket) {
        var run = ticket.run();
        var passed =
                run.isEmpty()
                        ? List.<RunView.StageView>of()
                        : runs.run(state, run.getAsInt()).stream()
                                .flatMap(r -> r.run().stages().stream())
                                .filter(s -> s.endedAt() != null)
                                .toList();
        return new TicketView.Evidence(
                passed.stream()
                        .map(s -> s.id() + " " + s.outcome() + said(s))
                        .collect(Collectors.joining("; ")),
                null,
                null);
    }

    private static String said(RunView.StageView stage) {
        return stage.summary().isEmpty() ? "" : " (" + stage.summary() + ")";
    }

    private TicketView.Evidence report(State state, Ticket ticket) {
        var run = ticket.run();
        var failed =
                run.isEmpty()
                        ? Optional.<RunView.StageView>empty()
                        : runs.run(state, run.getAsInt()).stream()
                                .flatMap(r -> r.run().stages().stream())
                                .filter(s -> s.outcome().equals("failed"))
                                .findFirst();
        return new TicketView.Evidence(
                failed.map(RunView.StageView::summary).orElse(""),
                failed.map(RunView.StageView::id).orElse(null),
                ticket.evidence().flatMap(this::json).orElse(null));
    }

    private Optional<String> json(Digest blob) {
        return source.library().find(blob).map(bytes -> new String(bytes, UTF_8));
    }

    private static TicketView.Choice choice(Ticket ticket, TicketChoice choice) {
        var what = new ArtifactKey(ticket.policy(), ticket.version());
        return switch (choice) {
            case UPHOLD ->
                    new TicketView.Choice(
                            choice.text(),
                            "Keep it withdrawn",
                            "The quarantine stays, for good: these bytes never go out again. A"
                                    + " corrected version needs a new number and new signatures.");
            case RELEASE ->
                    new TicketView.Choice(
                            choice.text(),
                            "Allow these bytes again",
                            "Lifts the quarantine. Nothing goes out by itself: the next deployment"
                                    + " of "
                                    + what
                                    + " starts over, at the canary too.");
            case AGREE ->
                    new TicketView.Choice(
                            choice.text(),
                            "Let it in",
                            "The run goes on into "
                                    + ticket.environment()
                                    + "; approvals, quarantine and freezes are asked again first.");
            case REFUSE ->
                    new TicketView.Choice(
                            choice.text(),
                            "Keep it out",
                            "The run ends, and what it had reached is taken back: the version"
                                    + " before is live again in the environments below.");
            case LAPSED ->
                    new TicketView.Choice(choice.text(), "Nothing to decide", "The run has ended.");
            case ACKNOWLEDGE ->
                    new TicketView.Choice(
                            choice.text(),
                            "Take note",
                            "Says that it was seen, and why it happened. What is in force stays as"
                                    + " it is.");
        };
    }
}
