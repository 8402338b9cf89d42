package hms.server.view;

import hms.core.decide.Eligibility;
import hms.core.pipeline.Stage;
import hms.core.state.EnvironmentId;
import hms.core.state.Run;
import hms.core.state.State;
import hms.core.state.Tickets;
import hms.core.state.WaitReason;
import hms.server.view.RunView.WaitingView;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a run waits for, and what is still missing for it to go on.
final class Waits {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm zzz", Locale.ENGLISH);

    private Waits() {}

    static Optional<WaitingView> of(State state, RunFacts facts) {
        return facts.phase() instanceof Run.Phase.Waiting waiting
                ? Optional.of(view(state, facts, waiting))
                : Optional.empty();
    }

    private static WaitingView view(State state, RunFacts facts, Run.Phase.Waiting waiting) {
        var gate =
                waiting.reason() == WaitReason.GATE
                        ? state.tickets().openGates(facts.number()).stream().findFirst()
                        : Optional.<Tickets.Ticket>empty();
        return new WaitingView(
                waiting.stage(),
                waiting.reason().text(),
                waiting.until().orElse(null),
                zone(state, facts, waiting).getId(),
                gate.map(ticket -> Integer.toString(ticket.number())).orElse(null),
                missing(state, facts, waiting, gate));
    }

    private static ZoneId zone(State state, RunFacts facts, Run.Phase.Waiting waiting) {
        var where =
                facts.stages().stream()
                        .filter(stage -> stage.id().equals(waiting.stage()))
                        .findFirst()
                        .flatMap(Stage::environmentName)
                        .map(EnvironmentId::new)
                        .orElse(facts.environment());
        return state.configuration()
                .environment(where)
                .flatMap(environment -> environment.rules().zone())
                .orElse(state.configuration().zone());
    }

    private static List<String> missing(
            State state, RunFacts facts, Run.Phase.Waiting waiting, Optional<Tickets.Ticket> gate) {
        var missing = new ArrayList<String>();
        gate.ifPresent(
                ticket ->
                        missing.add(
                                "a person's word: hms ticket resolve "
                                        + ticket.number()
                                        + " --choice agree --reason …"));
        Eligibility.missingOnWay(state, facts.members(), facts.environment(), state.at())
                .ifPresent(refusal -> missing.add(refusal.message()));
        gate.map(Tickets.Ticket::environment)
                .flatMap(where -> closed(state, where, zone(state, facts, waiting)))
                .ifPresent(missing::add);
        if (waiting.until().isPresent()) {
            missing.add(
                    waiting.reason() == WaitReason.FREEZE
                            ? "the end of the freeze"
                            : "a maintenance window");
        }
        return missing;
    }

    private static Optional<String> closed(State state, EnvironmentId where, ZoneId zone) {
        return state.configuration()
                .closed(where, state.at())
                .map(
                        closed ->
                                (closed.frozen() ? "the end of the freeze" : "a maintenance window")
                                        + " of "
                                        + where
                                        + ", "
                                        + LOCAL.withZone(zone).format(closed.until()));
    }
}
