package hms.core.decide;

import static hms.core.decide.Story.ADMIN;
import static hms.core.decide.Story.CHIEF;
import static hms.core.decide.Story.KEY;
import static hms.core.decide.Story.SECOND_KEY;
import static hms.core.decide.Story.approval;
import static hms.core.decide.Story.blob;
import static hms.core.decide.Story.deploy;
import static hms.core.decide.Story.key;
import static hms.core.decide.Story.rollBack;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.PolicyId;
import hms.core.command.Caller;
import hms.core.command.Command;
import hms.core.decide.Story.Draft;
import hms.core.event.ConfigEvent;
import hms.core.event.EventCodec;
import hms.core.event.LiveEvent;
import hms.core.event.NoticeEvent;
import hms.core.event.Recorded;
import hms.core.event.RunEvent;
import hms.core.pipeline.Governance;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.RunOptions;
import hms.core.state.RunOptions.Pending;
import hms.core.state.RunStatus;
import hms.core.state.Scope;
import hms.core.state.StageOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DeciderTest {

    private static final String PM25 = "epa-pm25-limit";

    private static RunOptions options(Pending pending, boolean supersede) {
        return RunOptions.of(Optional.empty(), pending, supersede, false);
    }

    @Test
    void an_approved_policy_goes_through_to_being_in_force() {
        var story = Story.opened();
        int run = story.deployed(Draft.of("epa-pm25-limit@1.5.0"));
        assertThat(story.inForce(PM25)).contains("1.5.0");
        assertThat(story.state.runs().closed(run).orElseThrow().status())
                .isEqualTo(RunStatus.SUCCESS);
        assertThat(story.state.register().of(key("epa-pm25-limit@1.5.0")).orElseThrow().number())
                .isEqualTo(1);
    }

    @Test
    void an_unapproved_policy_is_refused_and_the_refusal_says_how_to_approve() {
        var story = Story.opened();
        story.does(Draft.of("epa-pm25-limit@2.0.0").submit(ADMIN));
        var refusal = story.refused(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@2.0.0")));
        assertThat(refusal.code()).isEqualTo("not-approved");
        assertThat(refusal.message()).contains("0 of 1 approval");
        assertThat(refusal.remedy()).contains("hms approve");
    }

    @Test
    void changing_a_byte_makes_another_artifact_that_the_approval_does_not_cover() {
        var story = Story.opened();
        story.does(Draft.of("epa-pm25-limit@2.0.0").submit(ADMIN));
        var other =
                new Command.Approve(
                        CHIEF,
                        "a-1",
                        KEY,
                        blob("s"),
                        blob("g"),
                        List.of(EnvironmentId.PRODUCTION),
                        Optional.empty(),
                        List.of(
                                new Command.Covered(
                                        key("epa-pm25-limit@2.0.0"), blob("other bytes"))),
                        Optional.empty());
        assertThat(story.refused(other).code()).isEqualTo("approval-other-bytes");
    }

    @Test
    void a_version_that_exists_with_other_bytes_is_a_conflict() {
        var story = Story.opened();
        story.does(Draft.of("epa-pm25-limit@2.0.0").submit(ADMIN));
        var again = Draft.of("epa-pm25-limit@2.0.0").submit(ADMIN).artifacts().getFirst();
        var changed =
                new Command.ParsedArtifact(
                        again.key(),
                        blob("other"),
                        again.files(),
                        again.tags(),
                        again.agency(),
                        again.effective(),
                        again.expires(),
                        again.retroactive(),
                        again.datedFrom(),
                        again.uses(),
                        again.partners(),
                        true);
        assertThat(story.refused(new Command.SubmitArtifacts(ADMIN, List.of(changed))).code())
                .isEqualTo("version-taken");
        assertThat(story.asked(Draft.of("epa-pm25-limit@2.0.0").submit(ADMIN)).events()).isEmpty();
    }

    @Test
    void approvals_are_refused_when_replayed_by_strangers_revoked_expired_or_twice_by_one_key() {
        var story = Story.opened();
        var two = key("epa-pm25-limit@2.0.0");
        story.does(Draft.of(two.toString()).submit(ADMIN));
        assertThat(story.refused(approval("SHA256:stranger", "a-0", two)).code())
                .isEqualTo("key-not-enrolled");
        story.does(approval(KEY, "a-1", two));
        assertThat(story.refused(approval(KEY, "a-1", two)).code()).isEqualTo("approval-replayed");
        assertThat(story.refused(approval(KEY, "a-2", two)).code())
                .isEqualTo("approved-by-this-key");
        story.does(new Command.RevokeKey(ADMIN, SECOND_KEY));
        assertThat(story.refused(approval(SECOND_KEY, "a-3", two)).code()).isEqualTo("key-revoked");
        var expired =
                new Command.Approve(
                        CHIEF,
                        "a-4",
                        KEY,
                        blob("s"),
                        blob("g"),
                        List.of(),
                        Optional.of(Story.START),
                        List.of(new Command.Covered(two, blob(two.toString()))),
                        Optional.empty());
        assertThat(story.refused(expired).code()).isEqualTo("approval-expired");
    }

    @Test
    void governance_asks_for_roles_numbers_and_separation() {
        var story = Story.opened();
        story.does(
                new Command.Configure(
                        ADMIN,
                        List.of(
                                new ConfigEvent.GovernanceSet(
                                        new Governance(
                                                List.of(
                                                        Story.demand(
                                                                2, List.of("counsel"), true)))))));
        var two = key("epa-pm25-limit@2.0.0");
        story.does(Draft.of(two.toString()).submit(CHIEF));
        story.does(approval(KEY, "a-1", two));
        assertThat(story.refused(deploy(RunOptions.DEFAULT, two)).message())
                .contains("0 of 2")
                .contains("none by counsel")
                .contains("submitter's own does not count");
        story.does(approval(SECOND_KEY, "a-2", two));
        assertThat(story.refused(deploy(RunOptions.DEFAULT, two)).message()).contains("1 of 2");
    }

    @Test
    void an_approval_that_is_revoked_while_the_run_goes_stops_it_before_the_rollout() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@2.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@2.0.0")));
        story.drive(1, Optional.of("publish"));
        story.does(new Command.RevokeKey(ADMIN, KEY));
        story.drive(1);
        var closed = story.state.runs().closed(1).orElseThrow();
        assertThat(closed.status()).isEqualTo(RunStatus.FAILURE);
        assertThat(closed.error().orElseThrow()).startsWith("Deploy failed: ").contains("approved");
        assertThat(story.inForce(PM25)).isEmpty();
    }

    @Test
    void lower_and_equal_versions_are_conflicts_with_what_is_live() {
        var story = Story.opened();
        story.deployed(Draft.of("epa-pm25-limit@2.0.0"));
        story.approved(Draft.of("epa-pm25-limit@1.5.0"));
        var refusal = story.refused(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.5.0")));
        assertThat(refusal.code()).isEqualTo("version-not-above-live");
        assertThat(refusal.remedy()).contains("hms rollback");
        assertThat(story.refused(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@2.0.0"))).code())
                .isEqualTo("already-live");
    }

    @Test
    void runs_of_one_policy_go_one_after_the_other() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        story.approved(Draft.of("epa-pm25-limit@2.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.0.0")));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@2.0.0")));
        story.does(new Command.StartRun(1));
        assertThat(story.refused(new Command.StartRun(2)).code()).isEqualTo("stale");
        story.drive(1);
        story.drive(2);
        assertThat(story.inForce(PM25)).contains("2.0.0");
    }

    @Test
    void an_older_run_that_queued_first_goes_first_also_when_asked_second() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        story.approved(Draft.of("epa-pm25-limit@2.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.0.0")));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@2.0.0")));
        assertThat(story.refused(new Command.StartRun(2)).code()).isEqualTo("stale");
    }

    @Test
    void environment_is_not_removed_while_a_run_goes_through_it() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.0.0")));
        var removal =
                new Command.Configure(
                        ADMIN,
                        List.of(
                                new ConfigEvent.PartnerRemoved("boards"),
                                new ConfigEvent.EnvironmentRemoved(EnvironmentId.PRODUCTION)));

        var refusal = story.refused(removal);

        assertThat(refusal.code()).isEqualTo("environment-in-use");
        assertThat(refusal.message()).contains("production").contains("run #1");
        assertThat(refusal.remedy()).contains("hms abort 1");
        assertThat(story.state.configuration().partner("boards")).isPresent();
        story.drive(1);
        story.does(removal);
        assertThat(story.state.configuration().environment(EnvironmentId.PRODUCTION)).isEmpty();
    }

    @Test
    void supersede_ends_the_run_before() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        story.approved(Draft.of("epa-pm25-limit@2.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.0.0")));
        story.drive(1, Optional.of("validate"));
        story.does(deploy(options(Pending.UNSAID, true), key("epa-pm25-limit@2.0.0")));
        assertThat(story.state.runs().closed(1).orElseThrow().error().orElseThrow())
                .contains("superseded by run #2");
        story.drive(2);
        assertThat(story.inForce(PM25)).contains("2.0.0");
    }

    @Test
    void a_stage_that_was_interrupted_begins_again_and_one_that_finished_does_not() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.0.0")));
        story.does(new Command.StartRun(1));
        story.does(new Command.BeginStage(1, "validate"));
        var again = story.asked(new Command.BeginStage(1, "validate"));
        assertThat(again.events()).containsExactly(new RunEvent.StageStarted(1, "validate", 2));
        story.drive(1, Optional.of("validate"));
        assertThat(story.refused(new Command.BeginStage(1, "validate")).code()).isEqualTo("stale");
    }

    @Test
    void a_halted_run_goes_no_further_until_it_is_resumed() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.0.0")));
        story.drive(1, Optional.of("validate"));
        story.does(new Command.Halt(CHIEF, 1, Optional.empty()));
        assertThat(story.refused(new Command.BeginStage(1, "package")).code()).isEqualTo("stale");
        assertThat(story.state.runs().open(1).orElseThrow().status()).isEqualTo(RunStatus.HALTED);
        story.does(new Command.Resume(CHIEF, 1));
        story.drive(1);
        assertThat(story.inForce(PM25)).contains("1.0.0");
        assertThat(story.refused(new Command.Resume(CHIEF, 1)).code()).isEqualTo("run-ended");
    }

    @Test
    void the_result_of_a_stage_that_was_halted_meanwhile_does_not_count() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.0.0")));
        story.does(new Command.StartRun(1));
        story.does(new Command.BeginStage(1, "validate"));
        story.does(new Command.Halt(CHIEF, 1, Optional.empty()));
        var stage = story.state.runs().open(1).orElseThrow().next().orElseThrow();
        var late =
                new Command.FinishStage(
                        1,
                        stage.id(),
                        stage.uses(),
                        StageOutcome.PASSED,
                        "",
                        Optional.empty(),
                        new Command.Found.Nothing());
        assertThat(story.refused(late).code()).isEqualTo("stale");
    }

    @Test
    void abort_after_the_rollout_takes_back_to_the_version_before() {
        var story = Story.opened();
        story.deployed(Draft.of("epa-pm25-limit@1.5.0"));
        story.approved(Draft.of("epa-pm25-limit@2.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@2.0.0")));
        story.drive(2, Optional.of("rollout"));
        assertThat(story.inForce(PM25)).contains("2.0.0");
        story.does(new Command.Abort(CHIEF, 2, Optional.of("wrong unit")));
        assertThat(story.inForce(PM25)).contains("1.5.0");
        assertThat(story.state.runs().closed(2).orElseThrow().status())
                .isEqualTo(RunStatus.ROLLED_BACK);
    }

    @Test
    void abort_of_the_first_version_leaves_nothing_in_force() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.5.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.5.0")));
        story.drive(1, Optional.of("rollout"));
        story.does(new Command.Abort(CHIEF, 1, Optional.empty()));
        assertThat(story.inForce(PM25)).isEmpty();
    }

    @Test
    void a_failed_stage_ends_the_run_and_says_where() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        story.does(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.0.0")));
        story.does(new Command.StartRun(1));
        story.does(new Command.BeginStage(1, "validate"));
        var stage = story.state.runs().open(1).orElseThrow().next().orElseThrow();
        story.finish(1, stage, StageOutcome.FAILED);
        var closed = story.state.runs().closed(1).orElseThrow();
        assertThat(closed.error()).contains("Validation failed: said");
    }

    @Test
    void a_rule_with_a_future_instant_is_scheduled_and_comes_by_itself() {
        var story = Story.opened();
        int run =
                story.deployed(Draft.of("epa-pm25-limit@2.0.0").effective("2026-03-01T05:00:00Z"));
        assertThat(story.state.runs().open(run).orElseThrow().phase())
                .isEqualTo(new Run.Phase.Scheduled(Instant.parse("2026-03-01T05:00:00Z")));
        assertThat(story.inForce(PM25)).isEmpty();
        story.now = Instant.parse("2026-03-01T05:00:00.002Z");
        assertThat(story.inForce(PM25)).contains("2.0.0");
        story.drive(run);
        var activated =
                story.entries.stream()
                        .map(e -> e.event())
                        .filter(LiveEvent.VersionActivated.class::isInstance)
                        .map(LiveEvent.VersionActivated.class::cast)
                        .toList();
        assertThat(activated).hasSize(1);
        assertThat(activated.getFirst().activatedAt())
                .isEqualTo(Instant.parse("2026-03-01T05:00:00Z"));
        assertThat(activated.getFirst().lateMs()).isBetween(2L, 20L);
    }

    @Test
    void a_scheduled_rule_is_notified_when_published_and_when_active() {
        var story = Story.opened();
        int run =
                story.deployed(Draft.of("epa-pm25-limit@2.0.0").effective("2026-03-01T05:00:00Z"));
        story.now = Instant.parse("2026-03-01T05:00:00Z");
        story.drive(run);
        assertThat(
                        story.entries.stream()
                                .map(e -> e.event())
                                .filter(NoticeEvent.NoticeQueued.class::isInstance)
                                .map(e -> ((NoticeEvent.NoticeQueued) e).event()))
                .containsExactly("policy.published", "policy.activated");
    }

    @Test
    void each_version_of_a_release_is_active_and_told_at_its_own_instant() {
        var story = Story.opened();
        story.tick = Duration.ZERO;
        var begun = story.now;
        var instants =
                List.of("2026-03-01T05:00:00Z", "2026-06-01T04:00:00Z", "2027-01-01T05:00:00Z");
        var keys = new ArrayList<ArtifactKey>();
        for (var instant : instants) {
            var draft = Draft.of("p" + keys.size() + "@1.0.0").effective(instant);
            keys.add(draft.key());
            story.approved(draft);
        }
        story.approved(Draft.of("p3@1.0.0"));
        keys.add(key("p3@1.0.0"));
        story.does(deploy(RunOptions.DEFAULT, keys.toArray(ArtifactKey[]::new)));
        story.drive(1);

        for (var instant : instants) {
            var at = Instant.parse(instant);
            assertThat(story.state.runs().open(1).orElseThrow().phase())
                    .isEqualTo(new Run.Phase.Scheduled(at));
            story.now = at.minusNanos(1_000);
            assertThat(story.refused(new Command.BeginStage(1, "activate")).code())
                    .isEqualTo("stale");
            story.now = at;
            story.drive(1);
        }

        assertThat(activations(story))
                .containsExactly(
                        begun + " p3, late 0",
                        "2026-03-01T05:00:00Z p0, late 0",
                        "2026-06-01T04:00:00Z p1, late 0",
                        "2027-01-01T05:00:00Z p2, late 0");
        assertThat(
                        story.entries.stream()
                                .filter(
                                        e ->
                                                e.event() instanceof NoticeEvent.NoticeQueued n
                                                        && n.event().equals("policy.activated"))
                                .map(Recorded::at))
                .containsExactly(
                        begun,
                        Instant.parse(instants.get(0)),
                        Instant.parse(instants.get(1)),
                        Instant.parse(instants.get(2)));
        assertThat(story.state.runs().closed(1).orElseThrow().status())
                .isEqualTo(RunStatus.SUCCESS);
    }

    private static List<String> activations(Story story) {
        return story.entries.stream()
                .map(Recorded::event)
                .filter(LiveEvent.VersionActivated.class::isInstance)
                .map(LiveEvent.VersionActivated.class::cast)
                .map(e -> e.activatedAt() + " " + e.policy() + ", late " + e.lateMs())
                .toList();
    }

    @Test
    void a_release_over_a_pending_schedule_says_what_becomes_of_it() {
        var story = Story.opened();
        story.deployed(Draft.of("epa-pm25-limit@1.0.0"));
        int scheduled =
                story.deployed(Draft.of("epa-pm25-limit@2.0.0").effective("2026-03-01T05:00:00Z"));
        story.approved(Draft.of("epa-pm25-limit@1.1.0"));
        assertThat(story.refused(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.1.0"))).code())
                .isEqualTo("schedule-pending");
        story.does(deploy(options(Pending.CANCEL, false), key("epa-pm25-limit@1.1.0")));
        story.drive(3);
        assertThat(story.inForce(PM25)).contains("1.1.0");
        assertThat(story.state.runs().closed(scheduled).orElseThrow().error().orElseThrow())
                .contains("cancelled by run #3");
        story.now = Instant.parse("2026-04-01T00:00:00Z");
        assertThat(story.inForce(PM25)).contains("1.1.0");
    }

    @Test
    void a_kept_schedule_still_comes() {
        var story = Story.opened();
        story.deployed(Draft.of("epa-pm25-limit@1.0.0"));
        story.deployed(Draft.of("epa-pm25-limit@2.0.0").effective("2026-03-01T05:00:00Z"));
        story.approved(Draft.of("epa-pm25-limit@1.1.0"));
        story.does(deploy(options(Pending.KEEP, false), key("epa-pm25-limit@1.1.0")));
        story.drive(3);
        assertThat(story.inForce(PM25)).contains("1.1.0");
        story.now = Instant.parse("2026-04-01T00:00:00Z");
        assertThat(story.inForce(PM25)).contains("2.0.0");
    }

    @Test
    void rollback_puts_the_version_before_in_force_and_tells_partners() {
        var story = Story.opened();
        story.deployed(Draft.of("epa-pm25-limit@1.5.0"));
        story.deployed(Draft.of("epa-pm25-limit@2.0.0"));
        var before = story.now;
        story.does(rollBack("epa-pm25-limit@1.5.0"));
        assertThat(story.inForce(PM25)).contains("1.5.0");
        assertThat(story.entries.getLast().event())
                .isInstanceOfSatisfying(
                        NoticeEvent.NoticeQueued.class,
                        n -> assertThat(n.event()).isEqualTo("policy.rolledback"));
        var line = new Line(EnvironmentId.PRODUCTION, PolicyId.of(PM25));
        assertThat(
                        story.state
                                .live()
                                .history(line)
                                .timeline()
                                .answer(before)
                                .inForce()
                                .orElseThrow()
                                .entry()
                                .version())
                .hasToString("2.0.0");
    }

    @Test
    void rollback_ends_unfinished_runs_and_cancels_schedules_in_the_same_act() {
        var story = Story.opened();
        story.deployed(Draft.of("epa-pm25-limit@1.0.0"));
        story.deployed(Draft.of("epa-pm25-limit@2.0.0"));
        story.deployed(Draft.of("epa-pm25-limit@3.0.0").effective("2026-03-01T05:00:00Z"));
        story.does(rollBack("epa-pm25-limit@1.0.0"));
        assertThat(story.state.runs().open()).isEmpty();
        story.now = Instant.parse("2026-04-01T00:00:00Z");
        assertThat(story.inForce(PM25)).contains("1.0.0");
    }

    @Test
    void rollback_goes_only_to_what_was_in_force() {
        var story = Story.opened();
        story.deployed(Draft.of("epa-pm25-limit@2.0.0"));
        story.approved(Draft.of("epa-pm25-limit@1.5.0"));
        assertThat(story.refused(rollBack("epa-pm25-limit@1.5.0")).code()).isEqualTo("never-live");
        assertThat(story.refused(rollBack("epa-pm25-limit@1.4.0")).code())
                .isEqualTo("no-such-version");
        assertThat(story.refused(rollBack("epa-pm25-limit@2.0.0")).code())
                .isEqualTo("already-live");
    }

    @Test
    void rollback_needs_its_scope_and_no_new_approval() {
        var story = Story.opened();
        story.deployed(Draft.of("epa-pm25-limit@1.5.0"));
        story.deployed(Draft.of("epa-pm25-limit@2.0.0"));
        story.does(new Command.RevokeKey(ADMIN, KEY));
        var deployer = new Caller("p-ci", Set.of(Scope.POLICY_DEPLOY), Set.of(), Set.of());
        var asDeployer =
                new Command.RollBack(
                        deployer,
                        EnvironmentId.PRODUCTION,
                        key("epa-pm25-limit@1.5.0"),
                        Optional.empty(),
                        Optional.empty());
        assertThat(story.refused(asDeployer).code()).isEqualTo("missing-scope");
        story.does(rollBack("epa-pm25-limit@1.5.0"));
        assertThat(story.inForce(PM25)).contains("1.5.0");
    }

    @Test
    void tokens_that_are_limited_touch_nothing_else() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        var limited =
                new Caller(
                        "p-ci",
                        Set.of(Scope.POLICY_DEPLOY),
                        Set.of(PolicyId.of("other")),
                        Set.of());
        var command =
                new Command.QueueRun(
                        limited,
                        EnvironmentId.PRODUCTION,
                        List.of(key("epa-pm25-limit@1.0.0")),
                        RunOptions.DEFAULT,
                        Optional.empty());
        assertThat(story.refused(command).code()).isEqualTo("outside-token");
    }

    @Test
    void an_idempotency_key_gives_the_same_answer_for_the_same_request_only() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        var request = Optional.of(new Command.Request(blob("key"), blob("body")));
        var command =
                new Command.QueueRun(
                        CHIEF,
                        EnvironmentId.PRODUCTION,
                        List.of(key("epa-pm25-limit@1.0.0")),
                        RunOptions.DEFAULT,
                        request);
        assertThat(story.does(command)).isEqualTo(new Answer.Queued(1, false));
        assertThat(story.does(command)).isEqualTo(new Answer.Queued(1, true));
        var other =
                new Command.QueueRun(
                        CHIEF,
                        EnvironmentId.PRODUCTION,
                        List.of(key("epa-pm25-limit@1.0.0")),
                        RunOptions.DEFAULT,
                        Optional.of(new Command.Request(blob("key"), blob("other body"))));
        assertThat(story.refused(other).code()).isEqualTo("idempotency-key-reused");
        story.after(Duration.ofHours(25));
    }

    @Test
    void a_large_release_is_several_entries_and_one_act() {
        var story = Story.opened();
        var keys =
                java.util.stream.IntStream.range(0, 1_000)
                        .mapToObj(i -> key("policy-%04d@1.0.0".formatted(i)))
                        .toList();
        keys.forEach(k -> story.does(Draft.of(k.toString()).submit(ADMIN)));
        story.does(approval(KEY, "a-all", keys.toArray(hms.core.state.ArtifactKey[]::new)));
        story.does(deploy(RunOptions.DEFAULT, keys.toArray(hms.core.state.ArtifactKey[]::new)));
        story.drive(1);
        assertThat(story.inForce("policy-0000")).contains("1.0.0");
        assertThat(story.inForce("policy-0999")).contains("1.0.0");
        assertThat(story.state.register().last()).isEqualTo(1_000);
        assertThat(story.entries)
                .allSatisfy(
                        e ->
                                assertThat(EventCodec.encode(e).length)
                                        .isLessThan(EventCodec.MAX_ENTRY_BYTES));
    }

    @Test
    void a_rejected_version_cannot_be_deployed() {
        var story = Story.opened();
        story.approved(Draft.of("epa-pm25-limit@1.0.0"));
        story.does(new Command.Reject(CHIEF, key("epa-pm25-limit@1.0.0"), blob("too strict")));
        assertThat(story.refused(deploy(RunOptions.DEFAULT, key("epa-pm25-limit@1.0.0"))).code())
                .isEqualTo("rejected");
    }

    @Test
    void replaying_the_entries_gives_the_same_state() {
        var story = Story.opened();
        story.deployed(Draft.of("epa-pm25-limit@1.0.0"));
        story.deployed(Draft.of("epa-pm25-limit@2.0.0").effective("2026-03-01T05:00:00Z"));
        var replayed = hms.core.state.State.EMPTY;
        for (var entry : story.entries) {
            replayed = replayed.apply(entry);
        }
        assertThat(replayed).isEqualTo(story.state);
    }

    @Test
    void a_run_can_name_partners_beside_those_of_its_artifacts() {
        var story = Story.opened();
        story.does(
                new Command.Configure(
                        ADMIN,
                        List.of(
                                new hms.core.event.ConfigEvent.PartnerDefined(
                                        "clinics", "webhook", blob("https://c"), "env:C"))));
        var draft = Draft.of("epa-pm25-limit@1.5.0");
        story.approved(draft);
        assertThat(story.refused(deploy(telling("nobody"), draft.key())).code())
                .isEqualTo("no-such-partner");
        story.does(deploy(telling("clinics"), draft.key()));
        story.drive(1);
        assertThat(story.state.notices().open().values())
                .extracting(n -> n.partner())
                .containsExactlyInAnyOrder("boards", "clinics");
    }

    private static RunOptions telling(String partner) {
        return new RunOptions(
                Optional.empty(),
                Pending.UNSAID,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of(partner)),
                Optional.empty());
    }
}
