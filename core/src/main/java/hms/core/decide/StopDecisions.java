package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.LedgerEvent;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.event.TicketEvent;
import hms.core.state.ArtifactKey;
import hms.core.state.Configuration;
import hms.core.state.Line;
import hms.core.state.Live;
import hms.core.state.Run;
import hms.core.state.RunStatus;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.core.state.TicketKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Halt, resume, abort, roll back.
final class StopDecisions {

    private StopDecisions() {}

    static Decision halt(State state, Command.Halt c) {
        return onRun(
                state,
                c,
                c.run(),
                run ->
                        switch (run.phase()) {
                            case Run.Phase.Halted h ->
                                    Decision.by(
                                            c.caller().principal(), List.of(), new Answer.Done());
                            case Run.Phase.Scheduled s ->
                                    Decider.refused(
                                            c,
                                            Refusal.conflict(
                                                    "scheduled",
                                                    "Run #"
                                                            + c.run()
                                                            + " is scheduled: its version is"
                                                            + " delivered and comes by itself.",
                                                    "Cancel it: hms abort " + c.run()));
                            case Run.Phase.TakingBack t -> takingBack(c, c.run());
                            case Run.Phase.Waiting w -> halted(c);
                            case Run.Phase.Queued q -> halted(c);
                            case Run.Phase.Ready r -> halted(c);
                            case Run.Phase.InStage s -> halted(c);
                            case Run.Phase.Baking b -> halted(c);
                            case Run.Phase.Ended e -> ended(c, c.run());
                        });
    }

    private static Decision halted(Command.Halt c) {
        return Decider.done(c, new RunEvent.RunHalted(c.run(), c.reason()));
    }

    static Decision resume(State state, Command.Resume c) {
        return onRun(
                state,
                c,
                c.run(),
                run ->
                        run.phase() instanceof Run.Phase.Halted
                                ? Decider.done(c, new RunEvent.RunResumed(c.run()))
                                : Decider.refused(
                                        c,
                                        Refusal.conflict(
                                                "not-halted",
                                                "Run #" + c.run() + " is not halted.",
                                                "See where it stands: hms run " + c.run())));
    }

    /// Ends the run; what it had rolled out is taken back.
    static Decision abort(State state, Command.Abort c, Instant at) {
        return onRun(
                state,
                c,
                c.run(),
                run -> {
                    if (run.phase() instanceof Run.Phase.TakingBack) {
                        return takingBack(c, c.run());
                    }
                    var events =
                            new Ending(
                                            RunStatus.FAILURE,
                                            run.next().map(hms.core.pipeline.Stage::id),
                                            "Deploy failed: aborted"
                                                    + c.reason().map(r -> ": " + r).orElse(""),
                                            true,
                                            Set.of())
                                    .all(state, run, at);
                    return Decision.by(c.caller().principal(), events, new Answer.Done());
                });
    }

    private static Decision onRun(
            State state,
            Command command,
            int number,
            java.util.function.Function<Run, Decision> decide) {
        if (state.runs().closed(number).isPresent()) {
            return Permission.of(command.caller(), Scope.POLICY_DEPLOY)
                    .then(() -> ended(command, number));
        }
        var run = state.runs().open(number);
        var permission = Permission.of(command.caller(), Scope.POLICY_DEPLOY);
        if (run.isEmpty()) {
            return permission.then(
                    () ->
                            Decider.refused(
                                    command,
                                    Refusal.notFound(
                                            "no-such-run",
                                            "There is no run #" + number + ".",
                                            "hms runs lists them.")));
        }
        return permission
                .on(run.get().members())
                .in(run.get().environment())
                .then(() -> decide.apply(run.get()));
    }

    private static Decision takingBack(Command command, int run) {
        return Decider.refused(
                command,
                Refusal.conflict(
                        "taking-back",
                        "Run #" + run + " is being taken back already.",
                        "Follow it: hms run " + run + " --follow"));
    }

    private static Decision ended(Command command, int run) {
        return Decider.refused(
                command,
                Refusal.conflict(
                        "run-ended", "Run #" + run + " has ended.", "See how: hms run " + run));
    }

    static Decision rollBack(State state, Command.RollBack c, Instant at) {
        return Permission.of(c.caller(), Scope.POLICY_ROLLBACK)
                .on(List.of(c.to()))
                .in(c.environment())
                .then(
                        () ->
                                Repetition.of(
                                                state,
                                                c,
                                                c.request(),
                                                result -> new Answer.RolledBack(c.to(), true))
                                        .orElseGet(() -> rolledBack(state, c, at)));
    }

    private static Decision rolledBack(State state, Command.RollBack c, Instant at) {
        var line = new Line(c.environment(), c.to().policy());
        var history = state.live().history(line);
        var target =
                history.changes().stream()
                        .filter(Live.RolledOut.class::isInstance)
                        .map(Live.RolledOut.class::cast)
                        .filter(r -> r.entry().version().equals(c.to().version()))
                        .filter(r -> !r.entry().from().isAfter(at))
                        .findFirst();
        var current = history.inForce(at);
        var refusal = mayRollBack(state, c, line, target, current, at);
        if (refusal.isPresent()) {
            return Decider.refused(c, refusal.get());
        }
        var events = new ArrayList<Event>();
        for (var run : state.runs().openOf(line)) {
            events.addAll(
                    Ending.of(
                            Ahead.of(state, events, at),
                            run,
                            at,
                            RunStatus.ROLLED_BACK,
                            "Deploy failed: rolled back to " + c.to()));
        }
        for (var pending : history.pending(at)) {
            if (events.stream()
                    .noneMatch(
                            e ->
                                    e instanceof LiveEvent.ScheduleCancelled s
                                            && s.version().equals(pending.entry().version()))) {
                events.add(
                        new LiveEvent.ScheduleCancelled(
                                c.environment(), c.to().policy(), pending.entry().version()));
            }
        }
        events.add(
                new LiveEvent.VersionRolledBack(
                        c.environment(),
                        c.to().policy(),
                        current.map(e -> e.version()),
                        c.to().version(),
                        target.orElseThrow().entry().digest(),
                        target.orElseThrow().entry().until(),
                        c.reason()));
        events.addAll(
                TakeBack.behind(
                        OptionalInt.empty(),
                        state.configuration().targetsOf(c.environment()).stream()
                                .map(Configuration.Target::id)
                                .filter(id -> state.targets().served(id).isPresent())
                                .toList(),
                        List.of(c.to())));
        events.add(
                new TicketEvent.TicketOpened(
                        state.tickets().last() + 1,
                        TicketKind.ROLLED_BACK,
                        OptionalInt.empty(),
                        c.environment(),
                        c.to().policy(),
                        current.map(e -> e.version()).orElse(c.to().version()),
                        c.reason()));
        events.addAll(told(state, c, current.map(e -> e.version())));
        c.request()
                .ifPresent(
                        r ->
                                events.add(
                                        new LedgerEvent.RequestAnswered(
                                                r.key(), r.body(), c.to().toString())));
        return Decision.by(c.caller().principal(), events, new Answer.RolledBack(c.to(), false));
    }

    private static Optional<Refusal> mayRollBack(
            State state,
            Command.RollBack c,
            Line line,
            Optional<Live.RolledOut> target,
            Optional<hms.artifact.Timeline.Entry> current,
            Instant at) {
        if (state.configuration().environment(c.environment()).isEmpty()) {
            return Optional.of(
                    Refusal.notFound(
                            "no-such-environment",
                            "There is no environment " + c.environment() + ".",
                            "hms config shows the environments."));
        }
        if (state.policies().submitted(c.to()).isEmpty()) {
            return Optional.of(
                    Refusal.notFound(
                            "no-such-version",
                            "There is no " + c.to() + ".",
                            "See the versions: hms history " + c.to().policy()));
        }
        var quarantined = Eligibility.quarantined(state, c.to());
        if (quarantined.isPresent()) {
            return quarantined;
        }
        if (target.isEmpty()) {
            return Optional.of(
                    Refusal.conflict(
                            "never-live",
                            c.to()
                                    + " was never in force in "
                                    + line.environment()
                                    + "; a rollback goes to a version that was.",
                            "See the versions: hms history " + c.to().policy()));
        }
        if (current.map(e -> e.version().equals(c.to().version())).orElse(false)) {
            return Optional.of(
                    Refusal.conflict(
                            "already-live",
                            c.to() + " is in force in " + line.environment() + " already.",
                            "Nothing is to be done."));
        }
        if (target.get().entry().until().map(u -> !at.isBefore(u)).orElse(false)) {
            return Optional.of(
                    Refusal.conflict(
                            "expired",
                            c.to() + " expired at " + target.get().entry().until().get() + ".",
                            "Roll back to a version that has not expired."));
        }
        return Optional.empty();
    }

    private static List<? extends Event> told(
            State state, Command.RollBack c, Optional<hms.artifact.Version> from) {
        var partners =
                new LinkedHashSet<>(state.policies().submitted(c.to()).orElseThrow().partners());
        from.flatMap(v -> state.policies().submitted(new ArtifactKey(c.to().policy(), v)))
                .ifPresent(s -> partners.addAll(s.partners()));
        return NoticeDecisions.notices(
                state,
                List.copyOf(partners),
                "policy.rolledback",
                OptionalInt.empty(),
                c.environment(),
                c.to());
    }
}
