package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.event.TicketEvent;
import hms.core.pipeline.Stage;
import hms.core.state.ArtifactKey;
import hms.core.state.CanaryVerdict;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Live;
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

    /// A release on its way into an environment.
    ///
    /// @param destination where its run goes
    record Going(
            List<ArtifactKey> members,
            RunOptions options,
            EnvironmentId destination,
            EnvironmentId where) {

        static Going of(Run run, Stage stage) {
            return new Going(
                    run.members(), run.options(), run.environment(), run.environmentOf(stage));
        }

        boolean isToCome(State state, Policies.Submitted submitted, Instant at) {
            return Onset.of(state, submitted, options, destination, where, at).isAfter(at);
        }
    }

    /// Whether a canary of the kind has anything to show: one that is in force at once has no
    /// shadow, one that is still to come has no enforced canary.
    static boolean hasMembers(State state, Going going, Instant at, boolean shadow) {
        return going.members().stream()
                .flatMap(key -> state.policies().submitted(key).stream())
                .anyMatch(s -> going.isToCome(state, s, at) == shadow);
    }

    /// What is said at the beginning of a canary that cannot be one; empty if it can.
    static Optional<Decision> begin(State state, Run run, Stage stage, Instant at) {
        var where = run.environmentOf(stage);
        if (!hasMembers(state, Going.of(run, stage), at, isShadow(stage))) {
            return Optional.of(
                    skipped(run, stage, isShadow(stage) ? "in force at once" : "not in force yet"));
        }
        if (state.live().seen().contains(where)) {
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
                                            + where
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
                            : StageDecisions.overtaken(state, run, run.environmentOf(stage), at);
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
            events.addAll(
                    StageDecisions.rolledOut(
                            state, run, run.environmentOf(stage), c.digests(), at));
        }
        events.add(new RunEvent.StageBaking(run.number(), stage.id(), c.until()));
        return Decision.system(events);
    }

    private static List<Event> exposed(
            State state, Run run, Stage stage, Command.Expose c, Instant at) {
        var events = new ArrayList<Event>();
        var selector = c.selector().orElseThrow();
        var going = Going.of(run, stage);
        for (int i = 0; i < run.members().size(); i++) {
            var key = run.members().get(i);
            var submitted = state.policies().submitted(key).orElseThrow();
            if (going.isToCome(state, submitted, at) != isShadow(stage)) {
                continue;
            }
            var before = state.live().history(new Line(going.where(), key.policy())).canary();
            var ours = before.filter(canary -> canary.run() == run.number());
            if (ours.isEmpty()) {
                events.add(
                        new LiveEvent.CanaryStarted(
                                run.number(),
                                going.where(),
                                key.policy(),
                                key.version(),
                                c.digests().get(i),
                                selector,
                                isShadow(stage)));
            } else if (!ours.get().selector().equals(selector)) {
                events.add(
                        new LiveEvent.CanaryWidened(
                                run.number(),
                                going.where(),
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
            case Run.Phase.Waiting w -> false;
            case Run.Phase.TakingBack t -> false;
            case Run.Phase.Queued q -> false;
            case Run.Phase.Ready r -> false;
            case Run.Phase.Scheduled s -> false;
            case Run.Phase.Ended e -> false;
        };
    }

    /// What ends every canary of the run.
    static List<LiveEvent.CanaryEnded> ended(State state, Run run) {
        var events = new ArrayList<LiveEvent.CanaryEnded>();
        for (var environment : run.environments()) {
            for (var key : run.members()) {
                state.live()
                        .history(new Line(environment, key.policy()))
                        .canary()
                        .filter(canary -> canary.run() == run.number())
                        .ifPresent(
                                canary ->
                                        events.add(
                                                new LiveEvent.CanaryEnded(
                                                        run.number(),
                                                        environment,
                                                        key.policy(),
                                                        key.version())));
            }
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
            State state,
            Run run,
            Stage stage,
            CanaryVerdict verdict,
            Optional<Digest> evidence,
            Instant at) {
        var events = new ArrayList<Event>(ended(state, run));
        events.addAll(withdrawn(state, run, at));
        var where = run.environmentOf(stage);
        if (verdict == CanaryVerdict.FAILED) {
            int ticket = state.tickets().last() + 1;
            for (var key : run.members()) {
                state.live()
                        .history(new Line(where, key.policy()))
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
                            where,
                            first.policy(),
                            first.version(),
                            evidence));
        }
        return events;
    }

    /// Withdraws from the register what this run published and nothing put in force.
    static List<Event> withdrawn(State state, Run run, Instant at) {
        var events = new ArrayList<Event>();
        int number = state.register().last();
        for (var key : run.members()) {
            var published = state.register().of(key).filter(p -> p.run() == run.number());
            var line = new Line(run.environment(), key.policy());
            if (published.isEmpty() || wasInForce(state.live().history(line), run, at)) {
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

    private static boolean wasInForce(Live.History history, Run run, Instant at) {
        return history.changes().stream()
                .anyMatch(
                        c ->
                                c instanceof Live.RolledOut r
                                        && r.run() == run.number()
                                        && !r.entry().from().isAfter(at));
    }

    static Decision seen(State state, Command.NoteSubscriber c) {
        boolean isNew =
                state.configuration().environment(c.environment()).isPresent()
                        && !state.live().seen().contains(c.environment());
        return Decision.system(
                isNew ? List.of(new LiveEvent.SubscriberSeen(c.environment())) : List.of());
    }
}
