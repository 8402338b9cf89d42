package hms.core.decide;

import hms.artifact.PolicyId;
import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.LedgerEvent;
import hms.core.event.RunEvent;
import hms.core.pipeline.Stage;
import hms.core.pipeline.Windows;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.RunOptions.Pending;
import hms.core.state.RunStatus;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.core.state.TargetId;
import hms.core.state.WaitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Queueing, starting and going from stage to stage.
final class RunDecisions {

    private RunDecisions() {}

    static Decision queue(State state, Command.QueueRun c, Instant at) {
        return Permission.of(c.caller(), Scope.POLICY_DEPLOY)
                .on(c.members())
                .in(c.environment())
                .then(
                        () ->
                                repeated(state, c)
                                        .or(
                                                () ->
                                                        mayQueue(state, c, at)
                                                                .map(r -> Decider.refused(c, r)))
                                        .orElseGet(() -> queued(state, c, at)));
    }

    private static Optional<Decision> repeated(State state, Command.QueueRun c) {
        return Repetition.of(
                state, c, c.request(), result -> new Answer.Queued(Integer.parseInt(result), true));
    }

    private static Optional<Refusal> mayQueue(State state, Command.QueueRun c, Instant at) {
        if (c.members().isEmpty()) {
            return Optional.of(
                    Refusal.incorrect(
                            "empty-release",
                            "The release is empty.",
                            "Name at least one artifact."));
        }
        if (state.configuration().environment(c.environment()).isEmpty()) {
            return Optional.of(
                    Refusal.notFound(
                            "no-such-environment",
                            "There is no environment " + c.environment() + ".",
                            "Environments here: "
                                    + String.join(
                                            ", ",
                                            state.configuration().inOrder().stream()
                                                    .map(e -> e.id().value())
                                                    .toList())));
        }
        var closed =
                c.options()
                        .schedule()
                        .flatMap(s -> state.configuration().closed(c.environment(), s));
        if (closed.isPresent()) {
            return Optional.of(closed(c, closed.get()));
        }
        var stranger =
                c.options().partners().orElse(List.of()).stream()
                        .filter(p -> state.configuration().partner(p).isEmpty())
                        .findFirst();
        if (stranger.isPresent()) {
            return Optional.of(
                    Refusal.notFound(
                            "no-such-partner",
                            "There is no partner " + stranger.get() + ".",
                            "Name one that hms.yaml has under `partners:`."));
        }
        Set<PolicyId> policies = new HashSet<>();
        for (var key : c.members()) {
            if (!policies.add(key.policy())) {
                return Optional.of(
                        Refusal.incorrect(
                                "policy-twice",
                                "The release names " + key.policy() + " twice.",
                                "A release has one version of a policy; leave the other out."));
            }
        }
        return Eligibility.missingOnWay(state, c.members(), c.environment(), at)
                .or(
                        () ->
                                c.members().stream()
                                        .flatMap(key -> inTheWay(state, c, key, at).stream())
                                        .findFirst());
    }

    private static Refusal closed(Command.QueueRun c, Windows.Closed closed) {
        return Refusal.conflict(
                "closed",
                closed.frozen()
                        ? c.environment() + " is frozen at the time of the schedule."
                        : c.environment()
                                + " has no maintenance window at the time of the schedule.",
                "Schedule it for " + closed.until() + " or later.");
    }

    private static Optional<Refusal> inTheWay(
            State state, Command.QueueRun c, ArtifactKey key, Instant at) {
        var line = new Line(c.environment(), key.policy());
        var lower = notAbove(state, line, key, at);
        if (lower.isPresent()) {
            return lower;
        }
        var same =
                state.runs().openOf(line).stream()
                        .filter(run -> run.members().contains(key))
                        .findFirst();
        if (same.isPresent() && !c.options().supersede()) {
            return Optional.of(
                    Refusal.conflict(
                            "already-queued",
                            key + " is on its way already, in run #" + same.get().number() + ".",
                            "Follow it: hms run " + same.get().number() + " --follow"));
        }
        var pending = state.live().history(line).pending(at);
        if (!pending.isEmpty() && c.options().pending() == Pending.UNSAID) {
            var waiting = pending.getFirst().entry();
            return Optional.of(
                    Refusal.conflict(
                            "schedule-pending",
                            key.policy()
                                    + "@"
                                    + waiting.version()
                                    + " waits in "
                                    + c.environment()
                                    + " to be in force from "
                                    + waiting.from()
                                    + ".",
                            "Say what becomes of it: --keep-schedule or --cancel-schedule"));
        }
        return Optional.empty();
    }

    /// A version is deployed over a lower one only; the way back is a rollback.
    static Optional<Refusal> notAbove(State state, Line line, ArtifactKey key, Instant at) {
        var live = state.live().inForce(line, at);
        if (live.isEmpty() || key.version().compareTo(live.get().version()) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                key.version().equals(live.get().version())
                        ? Refusal.conflict(
                                "already-live",
                                key + " is in force in " + line.environment() + " already.",
                                "Nothing is to be done.")
                        : Refusal.conflict(
                                "version-not-above-live",
                                "Version "
                                        + key.version()
                                        + " is not above what is live, "
                                        + live.get().version()
                                        + ".",
                                "Raise `version`, or go back: hms rollback " + key));
    }

    private static Decision queued(State state, Command.QueueRun c, Instant at) {
        int run = state.runs().last() + 1;
        var events = new ArrayList<Event>();
        if (c.options().supersede()) {
            c.members().stream()
                    .flatMap(
                            key ->
                                    state
                                            .runs()
                                            .openOf(new Line(c.environment(), key.policy()))
                                            .stream())
                    .map(Run::number)
                    .distinct()
                    .flatMap(number -> state.runs().open(number).stream())
                    .forEach(
                            open ->
                                    events.addAll(
                                            Ending.of(
                                                    Ahead.of(state, events, at),
                                                    open,
                                                    at,
                                                    RunStatus.FAILURE,
                                                    "Deploy failed: superseded by run #" + run)));
        }
        int per = ArtifactDecisions.PER_ENTRY;
        int last = Math.max(0, c.members().size() - per);
        for (int i = 0; i < last; i += per) {
            events.add(
                    new RunEvent.RunMembers(run, c.members().subList(i, Math.min(last, i + per))));
        }
        var pipeline =
                state.configuration()
                        .environment(c.environment())
                        .flatMap(e -> state.configuration().pipeline(e.pipeline()))
                        .orElseThrow();
        events.add(
                new RunEvent.RunQueued(
                        run,
                        c.environment(),
                        pipeline.name(),
                        c.members().subList(last, c.members().size()),
                        c.members().size(),
                        c.options(),
                        Applying.stages(state, pipeline, c, at)));
        c.request()
                .ifPresent(
                        r ->
                                events.add(
                                        new LedgerEvent.RequestAnswered(
                                                r.key(), r.body(), Integer.toString(run))));
        return Decision.by(c.caller().principal(), events, new Answer.Queued(run, false));
    }

    static Decision start(State state, Command.StartRun c) {
        var run = state.runs().open(c.run());
        if (run.isEmpty() || !(run.get().phase() instanceof Run.Phase.Queued)) {
            return stale(c);
        }
        return Readiness.canStart(state, run.get())
                ? Decision.system(List.of(new RunEvent.RunStarted(c.run())))
                : stale(c);
    }

    /// Begins the next stage. Approvals are asked for again; a stage that waits for an instant says
    /// until when.
    static Decision begin(State state, Command.BeginStage c, Instant at) {
        var found = state.runs().open(c.run());
        if (found.isEmpty()) {
            return stale(c);
        }
        var run = found.get();
        var next = run.next();
        if (next.isEmpty() || !next.get().id().equals(c.stage())) {
            return stale(c);
        }
        int attempt = attempt(state, run, at);
        if (attempt == 0) {
            return stale(c);
        }
        if (beforeRollout(run)) {
            var missing =
                    run.environments().stream()
                            .flatMap(
                                    where ->
                                            Eligibility.missing(state, run.members(), where, at)
                                                    .stream())
                            .findFirst();
            if (missing.isPresent()) {
                return Decision.system(
                        Ending.of(
                                state,
                                run,
                                at,
                                RunStatus.FAILURE,
                                "Deploy failed: " + missing.get().message()));
            }
        }
        var instead =
                run.phase() instanceof Run.Phase.InStage
                        ? Optional.<Decision>empty()
                        : instead(state, run, next.get(), at);
        if (instead.isPresent()) {
            return instead.get();
        }
        return Decision.system(
                List.of(new RunEvent.StageStarted(run.number(), c.stage(), attempt)));
    }

    /// Which attempt this is; 0 if the stage cannot begin now.
    private static int attempt(State state, Run run, Instant at) {
        return switch (run.phase()) {
            case Run.Phase.Ready r -> 1;
            case Run.Phase.InStage s -> s.attempt() + 1;
            case Run.Phase.Waiting w -> Readiness.isOver(state, run, w, at) ? 1 : 0;
            case Run.Phase.Scheduled s -> at.isBefore(s.until()) ? 0 : 1;
            case Run.Phase.Queued q -> 0;
            case Run.Phase.Baking b -> 0;
            case Run.Phase.TakingBack t -> 0;
            case Run.Phase.Halted h -> 0;
            case Run.Phase.Ended e -> 0;
        };
    }

    /// What happens in place of a stage's beginning: it waits, or is passed over.
    private static Optional<Decision> instead(State state, Run run, Stage stage, Instant at) {
        return switch (stage.uses()) {
            case CANARY ->
                    closed(state, run, stage, at)
                            .or(() -> CanaryDecisions.begin(state, run, stage, at));
            case APPLY, CHAOS, ROLLOUT -> closed(state, run, stage, at);
            case GATE -> GateDecisions.ask(state, run, stage);
            case ACTIVATE -> Activations.waiting(state, run, at);
            case VALIDATE, PACKAGE, TEST, SIMULATE, SCAN, CHECK -> Optional.empty();
            case PUBLISH, TAG, NOTIFY -> Optional.empty();
        };
    }

    /// An environment that may not be touched now is waited for.
    private static Optional<Decision> closed(State state, Run run, Stage stage, Instant at) {
        return state.configuration()
                .closed(run.environmentOf(stage), at)
                .map(
                        closed ->
                                Decision.system(
                                        List.of(
                                                new RunEvent.RunWaiting(
                                                        run.number(),
                                                        stage.id(),
                                                        closed.frozen()
                                                                ? WaitReason.FREEZE
                                                                : WaitReason.MAINTENANCE,
                                                        Optional.of(closed.until())))));
    }

    /// Ends a run whose targets have been brought what was there before, or could not be.
    static Decision endTakingBack(State state, Command.EndTakingBack c) {
        var run = state.runs().open(c.run());
        if (run.isEmpty()
                || !(run.get().phase() instanceof Run.Phase.TakingBack taking)
                || !Readiness.isTakenBack(state, run.get())) {
            return stale(c);
        }
        var astray = state.targets().toTakeBack(c.run());
        var error =
                astray.isEmpty()
                        ? taking.error()
                        : taking.error()
                                + "; not reached to take it back, and tried again: "
                                + astray.stream()
                                        .map(TargetId::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", "));
        return Decision.system(
                List.of(
                        new RunEvent.RunEnded(
                                c.run(), taking.status(), taking.stage(), Optional.of(error))));
    }

    private static boolean beforeRollout(Run run) {
        return run.stages().stream()
                .filter(s -> Applying.isFinalRollout(run, s))
                .noneMatch(s -> run.record(s.id()).isPresent());
    }

    /// The driver asked for something that the state no longer allows: it looks again and goes on
    /// from there.
    static Decision stale(Command command) {
        return Decider.refused(
                command,
                Refusal.conflict(
                        "stale", "The run is not where the caller took it to be.", "Look again."));
    }

    /// Whether the run has delivered its release already, to everybody in an environment.
    static boolean hasRolledOut(State state, Run run, EnvironmentId where) {
        return run.members().stream()
                .anyMatch(
                        key ->
                                state.live()
                                        .history(new Line(where, key.policy()))
                                        .hasRolledOut(run.number()));
    }
}
