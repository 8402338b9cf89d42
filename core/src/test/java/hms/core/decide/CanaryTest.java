package hms.core.decide;

import static hms.core.decide.Story.ADMIN;
import static hms.core.decide.Story.CHIEF;
import static hms.core.decide.Story.blob;
import static hms.core.decide.Story.deploy;
import static hms.core.decide.Story.key;
import static hms.core.decide.Story.rollBack;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.Canary;
import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.core.agenda.Agenda;
import hms.core.command.Caller;
import hms.core.command.Command;
import hms.core.decide.Story.Draft;
import hms.core.event.ConfigEvent;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.event.RunEvent.CanaryCounts;
import hms.core.event.TicketEvent;
import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.CanaryVerdict;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.RunOptions;
import hms.core.state.RunStatus;
import hms.core.state.Scope;
import hms.core.state.StageOutcome;
import hms.core.state.TicketChoice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CanaryTest {

    private static final Line LINE =
            new Line(EnvironmentId.PRODUCTION, PolicyId.of("epa-pm25-limit"));
    private static final Selector FIVE = Selector.parse("region:NCR 5%").orElseThrow();

    /// Validation, a shadow canary, publication, a canary, the rollout and activation.
    private static Story opened() {
        var story = Story.opened();
        story.does(
                new Command.Configure(
                        ADMIN,
                        List.of(
                                new ConfigEvent.PipelineDefined(
                                        new Pipeline(
                                                "default",
                                                List.of(
                                                        stage("validate", StageKind.VALIDATE),
                                                        new Stage(
                                                                "shadow",
                                                                StageKind.CANARY,
                                                                "Shadow",
                                                                new TreeMap<>(
                                                                        java.util.Map.of(
                                                                                "mode", "shadow"))),
                                                        stage("publish", StageKind.PUBLISH),
                                                        stage("canary", StageKind.CANARY),
                                                        stage("rollout", StageKind.ROLLOUT),
                                                        stage("activate", StageKind.ACTIVATE)))))));
        story.deployed(Draft.of("epa-pm25-limit@1.5.0"));
        story.does(new Command.NoteSubscriber(EnvironmentId.PRODUCTION));
        return story;
    }

    private static Stage stage(String id, StageKind kind) {
        return new Stage(id, kind, id);
    }

    /// A run that bakes its canary.
    private static int baking(Story story, Draft draft) {
        story.approved(draft);
        story.does(deploy(RunOptions.DEFAULT, draft.key()));
        int run = story.state.runs().last();
        story.drive(run, Optional.of(isToCome(draft) ? "validate" : "publish"));
        var stage = story.state.runs().open(run).orElseThrow().next().orElseThrow().id();
        story.does(new Command.BeginStage(run, stage));
        expose(story, run, stage, Optional.of(FIVE));
        return run;
    }

    private static boolean isToCome(Draft draft) {
        return draft.effective().isPresent();
    }

    private static void expose(Story story, int run, String stage, Optional<Selector> selector) {
        var members = story.state.runs().open(run).orElseThrow().members();
        story.does(
                new Command.Expose(
                        run,
                        stage,
                        members.stream().map(m -> blob("bytes " + m)).toList(),
                        selector,
                        story.now.plus(Duration.ofMinutes(5))));
    }

    private static Command.FinishStage judged(int run, String stage, CanaryVerdict verdict) {
        return new Command.FinishStage(
                run,
                stage,
                StageKind.CANARY,
                verdict == CanaryVerdict.PASSED ? StageOutcome.PASSED : StageOutcome.FAILED,
                "31 alerts, 2 foreseen",
                Optional.of(blob("evidence")),
                new Command.Found.Judged(
                        verdict,
                        new CanaryCounts(5, 0, 120, 0, 31),
                        new CanaryCounts(95, 0, 2_400, 0, 40)));
    }

    private static Optional<Canary> canary(Story story) {
        return story.state.live().history(LINE).canary();
    }

    private static RunStatus ended(Story story, int run) {
        return story.state.runs().closed(run).orElseThrow().status();
    }

    @Test
    void a_canary_without_anybody_who_could_observe_it_is_skipped_and_never_passed() {
        var story = Story.opened();
        int run = story.deployed(Draft.of("epa-pm25-limit@1.5.0"));
        assertThat(ended(story, run)).isEqualTo(RunStatus.SUCCESS);
        assertThat(story.entries)
                .extracting(e -> (Object) e.event())
                .contains(
                        new RunEvent.StageFinished(
                                run,
                                "canary",
                                StageOutcome.SKIPPED,
                                "no subscribers",
                                Optional.empty()));
    }

    @Test
    void governance_can_require_a_canary_that_was_observed() {
        var story = Story.opened();
        var rule =
                new Governance.Rule(
                        new Governance.Match(Optional.empty(), Optional.empty(), Optional.empty()),
                        1,
                        List.of(),
                        false,
                        Optional.empty(),
                        false,
                        Optional.of(true));
        story.does(
                new Command.Configure(
                        ADMIN,
                        List.of(new ConfigEvent.GovernanceSet(new Governance(List.of(rule))))));
        int run = story.deployed(Draft.of("epa-pm25-limit@1.5.0"));
        assertThat(ended(story, run)).isEqualTo(RunStatus.FAILURE);
        assertThat(story.state.runs().closed(run).orElseThrow().error().orElseThrow())
                .contains("requires a canary")
                .contains("connect one");
        assertThat(story.inForce("epa-pm25-limit")).isEmpty();
    }

    @Test
    void a_run_has_the_canary_that_applies_shadow_before_its_instant_enforced_without_one() {
        var story = opened();
        int now = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        var open = story.state.runs().open(now).orElseThrow();
        assertThat(open.stages()).extracting(Stage::id).doesNotContain("shadow");
        assertThat(canary(story).orElseThrow().shadow()).isFalse();
        story.does(new Command.Abort(ADMIN, now, Optional.empty()));

        int later =
                baking(story, Draft.of("epa-pm25-limit@2.1.0").effective("2027-01-01T00:00:00Z"));
        open = story.state.runs().open(later).orElseThrow();
        assertThat(open.stages()).extracting(Stage::id).doesNotContain("canary");
        assertThat(canary(story).orElseThrow().shadow()).isTrue();
        assertThat(story.state.register().of(key("epa-pm25-limit@2.1.0"))).isEmpty();
    }

    @Test
    void what_bakes_is_looked_at_and_neither_begun_again_nor_gone_past() {
        var story = opened();
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        assertThat(Agenda.due(story.state))
                .extracting(Agenda.Due::task)
                .contains(new Agenda.Task.Observe(run))
                .doesNotContain(new Agenda.Task.Advance(run));
        assertThat(story.refused(new Command.BeginStage(run, "canary")).code()).isEqualTo("stale");
        assertThat(story.refused(new Command.BeginStage(run, "rollout")).code()).isEqualTo("stale");
        var baking = story.state.runs().open(run).orElseThrow().baking().orElseThrow();
        assertThat(baking.until()).isAfter(baking.since());
    }

    @Test
    void who_has_a_version_that_passed_keeps_it_until_all_have_it() {
        var story = opened();
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        story.does(judged(run, "canary", CanaryVerdict.PASSED));
        assertThat(canary(story)).isPresent();
        story.drive(run);
        assertThat(canary(story)).isEmpty();
        assertThat(story.inForce("epa-pm25-limit")).contains("2.0.0");
        assertThat(ended(story, run)).isEqualTo(RunStatus.SUCCESS);
    }

    @Test
    void a_shadow_that_passed_is_over() {
        var story = opened();
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0").effective("2027-01-01T00:00:00Z"));
        story.does(judged(run, "shadow", CanaryVerdict.PASSED));
        assertThat(canary(story)).isEmpty();
        story.drive(run);
        assertThat(story.state.runs().open(run).orElseThrow().status())
                .isEqualTo(RunStatus.SCHEDULED);
    }

    @Test
    void what_does_harm_is_withdrawn_quarantined_and_put_before_a_person_in_one_act() {
        var story = opened();
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        var decision = story.asked(judged(run, "canary", CanaryVerdict.FAILED));
        assertThat(decision.events())
                .hasAtLeastOneElementOfType(LiveEvent.CanaryEnded.class)
                .hasAtLeastOneElementOfType(LiveEvent.RuleWithdrawn.class)
                .hasAtLeastOneElementOfType(RunEvent.CanaryJudged.class)
                .hasAtLeastOneElementOfType(TicketEvent.DigestQuarantined.class);
        story.does(judged(run, "canary", CanaryVerdict.FAILED));
        assertThat(canary(story)).isEmpty();
        assertThat(story.inForce("epa-pm25-limit")).contains("1.5.0");
        assertThat(ended(story, run)).isEqualTo(RunStatus.FAILURE);
        assertThat(story.state.runs().closed(run).orElseThrow().error())
                .hasValue("Deploy failed: 31 alerts, 2 foreseen; decide ticket 1");
        assertThat(story.state.register().withdrawnBy()).containsEntry(2, 3);
        assertThat(story.state.register().of(key("epa-pm25-limit@2.0.0"))).isEmpty();
        assertThat(story.state.register().newest(PolicyId.of("epa-pm25-limit")).orElseThrow())
                .extracting(p -> p.version().toString())
                .isEqualTo("1.5.0");
        assertThat(story.state.notices().open().values())
                .extracting(n -> n.type())
                .contains("policy.withdrawn");
    }

    @Test
    void the_same_bytes_go_out_again_only_after_a_person_released_them() {
        var story = opened();
        var two = Draft.of("epa-pm25-limit@2.0.0");
        story.does(judged(baking(story, two), "canary", CanaryVerdict.FAILED));
        var again = deploy(RunOptions.DEFAULT, two.key());
        var refusal = story.refused(again);
        assertThat(refusal.code()).isEqualTo("quarantined");
        assertThat(refusal.remedy()).contains("hms ticket resolve 1");

        var reader = new Caller("p-x", Set.of(Scope.POLICY_DEPLOY), Set.of(), Set.of());
        var reason = blob("the instruments were at fault");
        assertThat(
                        story.refused(
                                        new Command.ResolveTicket(
                                                reader, 1, TicketChoice.RELEASE, reason))
                                .code())
                .isEqualTo("missing-scope");
        assertThat(
                        story.refused(
                                        new Command.ResolveTicket(
                                                CHIEF, 1, TicketChoice.ACKNOWLEDGE, reason))
                                .code())
                .isEqualTo("no-such-choice");
        assertThat(
                        story.refused(
                                        new Command.ResolveTicket(
                                                CHIEF, 7, TicketChoice.RELEASE, reason))
                                .code())
                .isEqualTo("no-such-ticket");
        story.does(new Command.ResolveTicket(CHIEF, 1, TicketChoice.RELEASE, reason));
        assertThat(
                        story.refused(
                                        new Command.ResolveTicket(
                                                CHIEF, 1, TicketChoice.UPHOLD, reason))
                                .code())
                .isEqualTo("ticket-resolved");
        story.does(again);
        int run = story.state.runs().last();
        story.drive(run, Optional.of("publish"));
        assertThat(story.state.register().of(two.key()).orElseThrow().number()).isEqualTo(4);
    }

    @Test
    void upholding_leaves_the_bytes_where_they_are_and_a_higher_version_is_free() {
        var story = opened();
        story.does(
                judged(
                        baking(story, Draft.of("epa-pm25-limit@2.0.0")),
                        "canary",
                        CanaryVerdict.FAILED));
        story.does(new Command.ResolveTicket(CHIEF, 1, TicketChoice.UPHOLD, blob("harm")));
        assertThat(story.refused(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@2.0.0"))).code())
                .isEqualTo("quarantined");
        baking(story, Draft.of("epa-pm25-limit@2.0.1"));
        assertThat(canary(story).orElseThrow().version().toString()).isEqualTo("2.0.1");
    }

    @Test
    void too_little_to_tell_stops_without_a_verdict_on_the_bytes() {
        var story = opened();
        var two = Draft.of("epa-pm25-limit@2.0.0");
        int run = baking(story, two);
        story.does(judged(run, "canary", CanaryVerdict.INCONCLUSIVE));
        assertThat(ended(story, run)).isEqualTo(RunStatus.FAILURE);
        assertThat(canary(story)).isEmpty();
        assertThat(story.state.tickets().all()).isEmpty();
        assertThat(story.state.register().withdrawnBy()).isNotEmpty();
        story.does(deploy(RunOptions.DEFAULT, two.key()));
    }

    @Test
    void a_halt_holds_up_a_canary_that_is_well_and_not_the_withdrawal_of_one_that_is_not() {
        var story = opened();
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        story.does(new Command.Halt(ADMIN, run, Optional.empty()));
        assertThat(Agenda.due(story.state))
                .extracting(Agenda.Due::task)
                .contains(new Agenda.Task.Observe(run));
        assertThat(story.refused(judged(run, "canary", CanaryVerdict.PASSED)).code())
                .isEqualTo("stale");
        story.does(judged(run, "canary", CanaryVerdict.FAILED));
        assertThat(canary(story)).isEmpty();
        assertThat(ended(story, run)).isEqualTo(RunStatus.FAILURE);
    }

    @Test
    void a_resumed_run_goes_on_with_the_bake_it_was_in() {
        var story = opened();
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        var before = story.state.runs().open(run).orElseThrow().phase();
        story.does(new Command.Halt(ADMIN, run, Optional.empty()));
        story.does(new Command.Resume(ADMIN, run));
        assertThat(story.state.runs().open(run).orElseThrow().phase()).isEqualTo(before);
    }

    @Test
    void abort_and_rollback_end_a_canary_and_withdraw_what_was_published() {
        var story = opened();
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        story.does(new Command.Abort(ADMIN, run, Optional.empty()));
        assertThat(canary(story)).isEmpty();
        assertThat(story.state.register().withdrawnBy()).containsEntry(2, 3);

        story.deployed(Draft.of("epa-pm25-limit@2.1.0"));
        var three = baking(story, Draft.of("epa-pm25-limit@3.0.0"));
        story.does(rollBack("epa-pm25-limit@1.5.0"));
        assertThat(canary(story)).isEmpty();
        assertThat(ended(story, three)).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(story.inForce("epa-pm25-limit")).contains("1.5.0");
    }

    @Test
    void a_rollback_asks_somebody_to_take_note() {
        var story = opened();
        story.does(
                judged(
                        baking(story, Draft.of("epa-pm25-limit@2.0.0")),
                        "canary",
                        CanaryVerdict.PASSED));
        story.drive(2);
        story.does(rollBack("epa-pm25-limit@1.5.0"));
        var ticket = story.state.tickets().ticket(1).orElseThrow();
        assertThat(ticket.version().toString()).isEqualTo("2.0.0");
        assertThat(ticket.kind().choices()).containsExactly(TicketChoice.ACKNOWLEDGE);
    }

    @Test
    void two_runs_that_are_superseded_in_one_act_are_withdrawn_under_two_numbers() {
        var story = opened();
        baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        baking(story, Draft.of("chip-income-cap@1.0.0"));
        var both = RunOptions.of(Optional.empty(), RunOptions.Pending.UNSAID, true, false);
        story.approved(Draft.of("epa-pm25-limit@2.1.0"));
        story.approved(Draft.of("chip-income-cap@1.1.0"));
        story.does(deploy(both, key("epa-pm25-limit@2.1.0"), key("chip-income-cap@1.1.0")));
        assertThat(story.state.register().withdrawnBy().values())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void a_rollout_that_is_watched_is_rolled_out_once_and_taken_back_if_it_does_not_converge() {
        var story = opened();
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        story.does(judged(run, "canary", CanaryVerdict.PASSED));
        story.does(new Command.BeginStage(run, "rollout"));
        expose(story, run, "rollout", Optional.of(FIVE.withBuckets(2_500)));
        assertThat(canary(story).orElseThrow().selector().percent()).isEqualTo("25%");
        expose(story, run, "rollout", Optional.empty());
        assertThat(story.inForce("epa-pm25-limit")).contains("2.0.0");
        assertThat(canary(story)).isEmpty();
        var rollouts =
                story.entries.stream()
                        .filter(e -> e.event() instanceof LiveEvent.VersionRolledOut)
                        .count();
        story.does(
                new Command.FinishStage(
                        run,
                        "rollout",
                        StageKind.ROLLOUT,
                        StageOutcome.FAILED,
                        "9,000 of 10,000 on 2.0.0",
                        Optional.empty(),
                        new Command.Found.Nothing()));
        assertThat(rollouts).isEqualTo(2);
        assertThat(ended(story, run)).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(story.inForce("epa-pm25-limit")).contains("1.5.0");
    }

    @Test
    void readers_hear_of_canaries_and_rollouts_and_not_that_an_instant_came() {
        var story = opened();
        var live = story.state.live();
        assertThat(live.changes(EnvironmentId.PRODUCTION)).hasSize(1);
        long rolledOut = live.history(LINE).changed();
        assertThat(live.history(LINE).changes().getLast())
                .isInstanceOf(hms.core.state.Live.Activated.class);
        assertThat(live.history(LINE).changes().getLast().index()).isGreaterThan(rolledOut);
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        assertThat(story.state.live().history(LINE).changed()).isGreaterThan(rolledOut);
        story.does(new Command.Abort(ADMIN, run, Optional.empty()));
        assertThat(story.state.live().changes(EnvironmentId.PRODUCTION))
                .hasSize(1)
                .containsKey(story.state.live().history(LINE).changed());
    }

    @Test
    void a_subscriber_is_noted_once() {
        var story = opened();
        assertThat(story.asked(new Command.NoteSubscriber(EnvironmentId.PRODUCTION)).events())
                .isEmpty();
        assertThat(story.asked(new Command.NoteSubscriber(new EnvironmentId("nowhere"))).events())
                .isEmpty();
    }

    @Test
    void a_bake_ends_only_what_it_is() {
        var story = opened();
        int run = baking(story, Draft.of("epa-pm25-limit@2.0.0"));
        assertThat(story.state.runs().open(run).orElseThrow().phase())
                .isInstanceOf(Run.Phase.Baking.class);
        assertThat(story.refused(judged(run, "rollout", CanaryVerdict.PASSED)).code())
                .isEqualTo("stale");
    }
}
