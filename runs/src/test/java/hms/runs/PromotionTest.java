package hms.runs;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.agenda.Agenda;
import hms.core.command.Caller;
import hms.core.command.Command;
import hms.core.decide.Refusal;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.event.TargetEvent;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.RunOptions;
import hms.core.state.RunStatus;
import hms.core.state.Runs;
import hms.core.state.TargetId;
import hms.core.state.TargetOutcome;
import hms.core.state.TicketChoice;
import hms.core.state.TicketKind;
import hms.ledger.write.Prepared;
import hms.runs.intake.Answers;
import hms.runs.intake.Reply;
import hms.runs.port.Handover;
import hms.runs.port.HealthReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A release on its way through three environments.
final class PromotionTest {

    private static final Handover FAULT = new Handover.Unsure("answered 500");

    @TempDir private Path folder;
    private final Outside outside = new Outside();
    private final Press.Clock clock = new Press.Clock();
    private Press press;

    @BeforeEach
    void open() {
        press = new Press(folder, outside, clock, CrashPoints.NONE);
    }

    @AfterEach
    void close() {
        press.close();
    }

    private void opened() {
        press.opened(Promotion.CONFIG);
        press.deployed(Press.limit("1.5.0", "35"));
    }

    private int queued(String version) {
        return press.queued(Press.limit(version, "25"));
    }

    /// Does what is due until nothing is any more.
    private void settle(int run) {
        for (int i = 0; i < 20; i++) {
            press.driver.advance(run);
            var behind = press.writer.state().targets().behind();
            if (behind.isEmpty()) {
                press.driver.advance(run);
                return;
            }
            behind.values().stream()
                    .map(b -> b.due())
                    .max(Instant::compareTo)
                    .filter(clock.now::isBefore)
                    .ifPresent(due -> clock.now = due);
            behind.keySet().forEach(press.targets::serve);
        }
    }

    private Runs.Closed ended(int run) {
        return press.writer.state().runs().closed(run).orElseThrow();
    }

    private <E> List<E> events(Class<E> type) {
        return press.entries().stream()
                .map(entry -> entry.event())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private List<String> stages(int run) {
        return events(RunEvent.StageFinished.class).stream()
                .filter(e -> e.run() == run)
                .map(RunEvent.StageFinished::stage)
                .toList();
    }

    @Test
    void release_passes_through_each_environment_with_one_package() {
        opened();
        int run = queued("2.0.0");
        press.driver.advance(run);

        assertThat(ended(run).status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(stages(run))
                .containsSubsequence(
                        "validate",
                        "package",
                        "staging/check",
                        "staging/apply",
                        "staging/rollout",
                        "staging/chaos",
                        "preprod/check",
                        "preprod/apply",
                        "preprod/rollout",
                        "preprod/chaos",
                        "production/check",
                        "publish",
                        "production/canary",
                        "production/apply",
                        "production/rollout",
                        "activate");
        assertThat(press.inForce("staging")).contains("2.0.0");
        assertThat(press.inForce("preprod")).contains("2.0.0");
        assertThat(press.inForce()).contains("2.0.0");
        assertThat(events(RunEvent.PackageBuilt.class)).filteredOn(e -> e.run() == run).hasSize(1);
        assertThat(outside.modules.byName.keySet())
                .containsExactlyInAnyOrder(
                        "staging/cluster",
                        "staging/benefits",
                        "preprod/cluster",
                        "production/benefits");
    }

    @Test
    void target_that_fails_in_preprod_takes_everything_back_and_leaves_production_untouched() {
        opened();
        outside.modules.answers.put("preprod/cluster", FAULT);
        int run = queued("2.0.0");
        press.driver.advance(run);
        outside.modules.answers.remove("preprod/cluster");
        settle(run);

        var ended = ended(run);
        assertThat(ended.status()).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(ended.error()).contains("Deploy failed: cluster: answered 500");
        assertThat(press.inForce("staging")).contains("1.5.0");
        assertThat(press.inForce("preprod")).contains("1.5.0");
        assertThat(press.inForce()).contains("1.5.0");
        for (var target : List.of("staging/cluster", "staging/benefits", "preprod/cluster")) {
            assertThat(outside.modules.module(target).has)
                    .as(target)
                    .isEqualTo(Map.of("pm25", "1.5.0"));
        }
        assertThat(outside.modules.module("production/benefits").effects)
                .containsExactly("pm25@1.5.0");
        assertThat(events(TargetEvent.TargetCaughtUp.class))
                .extracting(e -> e.target().toString())
                .containsExactlyInAnyOrder(
                        "staging/cluster", "staging/benefits", "preprod/cluster");
        assertThat(stages(run)).doesNotContain("production/check", "publish");
    }

    @Test
    void server_that_dies_while_a_run_is_taken_back_goes_on_with_it() {
        opened();
        outside.modules.answers.put("preprod/cluster", FAULT);
        int run = queued("2.0.0");
        press.driver.advance(run);
        press.targets.serve(TargetId.parse("staging/benefits"));
        press.close();

        outside.modules.answers.remove("preprod/cluster");
        press = new Press(folder, outside, clock, CrashPoints.NONE);
        settle(run);
        assertThat(ended(run).status()).isEqualTo(RunStatus.ROLLED_BACK);
        for (var target : List.of("staging/cluster", "staging/benefits", "preprod/cluster")) {
            assertThat(outside.modules.module(target).has)
                    .as(target)
                    .isEqualTo(Map.of("pm25", "1.5.0"));
        }
    }

    @Test
    void release_of_several_goes_through_all_of_it_or_none_does() {
        press.opened(Promotion.CONFIG);
        outside.modules.answers.put("preprod/cluster", new Handover.Refused("answered 403"));
        var several =
                List.of(
                        Press.limit("1.5.0", "35"),
                        new String(Press.limit("1.0.0", "50"), StandardCharsets.UTF_8)
                                .replace("id: pm25", "id: pm10")
                                .getBytes(StandardCharsets.UTF_8));
        int run = press.queued(several, Map.of("cases.csv", Press.CASES), RunOptions.DEFAULT);
        press.driver.advance(run);
        settle(run);

        assertThat(ended(run).status()).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(outside.modules.module("staging/benefits").effects)
                .containsExactly("pm10@1.0.0 pm25@1.5.0", "pm10 gone pm25 gone");
        assertThat(press.inForce("staging")).isEmpty();
    }

    @Test
    void first_release_that_fails_leaves_nothing_anywhere() {
        press.opened(Promotion.CONFIG);
        outside.modules.answers.put("production/benefits", new Handover.Refused("answered 403"));
        int run = press.deployed(Press.limit("1.5.0", "35"));
        settle(run);

        assertThat(ended(run).status()).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(press.inForce("staging")).isEmpty();
        assertThat(outside.modules.module("staging/benefits").has).isEmpty();
        assertThat(outside.modules.module("staging/benefits").effects)
                .containsExactly("pm25@1.5.0", "pm25 gone");
        assertThat(events(LiveEvent.RuleWithdrawn.class)).hasSize(1);
        assertThat(events(TargetEvent.TargetsBehind.class).getFirst().targets())
                .as("a target that refused has what it had")
                .extracting(Object::toString)
                .doesNotContain("production/benefits");
    }

    @Test
    void none_is_touched_where_one_would_not_take_it() {
        opened();
        outside.modules.willingness.put("staging/benefits", new Handover.Refused("no room"));
        int run = queued("2.0.0");
        press.driver.advance(run);
        settle(run);

        assertThat(outside.modules.module("staging/cluster").effects).containsExactly("pm25@1.5.0");
        assertThat(events(TargetEvent.TargetServed.class))
                .filteredOn(e -> e.run() == run)
                .extracting(TargetEvent.TargetServed::outcome)
                .containsExactly(TargetOutcome.REFUSED, TargetOutcome.UNTOUCHED);
        assertThat(ended(run).status()).isEqualTo(RunStatus.FAILURE);
    }

    @Test
    void person_who_aborts_has_everything_taken_back() {
        press.opened(Promotion.CONFIG + "    gate: person\n");
        int first = press.queued(Press.limit("1.5.0", "35"));
        press.driver.advance(first);
        agree(first);
        press.driver.advance(first);
        assertThat(press.inForce()).contains("1.5.0");

        int run = queued("2.0.0");
        press.driver.advance(run);
        assertThat(status(run)).isEqualTo(RunStatus.WAITING);
        Press.ok(press.intake.abort(Press.ADMIN, run, Optional.of("wrong day")));
        settle(run);

        assertThat(ended(run).status()).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(ended(run).error()).contains("Deploy failed: aborted: wrong day");
        assertThat(press.inForce("preprod")).contains("1.5.0");
        assertThat(outside.modules.module("preprod/cluster").has)
                .isEqualTo(Map.of("pm25", "1.5.0"));
        assertThat(press.writer.state().tickets().openGates(run)).isEmpty();
    }

    private RunStatus status(int run) {
        return press.writer.state().runs().open(run).orElseThrow().status();
    }

    private int gate(int run) {
        return press.writer.state().tickets().openGates(run).getFirst().number();
    }

    private void agree(int run) {
        Press.ok(
                press.intake.resolveTicket(
                        Press.ADMIN, gate(run), TicketChoice.AGREE, "figures are fine"));
    }

    @Test
    void gate_waits_for_a_person_and_opens_once_one_agrees() {
        press.opened(Promotion.CONFIG + "    gate: person\n");
        int run = press.queued(Press.limit("1.5.0", "35"));
        press.driver.advance(run);

        assertThat(status(run)).isEqualTo(RunStatus.WAITING);
        assertThat(press.inForce("preprod")).contains("1.5.0");
        assertThat(press.inForce()).isEmpty();
        agree(run);
        press.driver.advance(run);
        assertThat(ended(run).status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(press.inForce()).contains("1.5.0");
    }

    @Test
    void gate_that_a_person_refuses_ends_the_run_and_takes_it_back() {
        press.opened(Promotion.CONFIG + "    gate: person\n");
        int run = press.queued(Press.limit("1.5.0", "35"));
        press.driver.advance(run);
        int ticket = gate(run);
        Press.ok(
                press.intake.resolveTicket(
                        Press.ADMIN, ticket, TicketChoice.REFUSE, "not in an election week"));
        settle(run);

        assertThat(ended(run).status()).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(ended(run).error())
                .contains("Deploy failed: the gate into production was refused, ticket " + ticket);
        assertThat(press.inForce("staging")).isEmpty();
    }

    @Test
    void who_asked_for_a_run_does_not_open_its_gate_where_duties_are_separated() {
        press.opened(
                Promotion.CONFIG + "    gate: person\n" + "governance: [ { separation: true } ]\n");
        var author =
                new Caller(
                        "p-author", Press.ADMIN.scopes(), java.util.Set.of(), java.util.Set.of());
        press.submitted(author, Press.limit("1.5.0", "35"));
        int run =
                Press.ok(
                                press.intake.approve(
                                        Press.ADMIN,
                                        press.approval(Press.limit("1.5.0", "35"), true)))
                        .run()
                        .orElseThrow();
        press.driver.advance(run);
        var reply = press.intake.resolveTicket(Press.ADMIN, gate(run), TicketChoice.AGREE, "mine");
        assertThat(reply).isInstanceOf(Reply.No.class);
        assertThat(((Reply.No<?>) reply).refusal().code()).isEqualTo("own-run");
        Press.ok(press.intake.resolveTicket(author, gate(run), TicketChoice.AGREE, "seen"));
        press.driver.advance(run);
        assertThat(ended(run).status()).isEqualTo(RunStatus.SUCCESS);
    }

    @Test
    void sick_environment_stops_the_run_before_anything_in_it_is_touched() {
        opened();
        outside.modules.health.put("preprod/cluster", new HealthReading.Unknown("no answer"));
        int run = queued("2.0.0");
        press.driver.advance(run);
        settle(run);

        assertThat(ended(run).error()).contains("Deploy failed: cluster: no answer");
        assertThat(outside.modules.module("preprod/cluster").effects).containsExactly("pm25@1.5.0");
        assertThat(press.inForce("staging")).contains("1.5.0");
    }

    @Test
    void full_disk_and_a_clock_that_was_set_are_not_health() {
        opened();
        outside.free = 1 << 20;
        int run = queued("2.0.0");
        press.driver.advance(run);
        settle(run);
        assertThat(ended(run).error().orElseThrow()).contains("disk: 1 MB free, needs 256 MB");

        outside.free = 1L << 40;
        outside.set = Duration.ofSeconds(-90);
        int other = queued("2.1.0");
        press.driver.advance(other);
        settle(other);
        assertThat(ended(other).error().orElseThrow()).contains("clock: it was set by 90.0 s");
    }

    @Test
    void cluster_that_does_not_bear_chaos_stops_the_release() {
        opened();
        ((StoutCluster) outside.cluster).answers = false;
        int run = queued("2.0.0");
        press.driver.advance(run);
        settle(run);

        assertThat(ended(run).status()).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(stages(run)).endsWith("staging/chaos");
        assertThat(press.inForce("staging")).contains("1.5.0");
    }

    @Test
    void smoke_test_that_fails_after_the_delivery_takes_it_back() {
        press.opened(
                Promotion.CONFIG.replace(
                        "  preprod:",
                        """
                          preprod:
                            smoke: [ { url: "https://preprod.test/policies/{policy}", contains: "{version}" } ]
                        """
                                .stripTrailing()));
        press.deployed(Press.limit("1.5.0", "35"));
        outside.pages.put(
                "https://preprod.test/policies/pm25",
                new HealthReading.Ill("answered 200 without \"2.0.0\" in it"));
        int run = queued("2.0.0");
        press.driver.advance(run);
        settle(run);

        assertThat(ended(run).error().orElseThrow())
                .startsWith(
                        "Deploy failed: smoke test failed: https://preprod.test/policies/pm25: answered"
                                + " 200 without");
        assertThat(outside.modules.module("preprod/cluster").has)
                .isEqualTo(Map.of("pm25", "1.5.0"));
    }

    @Test
    void frozen_environment_is_waited_for() {
        press.opened(
                Promotion.CONFIG.replace(
                        "  production:\n",
                        "  production:\n    freeze: [ { from: 2025-12-31, until: 2026-01-01T06:00 } ]\n"));
        int run = press.deployed(Press.limit("1.5.0", "35"));

        assertThat(status(run)).isEqualTo(RunStatus.WAITING);
        assertThat(press.inForce("preprod")).contains("1.5.0");
        assertThat(press.inForce()).isEmpty();
        clock.now = Instant.parse("2026-01-01T06:00:00Z");
        press.driver.advance(run);
        assertThat(ended(run).status()).isEqualTo(RunStatus.SUCCESS);
    }

    @Test
    void freeze_that_is_lifted_holds_up_nobody_any_more() {
        press.opened(
                Promotion.CONFIG.replace(
                        "  production:\n",
                        "  production:\n    freeze: [ { from: 2025-12-31, until: 2026-06-01 } ]\n"));
        int run = press.deployed(Press.limit("1.5.0", "35"));
        assertThat(status(run)).isEqualTo(RunStatus.WAITING);
        assertThat(Agenda.due(press.writer.state()))
                .extracting(Agenda.Due::when)
                .containsExactly(Instant.parse("2026-06-01T00:00:00Z"));

        press.configured(Promotion.CONFIG);
        assertThat(Agenda.due(press.writer.state()))
                .extracting(Agenda.Due::task)
                .containsExactly(new Agenda.Task.Advance(run));
        press.driver.advance(run);
        assertThat(ended(run).status()).isEqualTo(RunStatus.SUCCESS);
    }

    @Test
    void schedule_within_a_freeze_is_refused() {
        press.opened(
                Promotion.CONFIG.replace(
                        "  production:\n",
                        "  production:\n    freeze: [ { from: 2026-01-05, until: 2026-01-09 } ]\n"));
        var key = press.submitted(Press.limit("1.5.0", "35"));
        Press.ok(
                press.intake.approve(
                        Press.ADMIN, press.approval(Press.limit("1.5.0", "35"), false)));
        var reply =
                press.intake.deploy(
                        Press.ADMIN,
                        new Answers.DeployRequest(
                                EnvironmentId.PRODUCTION,
                                List.of(key),
                                RunOptions.of(
                                        Optional.of(Instant.parse("2026-01-06T00:00:00Z")),
                                        RunOptions.Pending.UNSAID,
                                        false,
                                        false)),
                        Optional.empty());
        assertThat(((Reply.No<?>) reply).refusal())
                .extracting(Refusal::message, Refusal::remedy)
                .containsExactly(
                        "production is frozen at the time of the schedule.",
                        "Schedule it for 2026-01-09T00:00:00Z or later.");
    }

    @Test
    void target_that_cannot_be_reached_to_take_it_back_is_tried_on_and_a_person_is_asked_at_last() {
        opened();
        int run = queued("2.0.0");
        outside.modules.answers.put("preprod/cluster", FAULT);
        press.driver.advance(run);
        for (int i = 0; i < 3; i++) {
            clock.now = clock.now.plusSeconds(10);
            press.targets.serve(TargetId.parse("preprod/cluster"));
        }
        press.writer.state().targets().behind().keySet().stream()
                .filter(
                        target ->
                                !target.name().equals("cluster")
                                        || !target.environment().value().equals("preprod"))
                .forEach(press.targets::serve);
        press.driver.advance(run);
        assertThat(ended(run).error().orElseThrow())
                .endsWith("; not reached to take it back, and tried again: preprod/cluster");

        for (int i = 0; i < 40 && !press.writer.state().targets().behind().isEmpty(); i++) {
            clock.now = clock.now.plus(Duration.ofHours(1));
            press.targets.serve(TargetId.parse("preprod/cluster"));
        }
        assertThat(press.writer.state().tickets().all().values())
                .extracting(t -> t.kind())
                .contains(TicketKind.TARGET_ASTRAY);
    }

    @Test
    void rollback_reaches_the_targets_too() {
        opened();
        int run = queued("2.0.0");
        press.driver.advance(run);
        Press.ok(
                press.intake.rollBack(
                        Press.ADMIN,
                        EnvironmentId.PRODUCTION,
                        ArtifactKey.parse("pm25@1.5.0"),
                        Optional.empty(),
                        Optional.empty()));
        settle(run);
        assertThat(outside.modules.module("production/benefits").has)
                .isEqualTo(Map.of("pm25", "1.5.0"));
        assertThat(outside.modules.module("staging/benefits").has)
                .isEqualTo(Map.of("pm25", "2.0.0"));
    }

    @Test
    void rollback_during_a_promotion_ends_it_and_takes_back_what_it_had_reached() {
        press.opened(Promotion.CONFIG + "    gate: person\n");
        for (var version : List.of("1.5.0", "2.0.0")) {
            int done = queued(version);
            press.driver.advance(done);
            agree(done);
            press.driver.advance(done);
        }
        int run = queued("3.0.0");
        press.driver.advance(run);
        assertThat(press.inForce("staging")).contains("3.0.0");

        Press.ok(
                press.intake.rollBack(
                        Press.ADMIN,
                        EnvironmentId.PRODUCTION,
                        ArtifactKey.parse("pm25@1.5.0"),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(press.inForce()).contains("1.5.0");
        assertThat(press.inForce("staging")).contains("2.0.0");
        settle(run);
        assertThat(ended(run).status()).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(outside.modules.module("production/benefits").has)
                .isEqualTo(Map.of("pm25", "1.5.0"));
        assertThat(outside.modules.module("staging/benefits").has)
                .isEqualTo(Map.of("pm25", "2.0.0"));
    }

    @Test
    void second_run_of_a_policy_waits_for_the_first_in_every_environment() {
        press.opened(Promotion.CONFIG + "    gate: person\n");
        int first = queued("1.5.0");
        press.driver.advance(first);
        int second = queued("2.0.0");
        press.driver.advance(second);
        assertThat(status(first)).isEqualTo(RunStatus.WAITING);
        assertThat(status(second)).isEqualTo(RunStatus.QUEUED);
        assertThat(press.inForce("staging")).contains("1.5.0");

        agree(first);
        press.driver.advance(first);
        press.driver.advance(second);
        assertThat(ended(first).status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(press.inForce("staging")).contains("2.0.0");
        assertThat(press.inForce()).contains("1.5.0");
    }

    @Test
    void release_of_several_that_is_superseded_is_taken_back_once() {
        press.opened(Promotion.CONFIG + "    gate: person\n");
        int first =
                press.queued(two("1.0.0"), Map.of("cases.csv", Press.CASES), RunOptions.DEFAULT);
        press.driver.advance(first);
        assertThat(status(first)).isEqualTo(RunStatus.WAITING);

        int second =
                press.queued(
                        two("2.0.0"),
                        Map.of("cases.csv", Press.CASES),
                        RunOptions.of(Optional.empty(), RunOptions.Pending.UNSAID, true, false));
        assertThat(events(RunEvent.RunTakingBack.class)).hasSize(1);
        assertThat(events(LiveEvent.VersionWithdrawn.class)).hasSize(4);
        settle(first);
        assertThat(ended(first).error()).contains("Deploy failed: superseded by run #" + second);
        press.driver.advance(second);
        assertThat(press.inForce("preprod")).contains("2.0.0");
    }

    private static List<byte[]> two(String version) {
        var limit = Press.limit(version, "35");
        return List.of(
                limit,
                new String(limit, StandardCharsets.UTF_8)
                        .replace("id: pm25", "id: pm10")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void release_to_staging_alone_is_not_published_and_can_be_promoted_later() {
        press.opened(Promotion.CONFIG);
        var key = press.submitted(Press.limit("1.5.0", "35"));
        Press.ok(
                press.intake.approve(
                        Press.ADMIN, press.approval(Press.limit("1.5.0", "35"), false)));
        int first = deploy(new EnvironmentId("staging"), key);
        press.driver.advance(first);
        assertThat(ended(first).status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(stages(first)).doesNotContain("publish", "tag", "notify", "preprod/apply");
        assertThat(press.inForce("staging")).contains("1.5.0");
        assertThat(press.inForce()).isEmpty();

        int second = deploy(EnvironmentId.PRODUCTION, key);
        press.driver.advance(second);
        assertThat(ended(second).status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(press.inForce()).contains("1.5.0");
    }

    private int deploy(EnvironmentId environment, ArtifactKey key) {
        return Press.ok(
                        press.intake.deploy(
                                Press.ADMIN,
                                new Answers.DeployRequest(
                                        environment, List.of(key), RunOptions.DEFAULT),
                                Optional.empty()))
                .run();
    }

    @Test
    void scheduled_release_is_live_in_rehearsal_and_waits_in_production() {
        press.opened(Promotion.CONFIG);
        var at = Instant.parse("2026-01-03T00:00:00Z");
        int run =
                press.queued(
                        List.of(Press.limit("1.5.0", "35")),
                        Map.of("cases.csv", Press.CASES),
                        RunOptions.of(Optional.of(at), RunOptions.Pending.UNSAID, false, false));
        press.driver.advance(run);
        assertThat(status(run)).isEqualTo(RunStatus.SCHEDULED);
        assertThat(press.inForce("staging")).contains("1.5.0");
        assertThat(press.inForce()).isEmpty();
        clock.now = at;
        press.driver.advance(run);
        assertThat(ended(run).status()).isEqualTo(RunStatus.SUCCESS);
    }

    @Test
    void rollout_of_a_policy_that_nobody_uses_yet_waits_a_moment_for_somebody_who_does() {
        press.opened(Promotion.CONFIG);
        press.writer
                .submit(Prepared.of(new Command.NoteSubscriber(new EnvironmentId("staging"))))
                .join();
        clock.now = clock.now.plusSeconds(60); // the server is not young any more
        int run = press.deployed(Press.limit("1.5.0", "35"));
        assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
        var since = clock.now;
        while (press.writer.state().runs().open(run).isPresent()) {
            clock.now = clock.now.plusSeconds(1);
            press.driver.observe(run);
            assertThat(clock.now).isBefore(since.plusSeconds(30));
        }
        assertThat(clock.now).isAfterOrEqualTo(since.plusSeconds(5));
        assertThat(events(RunEvent.StageFinished.class))
                .filteredOn(e -> e.stage().equals("staging/rollout"))
                .extracting(RunEvent.StageFinished::summary)
                .containsExactly("no subscriber uses pm25 yet");
    }

    @Test
    void route_decides_who_gets_what() {
        press.opened(
                Promotion.CONFIG.replace(
                        "benefits: { kind: http, url: \"https://benefits.test\" }",
                        "benefits: { kind: http, when: \"values.limit > 30\" }\n"
                                + "      air: { kind: http, policies: [pm25] }\n"
                                + "      health: { kind: http, tags: [health] }"));
        int run = press.deployed(Press.limit("1.5.0", "25"));
        assertThat(ended(run).status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(outside.modules.byName)
                .containsKey("production/air")
                .doesNotContainKeys("production/benefits", "production/health");
        int next = press.deployed(Press.limit("2.0.0", "35"));
        assertThat(ended(next).status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(outside.modules.byName).containsKey("production/benefits");
    }
}
