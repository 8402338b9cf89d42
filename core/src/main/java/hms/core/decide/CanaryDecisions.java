package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.event.TicketEvent;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.CanaryVerdict;
import hms.core.state.Line;
import hms.core.state.Policies;
import hms.core.state.Register;
import hms.core.state.Run;
import hms.core.state.RunOptions;
import hms.core.state.State;
import hms.core.state.TicketKind;
import hms.trust.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Who has a version before the others, and what becomes of one that does harm.
///
/// A version must bind nobody before its effective instant: until then its canary is a shadow. From
/// then on, or where it has none, the canary is enforced, and comes after the publication.
final class CanaryDecisions {

    /// The option of a canary stage that says which of the two it is.
    private static final String MODE = "mode";

    private static final String SHADOW = "shadow";

    private CanaryDecisions() {}

    static boolean isShadow(Stage stage) {
        return SHADOW.equals(stage.options().get(MODE));
    }

    /// The ids of the pipeline's stages that a release has, if those are not all: one that is in
    /// force at once has no shadow, one that is still to come has no enforced canary.
    static Optional<List<String>> applying(
            State state, List<Stage> stages, Command.QueueRun c, Instant at) {
        var some =
                stages.stream()
                        .filter(
                                s ->
                                        s.uses() != StageKind.CANARY
                                                || hasMembers(
                                                        state,
                                                        c.members(),
                                                        c.options(),
                                                        at,
                                                        isShadow(s)))
                        .map(Stage::id)
                        .toList();
        return some.size() == stages.size() ? Optional.empty() : Optional.of(some);
    }

    private static boolean hasMembers(
            State state,
            List<ArtifactKey> members,
            RunOptions options,
            Instant at,
            boolean shadow) {
        return members.stream()
                .flatMap(key -> state.policies().submitted(key).stream())
                .anyMatch(s -> isToCome(s, options, at) == shadow);
    }

    private static boolean isToCome(Policies.Submitted submitted, RunOptions options, Instant at) {
        return submitted.begins(options, at).isAfter(at);
    }

    /// What is said at the beginning of a canary that cannot be one; empty if it can.
    static Optional<Decision> begin(State state, Run run, Stage stage, Instant at) {
        if (!hasMembers(state, run.members(), run.options(), at, isShadow(stage))) {
            return Optional.of(
                    skipped(run, stage, isShadow(stage) ? "in force at once" : "not in force yet"));
        }
        if (state.live().seen().contains(run.environment())) {
            return Optional.empty();
        }
        var demanding = run.members().stream().filter(key -> demandsCanary(state, key)).findFirst();
        if (demanding.isPresent()) {
            return Optional.of(
                    Decision.system(
                            Ending.of(
                                    state,
                                    run,
                                    at,
                                    hms.core.state.RunStatus.FAILURE,
                                    "Deploy failed: the governance of "
                                            + demanding.get().policy()
                                            + " requires a canary, and no subscriber was ever seen"
                                            + " in "
                                            + run.environment()
                                            + " to observe one; connect one, then deploy again")));
        }
        return Optional.of(skipped(run, stage, "no subscribers"));
    }

    private static boolean demandsCanary(State state, ArtifactKey key) {
        var submitted = state.policies().submitted(key).orElseThrow();
        return state.configuration()
                .governance()
                .demandFor(key.policy(), submitted.tags(), submitted.agency())
                .canary();
    }

    private static Decision skipped(Run run, Stage stage, String why) {
        return Decision.system(
                List.of(
                        new RunEvent.StageStarted(run.number(), stage.id(), 1),
                        new RunEvent.StageFinished(
                                run.number(),
                                stage.id(),
                                hms.core.state.StageOutcome.SKIPPED,
                                why,
                                Optional.empty())));
    }

    static Decision expose(State state, Command.Expose c, Instant at) {
        var found = state.runs().open(c.run());
        if (found.isEmpty() || !isIn(found.get(), c.stage())) {
            return RunDecisions.stale(c);
        }
        var run = found.get();
        var stage = run.next().orElseThrow();
        if (run.phase() instanceof Run.Phase.InStage || c.selector().isEmpty()) {
            var overtaken =
                    isShadow(stage)
                            ? Optional.<Refusal>empty()
                            : StageDecisions.overtaken(state, run, at);
            if (overtaken.isPresent()) {
                return Decision.system(
                        Ending.of(
                                state,
                                run,
                                at,
                                hms.core.state.RunStatus.FAILURE,
                                "Deploy failed: " + overtaken.get().message()));
            }
        }
        var events = new ArrayList<Event>();
        if (c.selector().isPresent()) {
            events.addAll(exposed(state, run, stage, c, at));
        } else {
            events.addAll(StageDecisions.rolledOut(state, run, c.digests(), at));
        }
        events.add(new RunEvent.StageBaking(run.number(), stage.id(), c.until()));
        return Decision.system(events);
    }

    private static List<Event> exposed(
            State state, Run run, Stage stage, Command.Expose c, Instant at) {
        var events = new ArrayList<Event>();
        var selector = c.selector().orElseThrow();
        for (int i = 0; i < run.members().size(); i++) {
            var key = run.members().get(i);
            var submitted = state.policies().submitted(key).orElseThrow();
            if (isToCome(submitted, run.options(), at) != isShadow(stage)) {
                continue;
            }
            var before = state.live().history(new Line(run.environment(), key.policy())).canary();
            var ours = before.filter(canary -> canary.run() == run.number());
            if (ours.isEmpty()) {
                events.add(
                        new LiveEvent.CanaryStarted(
                                run.number(),
                                run.environment(),
                                key.policy(),
                                key.version(),
                                c.digests().get(i),
                                selector,
                                isShadow(stage)));
            } else if (!ours.get().selector().equals(selector)) {
                events.add(
                        new LiveEvent.CanaryWidened(
                                run.number(),
                                run.environment(),
                                key.policy(),
                                key.version(),
                                selector));
            }
        }
        return events;
    }

    /// Whether the run is at work on the stage, or watches what it made visible.
    static boolean isIn(Run run, String stage) {
        return switch (run.phase()) {
            case Run.Phase.InStage in -> in.stage().equals(stage);
            case Run.Phase.Baking b -> b.stage().equals(stage);
            case Run.Phase.Halted h -> false;
            case Run.Phase.Queued q -> false;
            case Run.Phase.Ready r -> false;
            case Run.Phase.Scheduled s -> false;
            case Run.Phase.Ended e -> false;
        };
    }

    /// What ends every canary of the run.
    static List<LiveEvent.CanaryEnded> ended(State state, Run run) {
        var events = new ArrayList<LiveEvent.CanaryEnded>();
        for (var key : run.members()) {
            state.live()
                    .history(new Line(run.environment(), key.policy()))
                    .canary()
                    .filter(canary -> canary.run() == run.number())
                    .ifPresent(
                            canary ->
                                    events.add(
                                            new LiveEvent.CanaryEnded(
                                                    run.number(),
                                                    run.environment(),
                                                    key.policy(),
                                                    key.version())));
        }
        return events;
    }

    /// A canary that passed goes on, if it is enforced, until the rollout takes its place: who has
    /// the version keeps it.
    static List<Event> passed(State state, Run run, Stage stage) {
        return isShadow(stage) ? List.copyOf(ended(state, run)) : List.of();
    }

    /// What follows from a canary that did not pass. It is withdrawn at once, also from the
    /// register. What did harm is quarantined, and a person is asked.
    static List<Event> stopped(
            State state, Run run, CanaryVerdict verdict, Optional<Digest> evidence) {
        var events = new ArrayList<Event>(ended(state, run));
        events.addAll(withdrawn(state, run));
        if (verdict == CanaryVerdict.FAILED) {
            int ticket = state.tickets().last() + 1;
            for (var key : run.members()) {
                state.live()
                        .history(new Line(run.environment(), key.policy()))
                        .canary()
                        .filter(canary -> canary.run() == run.number())
                        .ifPresent(
                                canary ->
                                        events.add(
                                                new TicketEvent.DigestQuarantined(
                                                        key.policy(),
                                                        key.version(),
                                                        canary.digest(),
                                                        ticket)));
            }
            var first = run.members().getFirst();
            events.add(
                    new TicketEvent.TicketOpened(
                            ticket,
                            TicketKind.CANARY_FAILED,
                            OptionalInt.of(run.number()),
                            run.environment(),
                            first.policy(),
                            first.version(),
                            evidence));
        }
        return events;
    }

    /// Withdraws from the register what this run published and nothing put in force.
    static List<Event> withdrawn(State state, Run run) {
        var events = new ArrayList<Event>();
        int number = state.register().last();
        for (var key : run.members()) {
            var published = state.register().of(key).filter(p -> p.run() == run.number());
            var line = new Line(run.environment(), key.policy());
            if (published.isEmpty() || state.live().history(line).hasRolledOut(run.number())) {
                continue;
            }
            number++;
            events.add(
                    new LiveEvent.RuleWithdrawn(
                            run.number(),
                            Register.VOLUME,
                            number,
                            key.policy(),
                            key.version(),
                            published.get().number()));
            events.addAll(
                    NoticeDecisions.notices(
                            state,
                            NoticeDecisions.partners(state, run.options(), key),
                            "policy.withdrawn",
                            OptionalInt.of(run.number()),
                            run.environment(),
                            key));
        }
        return events;
    }

    static Decision seen(State state, Command.NoteSubscriber c) {
        boolean isNew =
                state.configuration().environment(c.environment()).isPresent()
                        && !state.live().seen().contains(c.environment());
        return Decision.system(
                isNew ? List.of(new LiveEvent.SubscriberSeen(c.environment())) : List.of());
    }
}
