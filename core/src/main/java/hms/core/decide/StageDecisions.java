package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.event.TargetEvent;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.CanaryVerdict;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Live;
import hms.core.state.Policies;
import hms.core.state.Register;
import hms.core.state.Run;
import hms.core.state.RunOptions.Pending;
import hms.core.state.RunStatus;
import hms.core.state.StageOutcome;
import hms.core.state.State;
import hms.core.state.TargetId;
import hms.trust.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// What follows from a stage's result. Publication, rollout and activation are decisions, and stand
/// in the same batch as the result: nothing is half published.
final class StageDecisions {

    private StageDecisions() {}

    static Decision finish(State state, Command.FinishStage c, Instant at) {
        var found = state.runs().open(c.run());
        if (found.isEmpty() || !mayFinish(found.get(), c)) {
            return RunDecisions.stale(c);
        }
        var run = found.get();
        var where = run.environmentOf(run.next().orElseThrow());
        var events = new ArrayList<Event>();
        if (c.outcome() == StageOutcome.FAILED) {
            return Decision.system(failed(state, run, c, at));
        }
        var refusal =
                c.kind() == StageKind.ROLLOUT && !RunDecisions.hasRolledOut(state, run, where)
                        ? overtaken(state, run, where, at)
                        : Optional.<Refusal>empty();
        if (refusal.isPresent()) {
            events.addAll(
                    Ending.of(
                            state,
                            run,
                            at,
                            RunStatus.FAILURE,
                            "Deploy failed: " + refusal.get().message()));
            return Decision.system(events);
        }
        var following = following(state, run, c, at);
        events.addAll(following);
        events.add(finished(c, following));
        if (run.done().size() + 1 == run.stages().size()) {
            events.add(
                    new RunEvent.RunEnded(
                            c.run(), RunStatus.SUCCESS, Optional.empty(), Optional.empty()));
        }
        return Decision.system(events);
    }

    /// A halt holds up what goes on, not what stops: a canary that does harm is withdrawn all the
    /// same.
    private static boolean mayFinish(Run run, Command.FinishStage c) {
        return CanaryDecisions.isIn(run, c.stage())
                || (c.outcome() == StageOutcome.FAILED
                        && run.baking().filter(b -> b.stage().equals(c.stage())).isPresent());
    }

    private static List<Event> failed(State state, Run run, Command.FinishStage c, Instant at) {
        var events = new ArrayList<Event>(served(run, c));
        var said = c.summary();
        var stage = run.next().orElseThrow();
        var ending =
                new Ending(
                        RunStatus.FAILURE,
                        Optional.of(c.stage()),
                        prefix(c.kind()) + said + ticketOf(state, c),
                        Applying.isFinalRollout(run, stage),
                        spared(run, stage, c));
        List<? extends Event> undone;
        if (c.found() instanceof Command.Found.Judged j) {
            events.add(
                    new RunEvent.CanaryJudged(
                            c.run(), c.stage(), j.verdict(), j.canary(), j.baseline()));
            events.addAll(
                    CanaryDecisions.stopped(state, run, stage, j.verdict(), c.evidence(), at));
            undone = ending.takenBack(state, run, at);
        } else {
            undone = ending.undone(state, run, at);
        }
        events.addAll(undone);
        events.add(finished(c));
        events.addAll(ending.closing(state, run, at, undone));
        return events;
    }

    private static String ticketOf(State state, Command.FinishStage c) {
        return c.found() instanceof Command.Found.Judged j && j.verdict() == CanaryVerdict.FAILED
                ? "; decide ticket " + (state.tickets().last() + 1)
                : "";
    }

    /// Targets that said that they would not take it, or were not asked to, have what they had.
    private static Set<TargetId> spared(Run run, Stage stage, Command.FinishStage c) {
        return c.found() instanceof Command.Found.Served s
                ? s.receipts().stream()
                        .filter(receipt -> !receipt.outcome().mayHave())
                        .map(receipt -> new TargetId(run.environmentOf(stage), receipt.target()))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static List<Event> served(Run run, Command.FinishStage c) {
        return c.found() instanceof Command.Found.Served s
                ? s.receipts().stream().map(r -> (Event) served(run, c, r)).toList()
                : List.of();
    }

    private static TargetEvent.TargetServed served(
            Run run, Command.FinishStage c, Command.Receipt receipt) {
        return new TargetEvent.TargetServed(
                c.run(),
                c.stage(),
                new TargetId(run.environmentOf(run.next().orElseThrow()), receipt.target()),
                receipt.outcome(),
                receipt.sequence(),
                receipt.shipment(),
                receipt.count(),
                receipt.said());
    }

    private static RunEvent.StageFinished finished(Command.FinishStage c) {
        return new RunEvent.StageFinished(
                c.run(), c.stage(), c.outcome(), c.summary(), c.evidence());
    }

    /// The result as it is recorded. What only the decision knows, such as a citation, is said by
    /// it.
    private static RunEvent.StageFinished finished(Command.FinishStage c, List<Event> following) {
        var said =
                switch (c.kind()) {
                    case PUBLISH -> citation(following).orElse(c.summary());
                    case ACTIVATE -> activation(following).orElse(c.summary());
                    case VALIDATE, PACKAGE, TEST, SIMULATE, SCAN -> c.summary();
                    case GATE, CHECK, APPLY, CHAOS, CANARY, ROLLOUT -> c.summary();
                    case TAG, NOTIFY -> c.summary();
                };
        return new RunEvent.StageFinished(c.run(), c.stage(), c.outcome(), said, c.evidence());
    }

    private static Optional<String> citation(List<Event> following) {
        var numbers =
                following.stream()
                        .filter(LiveEvent.RulePublished.class::isInstance)
                        .map(e -> ((LiveEvent.RulePublished) e).number())
                        .toList();
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        var first = Register.VOLUME + " HMS Reg. " + numbers.getFirst();
        return Optional.of(numbers.size() == 1 ? first : first + " to " + numbers.getLast());
    }

    private static Optional<String> activation(List<Event> following) {
        return following.stream()
                .filter(LiveEvent.VersionActivated.class::isInstance)
                .map(LiveEvent.VersionActivated.class::cast)
                .max(java.util.Comparator.comparingLong(LiveEvent.VersionActivated::lateMs))
                .map(e -> "active since " + e.activatedAt() + late(e.lateMs()));
    }

    private static String late(long ms) {
        return ms < 1_000 ? "" : ", recorded " + ms / 1_000 + " s late";
    }

    private static String prefix(StageKind kind) {
        return kind == StageKind.VALIDATE ? "Validation failed: " : "Deploy failed: ";
    }

    private static List<Event> following(State state, Run run, Command.FinishStage c, Instant at) {
        return switch (c.kind()) {
            case VALIDATE, TEST, SIMULATE, SCAN -> List.of();
            case GATE, CHECK, CHAOS -> List.of();
            case APPLY -> served(run, c);
            case CANARY -> judged(state, run, c);
            case NOTIFY -> List.of();
            case PACKAGE -> built(run, c.found());
            case PUBLISH -> published(state, run, digests(c.found()), at);
            case ROLLOUT ->
                    rolledOut(
                            state,
                            run,
                            run.environmentOf(run.next().orElseThrow()),
                            digests(c.found()),
                            at);
            case ACTIVATE -> List.copyOf(Activations.of(state, run, at));
            case TAG -> tagged(run, c.found());
        };
    }

    private static List<Event> built(Run run, Command.Found found) {
        return found instanceof Command.Found.Built b
                ? List.of(
                        new RunEvent.PackageBuilt(
                                run.number(), b.sha256(), b.sizeBytes(), b.format(), b.blob()))
                : List.of();
    }

    private static List<Event> judged(State state, Run run, Command.FinishStage c) {
        var events = new ArrayList<Event>();
        if (c.found() instanceof Command.Found.Judged j) {
            events.add(
                    new RunEvent.CanaryJudged(
                            c.run(), c.stage(), j.verdict(), j.canary(), j.baseline()));
        }
        events.addAll(CanaryDecisions.passed(state, run, run.next().orElseThrow()));
        return events;
    }

    private static List<Event> tagged(Run run, Command.Found found) {
        return found instanceof Command.Found.Tag t
                ? List.of(new RunEvent.ReleaseTagged(run.number(), t.tag(), t.commit()))
                : List.of();
    }

    private static List<Digest> digests(Command.Found found) {
        return found instanceof Command.Found.Digests d ? d.digests() : List.of();
    }

    /// A register entry for each member that has none: publishing twice the same bytes gives no
    /// second citation.
    private static List<Event> published(State state, Run run, List<Digest> digests, Instant at) {
        var events = new ArrayList<Event>();
        int number = state.register().last();
        for (int i = 0; i < run.members().size(); i++) {
            var key = run.members().get(i);
            if (state.register().of(key).isPresent()) {
                continue;
            }
            number++;
            events.add(
                    new LiveEvent.RulePublished(
                            run.number(),
                            Register.VOLUME,
                            number,
                            key.policy(),
                            key.version(),
                            digests.get(i),
                            state.register().newest(key.policy()).map(Register.Published::number)));
            var submitted = state.policies().submitted(key).orElseThrow();
            if (begins(state, run, submitted, run.environment(), at).isAfter(at)) {
                events.addAll(
                        NoticeDecisions.notices(
                                state,
                                NoticeDecisions.partners(state, run.options(), key),
                                "policy.published",
                                OptionalInt.of(run.number()),
                                run.environment(),
                                key));
            }
        }
        return events;
    }

    /// Rollout compares and sets: a version goes over a lower one only, also when it queued while
    /// another ran, and only if it is still to be in force.
    static Optional<Refusal> overtaken(State state, Run run, EnvironmentId where, Instant at) {
        for (var key : run.members()) {
            var submitted = state.policies().submitted(key).orElseThrow();
            var from = begins(state, run, submitted, where, at);
            var later = from.isAfter(at) ? from : at;
            if (submitted.expires().isPresent() && !submitted.expires().get().isAfter(later)) {
                return Optional.of(
                        Refusal.conflict(
                                "expired",
                                key
                                        + " expires at "
                                        + submitted.expires().get()
                                        + ", before it would be in force.",
                                "Give it a later `expires`."));
            }
        }
        return run.members().stream()
                .filter(key -> where.equals(run.environment()) || !isThere(state, where, key, at))
                .flatMap(
                        key ->
                                RunDecisions.notAbove(state, new Line(where, key.policy()), key, at)
                                        .stream())
                .findFirst();
    }

    private static Instant begins(
            State state, Run run, Policies.Submitted submitted, EnvironmentId where, Instant at) {
        return Onset.of(state, submitted, run.options(), run.environment(), where, at);
    }

    /// Whether the version is in force in an environment already: one on the way to where a run
    /// goes may have it from a run of its own.
    private static boolean isThere(State state, EnvironmentId where, ArtifactKey key, Instant at) {
        return state.live()
                .inForce(new Line(where, key.policy()), at)
                .filter(entry -> entry.version().equals(key.version()))
                .isPresent();
    }

    /// What this run has rolled out already, while it was watched, is not rolled out again.
    static List<Event> rolledOut(
            State state, Run run, EnvironmentId where, List<Digest> digests, Instant at) {
        var events = new ArrayList<Event>();
        if (RunDecisions.hasRolledOut(state, run, where)) {
            return events;
        }
        if (run.options().pending() == Pending.CANCEL && where.equals(run.environment())) {
            run.members().stream()
                    .map(key -> state.live().history(new Line(where, key.policy())))
                    .flatMap(history -> history.pending(at).stream())
                    .map(Live.RolledOut::run)
                    .distinct()
                    .flatMap(number -> state.runs().open(number).stream())
                    .forEach(
                            other ->
                                    events.addAll(
                                            Ending.of(
                                                    Ahead.of(state, events, at),
                                                    other,
                                                    at,
                                                    RunStatus.FAILURE,
                                                    "Deploy failed: its schedule was cancelled by"
                                                            + " run #"
                                                            + run.number())));
        }
        for (int i = 0; i < run.members().size(); i++) {
            var key = run.members().get(i);
            if (isThere(state, where, key, at)) {
                continue;
            }
            var submitted = state.policies().submitted(key).orElseThrow();
            events.add(
                    new LiveEvent.VersionRolledOut(
                            run.number(),
                            where,
                            key.policy(),
                            key.version(),
                            digests.get(i),
                            begins(state, run, submitted, where, at),
                            submitted.expires(),
                            submitted.retroactive()));
        }
        return events;
    }
}
