package hms.checks.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class ExperimentTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Plan PLAN = Plan.of(184, 3, TIME);

    private final FakePace pace = new FakePace();
    private final FakeCluster cluster = new FakeCluster(pace, 3);
    private final List<Happening> heard = new ArrayList<>();

    @Test
    void cluster_that_answers_all_and_comes_back_has_survived() throws Exception {
        var report = run(Terms.USUAL);

        assertThat(report.reasons()).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.summary()).isEqualTo("survived 6 faults · health 100%");
        assertThat(report.probes()).isEqualTo(400);
        assertThat(cluster.killed()).hasSize(3);
    }

    @Test
    void each_fault_and_each_return_is_told_with_its_time() throws Exception {
        var report = run(Terms.USUAL);

        assertThat(report.happenings()).isEqualTo(heard).hasSize(6 + 3);
        for (var back : report.happenings()) {
            if (back instanceof Happening.Back found) {
                assertThat(found.after())
                        .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_500));
            }
        }
        assertThat(report.seconds()).hasSize(20);
        assertThat(report.seconds())
                .allSatisfy(
                        second -> {
                            assertThat(second.ok()).isEqualTo(20);
                            assertThat(second.p99()).isEqualTo(Duration.ofMillis(2));
                        });
    }

    @Test
    void exactly_99_percent_is_not_enough() throws Exception {
        cluster.failsEvery(100);

        var report = run(Terms.USUAL);

        assertThat(report.failed()).isEqualTo(4);
        assertThat(report.summary()).isEqualTo("did not survive 6 faults · health 99%");
        assertThat(report.reasons())
                .containsExactly("4 of 400 probes failed: health is 99%, and has to be above 99%.");
    }

    @Test
    void health_is_never_rounded_up() throws Exception {
        cluster.failsEvery(399);

        var report = run(Terms.USUAL);

        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.summary()).isEqualTo("survived 6 faults · health 99.7%");
        assertThat(heard)
                .filteredOn(Happening.Missed.class::isInstance)
                .extracting(Happening::words)
                .containsExactly("a probe failed: 503 nobody is ready");
    }

    @Test
    void replica_that_does_not_come_back_fails_it() throws Exception {
        cluster.restartsAfter(Duration.ofHours(1));

        var report = run(Terms.USUAL);

        assertThat(report.passed()).isFalse();
        assertThat(report.reasons())
                .containsExactly(
                        "After 17 s a fault could not be done (latency): no replica was ready.",
                        "replica-1, replica-2, replica-3 did not come back within 20 s of the"
                                + " end.");
    }

    @Test
    void replica_that_comes_back_late_is_waited_for() throws Exception {
        cluster.restartsAfter(Duration.ofSeconds(12));

        assertThat(run(Terms.USUAL).reasons()).isEmpty();
        assertThat(pace.now()).isBetween(TIME, TIME.plusSeconds(13));
    }

    @Test
    void fault_that_cannot_be_done_fails_it() throws Exception {
        cluster.refuses("the control port does not answer");

        var report = run(Terms.USUAL);

        assertThat(report.summary()).startsWith("did not survive 3 faults");
        assertThat(report.reasons())
                .hasSize(4)
                .contains(
                        "No replica was killed, so nothing was shown.",
                        "After 1 s a fault could not be done (kill): the control port does not"
                                + " answer.");
    }

    @Test
    void too_few_probes_say_nothing() throws Exception {
        cluster.answersAfter(Duration.ofMillis(100)); // and this test has no other thread

        var report = run(Terms.USUAL);

        assertThat(report.reasons())
                .containsExactly("Only 200 of 400 probes were made: too few to say anything.");
    }

    @Test
    void probe_that_never_ends_is_a_failed_one() throws Exception {
        var given = new AtomicInteger();
        Executor losing =
                task -> {
                    if (given.getAndIncrement() != 7) {
                        task.run();
                    }
                };

        var report = new Experiment(PLAN, Terms.USUAL, cluster, pace, losing, heard::add).run();

        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.probes()).isEqualTo(400);
        assertThat(report.summary()).isEqualTo("survived 6 faults · health 99.7%");
    }

    @Test
    void nothing_stays_slow_or_failing_when_it_is_broken_off() {
        var stopping =
                new Pace() {
                    @Override
                    public Duration now() {
                        return pace.now();
                    }

                    @Override
                    public void until(Duration at) throws InterruptedException {
                        if (cluster.isDisturbed()) {
                            throw new InterruptedException();
                        }
                        pace.until(at);
                    }
                };
        var experiment =
                new Experiment(PLAN, Terms.USUAL, cluster, stopping, Runnable::run, heard::add);

        assertThatThrownBy(experiment::run).isInstanceOf(InterruptedException.class);

        assertThat(cluster.isDisturbed()).isFalse();
        assertThat(cluster.calmed()).isEqualTo(1);
    }

    @Test
    void evidence_is_json_with_timeline_and_seconds() throws Exception {
        cluster.failsEvery(399);

        var json = JsonMapper.shared().readTree(run(Terms.USUAL).json());

        assertThat(json.path("summary").asString()).isEqualTo("survived 6 faults · health 99.7%");
        assertThat(json.path("passed").asBoolean()).isTrue();
        assertThat(json.path("seed").asLong()).isEqualTo(184);
        assertThat(json.path("probes").asLong()).isEqualTo(400);
        assertThat(json.path("timeline")).hasSize(10);
        assertThat(json.path("timeline").path(0).path("kind").asString()).isEqualTo("kill");
        assertThat(json.path("timeline").path(0).path("atMs").asLong()).isBetween(1_000L, 1_100L);
        assertThat(json.path("seconds")).hasSize(20);
        assertThat(json.path("seconds").path(19).path("failed").asInt()).isEqualTo(1);
    }

    private Report run(Terms terms) throws InterruptedException {
        return new Experiment(PLAN, terms, cluster, pace, Runnable::run, heard::add).run();
    }
}
