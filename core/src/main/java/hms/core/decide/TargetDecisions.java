package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.TargetEvent;
import hms.core.event.TicketEvent;
import hms.core.state.Line;
import hms.core.state.State;
import hms.core.state.TargetId;
import hms.core.state.Targets;
import hms.core.state.TicketKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What came of bringing a target that was behind what is in force.
final class TargetDecisions {

    private TargetDecisions() {}

    static Decision result(State state, Command.TargetResult c) {
        return switch (c) {
            case Command.TargetResult.CaughtUp r ->
                    isCurrent(state, r.target(), r.since())
                            ? Decision.system(
                                    List.of(
                                            new TargetEvent.TargetCaughtUp(
                                                    r.target(),
                                                    r.sequence(),
                                                    r.shipment(),
                                                    r.count(),
                                                    r.said())))
                            : RunDecisions.stale(c);
            case Command.TargetResult.Missed r ->
                    isCurrent(state, r.target(), r.since())
                            ? Decision.system(missed(state, r))
                            : RunDecisions.stale(c);
        };
    }

    /// What changed meanwhile has to be brought too.
    private static boolean isCurrent(State state, TargetId target, long since) {
        return state.targets().behind(target).filter(b -> b.since() == since).isPresent();
    }

    private static List<Event> missed(State state, Command.TargetResult.Missed r) {
        var behind = state.targets().behind(r.target()).orElseThrow();
        var events = new ArrayList<Event>();
        events.add(
                new TargetEvent.TargetMissed(
                        r.target(), behind.attempts() + 1, r.reason(), r.next()));
        if (r.next().isEmpty()) {
            events.add(astray(state, r.target(), behind));
        }
        return events;
    }

    private static TicketEvent.TicketOpened astray(
            State state, TargetId target, Targets.Behind behind) {
        var policy = behind.policies().getFirst();
        var version =
                state.live()
                        .inForce(new Line(target.environment(), policy), state.at())
                        .map(entry -> entry.version())
                        .or(() -> state.policies().policy(policy).flatMap(p -> p.latest()));
        return new TicketEvent.TicketOpened(
                state.tickets().last() + 1,
                TicketKind.TARGET_ASTRAY,
                OptionalInt.empty(),
                target.environment(),
                policy,
                version.orElseThrow(),
                Optional.empty());
    }
}
