package hms.runs;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.LiveEvent;
import hms.core.event.RunEvent;
import hms.core.event.TicketEvent;
import hms.core.state.CanaryVerdict;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.RunOptions;
import hms.core.state.RunStatus;
import hms.core.state.StageOutcome;
import hms.ledger.write.Prepared;
import hms.runs.port.HealthReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CanaryRunTest {

    private static final PolicyId PM25 = PolicyId.of("pm25");
    private static final Duration LONG = Duration.ofMinutes(30);

    @TempDir Path folder;

    private final Outside outside = new Outside();
    private final Press.Clock clock = new Press.Clock();
    private Press press;

    @BeforeEach
    void open() {
        press = new Press(folder, outside, clock, CrashPoints.NONE).opened(pipeline(""));
    }

    @AfterEach
    void close() {
        press.close();
    }

    /// The stages that matter here.
    private static String pipeline(String rollout) {
        return """
               pipeline:
                 name: default
                 stages:
                   - { id: simulate, uses: simulate }
                   - { id: shadow, uses: canary, mode: shadow, scope: 20%, bake: 1m }
                   - { id: publish, uses: publish }
                   - { id: canary, uses: canary, scope: 20%, bake: 1m }
                   - { id: rollout, uses: rollout STEPS }
                   - { id: activate, uses: activate }
                   - { id: notify, uses: notify }
               """
                .replace("STEPS", rollout);
    }

    /// Readings, of which a share is between 25 and 35, and a share above 35.
    private static Map<String, String> reading(Random random) {
        int kind = random.nextInt(100);
        double reading =
                kind < 70
                        ? random.nextDouble() * 24
                        : kind < 80 ? 26 + random.nextDouble() * 8 : 36 + random.nextDouble() * 20;
        return Map.of("reading", String.format(java.util.Locale.ROOT, "%.2f", reading));
    }

    private static byte[] cases(int count, long seed) {
        var random = new Random(seed);
        var text = new StringBuilder("on,reading\n");
        for (int i = 0; i < count; i++) {
            text.append("2025-06-01,").append(reading(random).get("reading")).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static final byte[] CASES = cases(2_000, 7);

    private int queued(String version, String limit, String more) {
        var artifact =
                (new String(Press.limit(version, limit), StandardCharsets.UTF_8) + more)
                        .getBytes(StandardCharsets.UTF_8);
        return press.queued(List.of(artifact), Map.of("cases.csv", CASES), RunOptions.DEFAULT);
    }

    private int deployed(String version, String limit) {
        int run = queued(version, limit, "");
        press.driver.advance(run);
        return run;
    }

    private void someoneIsThere() {
        press.writer
                .submit(Prepared.of(new Command.NoteSubscriber(EnvironmentId.PRODUCTION)))
                .join();
    }

    private Bots bots(int count) {
        return bots(count, Bots.Fault.NONE, Duration.ZERO);
    }

    private Bots bots(int count, Bots.Fault fault, Duration after) {
        var bots =
                new Bots(press, PM25, CanaryRunTest::reading, fault, after, 11)
                        .with(count, Map.of("region", "NCR"));
        bots.second();
        someoneIsThere();
        return bots;
    }

    private List<Event> events() {
        return press.entries().stream().map(e -> e.event()).toList();
    }

    private <T extends Event> List<T> events(Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private RunEvent.StageFinished finished(int run, String stage) {
        return events(RunEvent.StageFinished.class).stream()
                .filter(s -> s.run() == run && s.stage().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    private RunStatus status(int run) {
        return press.writer.state().runs().closed(run).orElseThrow().status();
    }

    private String error(int run) {
        return press.writer.state().runs().closed(run).orElseThrow().error().orElseThrow();
    }

    @Test
    void a_canary_that_fares_as_foreseen_is_followed_by_the_rollout() {
        deployed("1.5.0", "35");
        var bots = bots(50);
        int run = deployed("2.0.0", "25");
        bots.until(run, LONG);
        assertThat(finished(run, "canary").summary())
                .matches(
                        "[\\d,]+ evaluations by \\d+ of 50 subscribers · \\d+ alerts?, \\d+–\\d+ foreseen");
        assertThat(status(run)).isEqualTo(RunStatus.SUCCESS);
        assertThat(press.inForce()).contains("2.0.0");
        assertThat(events(RunEvent.CanaryJudged.class))
                .singleElement()
                .satisfies(
                        judged -> {
                            assertThat(judged.verdict()).isEqualTo(CanaryVerdict.PASSED);
                            assertThat(judged.canary().evaluations()).isGreaterThan(20);
                            assertThat(judged.baseline().subscribers()).isGreaterThan(20);
                        });
    }

    @Test
    void a_canary_that_does_harm_is_withdrawn_at_once_and_quarantined() {
        deployed("1.5.0", "35");
        var bots =
                new Bots(
                                press,
                                PM25,
                                r -> Map.of("reading", r.nextInt(3) == 0 ? "3.5" : "1"),
                                Bots.Fault.NONE,
                                Duration.ZERO,
                                5)
                        .with(50, Map.of());
        bots.second();
        someoneIsThere();
        var began = clock.now;
        // all cases are of last year, when the point had not slipped yet
        int run = deployed("2.0.0", "{ dated: { 2020-01-01: 25, 2026-01-01: 2.5 } }");
        bots.until(run, LONG);
        assertThat(status(run)).isEqualTo(RunStatus.FAILURE);
        assertThat(error(run))
                .startsWith("Deploy failed: ")
                .contains("foreseen")
                .contains("ticket 1");
        assertThat(Duration.between(began, clock.now)).isLessThan(Duration.ofSeconds(30));
        assertThat(events(LiveEvent.CanaryEnded.class)).hasSize(1);
        assertThat(events(TicketEvent.DigestQuarantined.class)).hasSize(1);
        assertThat(events(TicketEvent.TicketOpened.class))
                .singleElement()
                .satisfies(t -> assertThat(t.evidence()).isPresent());
        assertThat(events(LiveEvent.RuleWithdrawn.class)).hasSize(1);
        assertThat(press.inForce()).contains("1.5.0");
    }

    @Test
    void too_few_samples_are_inconclusive_and_nothing_is_quarantined() {
        deployed("1.5.0", "35");
        var bots = bots(50);
        int run = deployed("2.0.0", "25");
        while (press.writer.state().runs().open(run).isPresent()) {
            clock.now = clock.now.plusSeconds(1);
            bots.all().forEach(bot -> bot.report(false));
            press.driver.observe(run);
        }
        assertThat(status(run)).isEqualTo(RunStatus.FAILURE);
        assertThat(error(run)).contains("inconclusive").contains("at least 20 are needed");
        assertThat(events(TicketEvent.DigestQuarantined.class)).isEmpty();
        assertThat(events(LiveEvent.RuleWithdrawn.class)).hasSize(1);
        assertThat(press.inForce()).contains("1.5.0");
    }

    @Test
    void without_subscribers_there_is_nothing_to_observe() {
        deployed("1.5.0", "35");
        int run = deployed("2.0.0", "25");
        assertThat(finished(run, "canary").outcome()).isEqualTo(StageOutcome.SKIPPED);
        assertThat(finished(run, "canary").summary()).isEqualTo("no subscribers");
        assertThat(status(run)).isEqualTo(RunStatus.SUCCESS);
    }

    @Test
    void before_the_effective_instant_the_canary_is_a_shadow_and_binds_nobody() {
        deployed("1.5.0", "35");
        var bots = bots(50);
        int run = queued("2.0.0", "25", "effective: 2026-02-01T00:00:00Z\n");
        press.driver.advance(run);
        var live = press.writer.state().live().history(new Line(EnvironmentId.PRODUCTION, PM25));
        assertThat(live.canary().orElseThrow().shadow()).isTrue();
        bots.until(run, LONG);
        assertThat(finished(run, "shadow").outcome()).isEqualTo(StageOutcome.PASSED);
        assertThat(finished(run, "shadow").summary())
                .contains("comparisons by")
                .contains("changed outcome");
        assertThat(press.inForce()).contains("1.5.0");
        assertThat(press.writer.state().runs().open(run).orElseThrow().status())
                .isEqualTo(RunStatus.SCHEDULED);
    }

    @Test
    void a_first_version_has_nothing_to_be_compared_with_in_the_shadow() {
        someoneIsThere();
        int run = queued("1.0.0", "35", "effective: 2026-02-01T00:00:00Z\n");
        press.driver.advance(run);
        assertThat(finished(run, "shadow").summary())
                .isEqualTo("nothing is in force to compare it with");
    }

    @Test
    void a_share_that_is_nobody_is_widened_until_it_is_somebody() {
        deployed("1.5.0", "35");
        var bots = bots(3);
        int run =
                press.queued(
                        List.of(Press.limit("2.0.0", "25")),
                        Map.of("cases.csv", CASES),
                        new RunOptions(
                                Optional.empty(),
                                RunOptions.Pending.UNSAID,
                                false,
                                false,
                                Selector.parse("0.01%"),
                                Optional.of(Duration.ofMinutes(2)),
                                Optional.empty(),
                                Optional.empty()));
        press.driver.advance(run);
        bots.until(run, LONG);
        assertThat(finished(run, "canary").summary())
                .matches("0.01% would be nobody of 3 · [0-9.]+% is 1 · .*");
        assertThat(status(run)).isEqualTo(RunStatus.SUCCESS);
    }

    @Test
    void a_canary_that_crashes_is_noticed_by_its_silence() {
        deployed("1.5.0", "35");
        var bots = bots(50, Bots.Fault.CRASHES, Duration.ofSeconds(30));
        int run = deployed("2.0.0", "25");
        bots.until(run, LONG);
        assertThat(status(run)).isEqualTo(RunStatus.FAILURE);
        assertThat(error(run)).contains("silent");
    }

    @Test
    void a_halted_canary_is_withdrawn_all_the_same_when_it_does_harm() {
        deployed("1.5.0", "35");
        var bots = bots(50, Bots.Fault.COMPLAINS, Duration.ofSeconds(20));
        int run = deployed("2.0.0", "25");
        Press.ok(press.intake.halt(Press.ADMIN, run, Optional.empty()));
        for (int i = 0; i < 90 && press.writer.state().runs().open(run).isPresent(); i++) {
            clock.now = clock.now.plusSeconds(1);
            bots.second();
            press.driver.observe(run);
        }
        assertThat(status(run)).isEqualTo(RunStatus.FAILURE);
        assertThat(error(run)).contains("alerts");
    }

    @Test
    void a_restart_in_the_middle_does_not_begin_again_and_is_fair_to_both_sides() {
        deployed("1.5.0", "35");
        var bots = bots(50);
        int run = deployed("2.0.0", "25");
        for (int i = 0; i < 58; i++) {
            clock.now = clock.now.plusSeconds(1);
            bots.second();
            press.driver.observe(run);
        }
        press.close();
        press = new Press(folder, outside, clock, CrashPoints.NONE);
        var until =
                press.writer.state().runs().open(run).orElseThrow().baking().orElseThrow().until();
        clock.now = until;
        assertThat(press.driver.observe(run)).isPresent();
        bots.moveTo(press);
        bots.until(run, LONG);
        assertThat(status(run)).isEqualTo(RunStatus.SUCCESS);
        assertThat(Duration.between(until, clock.now))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
        assertThat(events(LiveEvent.CanaryStarted.class)).hasSize(1);
        assertThat(events(RunEvent.CanaryJudged.class).getFirst().canary().evaluations())
                .isGreaterThan(300);
    }

    @Test
    void who_outside_says_no_stops_a_canary_and_who_says_nothing_does_not_let_it_pass() {
        reopen(
                "{ id: canary, uses: canary, scope: 20%, bake: 1m, webhook: \"https://health.test/\" }");
        deployed("1.5.0", "35");
        var bots = bots(50);
        outside.health = new HealthReading.Unknown("health.test did not answer");
        int run = deployed("2.0.0", "25");
        bots.until(run, LONG);
        assertThat(error(run)).contains("inconclusive: health.test did not answer");
        outside.health = new HealthReading.Ill("health.test answered 409");
        int next = deployed("2.0.1", "25");
        bots.until(next, LONG);
        assertThat(error(next)).contains("health.test answered 409").contains("ticket");
        outside.health = new HealthReading.Well("health.test answered 204");
        int last = deployed("2.0.2", "25");
        bots.until(last, LONG);
        assertThat(status(last)).isEqualTo(RunStatus.SUCCESS);
    }

    private void reopen(String canary) {
        press.close();
        var other = folder.resolve("other");
        other.toFile().mkdir();
        press =
                new Press(other, outside, clock, CrashPoints.NONE)
                        .opened(
                                pipeline("")
                                        .replace(
                                                "{ id: canary, uses: canary, scope: 20%, bake: 1m }",
                                                canary));
    }

    private void reopenRollout(String rollout) {
        press.close();
        var other = folder.resolve("other");
        other.toFile().mkdir();
        press = new Press(other, outside, clock, CrashPoints.NONE).opened(pipeline(rollout));
    }

    @Test
    void a_rollout_in_steps_watches_between_them() {
        reopenRollout(", steps: \"10%, 40%, 70%\", pause: 30s");
        deployed("1.5.0", "35");
        var bots = bots(50);
        int run = deployed("2.0.0", "25");
        bots.until(run, LONG);
        assertThat(status(run)).isEqualTo(RunStatus.SUCCESS);
        assertThat(events(LiveEvent.CanaryWidened.class))
                .extracting(w -> w.selector().text())
                .containsExactly("40%", "70%");
        assertThat(events(RunEvent.StageBaking.class)).hasSize(3);
        assertThat(press.inForce()).contains("2.0.0");
    }

    @Test
    void a_step_that_does_harm_ends_the_rollout_as_a_canary_would() {
        reopenRollout(", steps: \"40%, 70%\", pause: 30s");
        deployed("1.5.0", "35");
        var bots = bots(50, Bots.Fault.COMPLAINS, Duration.ofSeconds(80));
        int run = deployed("2.0.0", "25");
        bots.until(run, LONG);
        assertThat(status(run)).isEqualTo(RunStatus.FAILURE);
        assertThat(error(run)).contains("at 40%: ").contains("alerts").contains("ticket");
        assertThat(press.inForce()).contains("1.5.0");
    }

    @Test
    void a_rollout_can_wait_until_subscribers_have_it() {
        reopenRollout(", converge: 98%, within: 30s");
        deployed("1.5.0", "35");
        var bots = bots(50);
        int run = deployed("2.0.0", "25");
        bots.until(run, LONG);
        assertThat(status(run)).isEqualTo(RunStatus.SUCCESS);
        assertThat(finished(run, "rollout").summary()).matches("(49|50) of 50 on 2.0.0");
    }

    @Test
    void a_rollout_that_does_not_arrive_is_taken_back_and_names_who_is_behind() {
        reopenRollout(", converge: 98%, within: 30s");
        deployed("1.5.0", "35");
        var bots = bots(50);
        int run = deployed("2.0.0", "25");
        while (press.writer.state().runs().open(run).isPresent()) {
            clock.now = clock.now.plusSeconds(1);
            boolean rollout =
                    press.writer
                            .state()
                            .runs()
                            .open(run)
                            .orElseThrow()
                            .next()
                            .orElseThrow()
                            .id()
                            .equals("rollout");
            for (var bot : bots.all()) {
                if (!rollout || !bot.reader.key().endsWith("7")) {
                    bot.ask();
                }
                bot.report(false);
            }
            press.driver.observe(run);
        }
        assertThat(status(run)).isEqualTo(RunStatus.ROLLED_BACK);
        assertThat(error(run))
                .contains("46 of 50 on 2.0.0 in time; behind are pm25-bot-27, pm25-bot-37");
        assertThat(press.inForce()).contains("1.5.0");
    }
}
