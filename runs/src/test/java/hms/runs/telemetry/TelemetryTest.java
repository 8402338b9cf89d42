package hms.runs.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.artifact.Context;
import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.checks.canary.Signals;
import hms.core.state.EnvironmentId;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class TelemetryTest {

    private static final PolicyId PM25 = PolicyId.of("pm25");
    private static final EnvironmentId PRODUCTION = EnvironmentId.PRODUCTION;
    private static final Digest NEW = Digest.sha256(new byte[] {2});
    private static final Digest OLD = Digest.sha256(new byte[] {1});

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Telemetry telemetry = new Telemetry(() -> now);

    private static Report.Counters counters(long evaluations, long alerts) {
        return new Report.Counters(
                evaluations,
                0,
                evaluations * 20,
                alerts == 0 ? Map.of() : Map.of("violation", alerts),
                evaluations,
                Map.of(),
                Map.of());
    }

    private static Report report(
            String instance, long sequence, boolean canary, Digest has, Report.Counters counters) {
        return new Report(
                instance,
                sequence,
                new Context(instance, Map.of("region", "NCR")),
                PRODUCTION,
                Optional.empty(),
                0,
                false,
                false,
                List.of(
                        new Report.Use(
                                PM25,
                                Optional.of(has),
                                Optional.of(new Report.Trial(7, canary)),
                                counters)));
    }

    private Signals canary() {
        return figures().signals().get(PM25).canary();
    }

    private Telemetry.Figures figures() {
        return telemetry.figures(
                new Telemetry.Canary(
                        PRODUCTION,
                        7,
                        Map.of(PM25, NEW),
                        Selector.GLOBAL,
                        Instant.parse("2026-01-01T00:00:00Z")));
    }

    private void after(int seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void a_report_replaces_the_one_before_it() {
        telemetry.take(report("a", 1, true, NEW, counters(10, 1)), true);
        after(1);
        telemetry.take(report("a", 2, true, NEW, counters(30, 4)), true);
        telemetry.take(report("b", 1, true, NEW, counters(5, 0)), true);
        assertThat(canary().evaluations()).isEqualTo(35);
        assertThat(canary().alertCount()).isEqualTo(4);
        assertThat(canary().subscribers()).isEqualTo(2);
        assertThat(canary().converged()).isEqualTo(2);
    }

    @Test
    void one_that_comes_twice_or_late_does_no_harm() {
        telemetry.take(report("a", 2, true, NEW, counters(30, 4)), true);
        telemetry.take(report("a", 2, true, NEW, counters(30, 4)), true);
        telemetry.take(report("a", 1, true, NEW, counters(10, 1)), true);
        assertThat(canary().evaluations()).isEqualTo(30);
    }

    @Test
    void counters_that_went_down_belong_to_one_that_began_anew() {
        telemetry.take(report("a", 1, true, NEW, counters(30, 4)), true);
        telemetry.take(report("a", 2, true, NEW, counters(5, 1)), true);
        assertThat(canary().evaluations()).isEqualTo(35);
        assertThat(canary().alertCount()).isEqualTo(5);
    }

    @Test
    void who_was_silent_may_come_back_with_any_sequence() {
        telemetry.take(report("a", 9, true, NEW, counters(30, 0)), true);
        after(20);
        telemetry.take(report("a", 1, true, NEW, counters(2, 0)), true);
        assertThat(canary().evaluations()).isEqualTo(32);
    }

    @Test
    void silence_is_three_intervals_or_five_seconds_and_leaving_is_none() {
        telemetry.take(report("a", 1, true, NEW, counters(1, 0)), true);
        telemetry.take(report("b", 1, false, OLD, counters(1, 0)), true);
        after(5);
        assertThat(figures().subscribers().canary().silent()).isZero();
        after(1);
        assertThat(figures().subscribers().canary()).isEqualTo(new Telemetry.Heads(1, 1, 0));
        assertThat(figures().subscribers().baseline()).isEqualTo(new Telemetry.Heads(1, 1, 0));
        var last = report("a", 2, true, NEW, counters(1, 0));
        telemetry.take(
                new Report(
                        last.instance(),
                        2,
                        last.reader(),
                        PRODUCTION,
                        Optional.empty(),
                        0,
                        false,
                        true,
                        last.uses()),
                true);
        after(60);
        assertThat(figures().subscribers().canary().silent()).isZero();
    }

    @Test
    void who_never_spoke_again_after_it_got_the_canary_is_silent() {
        var calm =
                new Report(
                        "a",
                        1,
                        Context.of("a"),
                        PRODUCTION,
                        Optional.empty(),
                        0,
                        false,
                        false,
                        List.of(
                                new Report.Use(
                                        PM25, Optional.of(OLD), Optional.empty(), counters(3, 0))));
        now = now.minusSeconds(4);
        telemetry.take(calm, false);
        now = now.plusSeconds(60);
        assertThat(figures().subscribers().canary()).isEqualTo(new Telemetry.Heads(1, 1, 0));
    }

    @Test
    void a_series_grows_coarser_and_loses_nothing() {
        for (int i = 1; i <= 5_000; i++) {
            after(1);
            telemetry.take(report("a", i, true, NEW, counters(i, 0)), true);
        }
        var series = figures().series();
        assertThat(series.points()).hasSizeLessThanOrEqualTo(Series.LONGEST);
        assertThat(series.seconds()).isEqualTo(16);
        assertThat(series.points().stream().mapToLong(p -> p.canary().evaluations()).sum())
                .isEqualTo(5_000);
    }

    @Test
    void convergence_names_who_is_behind() {
        telemetry.take(report("a", 1, true, NEW, counters(1, 0)), true);
        telemetry.take(report("c", 1, false, OLD, counters(1, 0)), true);
        telemetry.take(report("b", 1, false, OLD, counters(1, 0)), true);
        var convergence = telemetry.convergence(PRODUCTION, PM25, NEW, now);
        assertThat(convergence.on()).isEqualTo(1);
        assertThat(convergence.count()).isEqualTo(3);
        assertThat(convergence.laggards())
                .extracting(Telemetry.Laggard::key)
                .containsExactly("b", "c");
    }

    @Test
    void reports_come_at_most_a_thousand_a_second() {
        for (int i = 0; i < 20_000; i++) {
            telemetry.take(report("s" + i, 1, true, NEW, counters(1, 0)), true);
        }
        assertThat(telemetry.interval(true)).isEqualTo(Duration.ofSeconds(20));
        after(3_700);
        telemetry.take(report("s0", 2, true, NEW, counters(1, 0)), true);
        assertThat(telemetry.size()).isLessThanOrEqualTo(1);
    }

    @Test
    void there_is_an_end_to_what_is_kept() {
        Telemetry.Answer answer = new Telemetry.Answer.Next(Duration.ZERO);
        for (int i = 0; i < 50_001; i++) {
            answer = telemetry.take(report("s" + i, 1, true, NEW, counters(1, 0)), true);
        }
        assertThat(answer).isInstanceOf(Telemetry.Answer.Full.class);
        for (int i = 0; i < 500; i++) {
            var alerts = new HashMap<String, Long>();
            for (int k = 0; k < Report.MAX_KINDS; k++) {
                alerts.put("kind-" + i + "-" + k, 1L);
            }
            telemetry.take(
                    report(
                            "s1",
                            2 + i,
                            true,
                            NEW,
                            new Report.Counters(i, 0, 0, alerts, 0, Map.of(), Map.of())),
                    true);
        }
        assertThat(canary().alerts()).hasSizeLessThanOrEqualTo(301).containsKey("others");
    }

    @Test
    void what_is_beyond_the_limits_is_no_report() {
        assertThatThrownBy(() -> counters(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counters(1, Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> report("x".repeat(101), 1, true, NEW, counters(1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void many_report_at_once_and_nothing_is_lost() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 8; t++) {
                int thread = t;
                threads.submit(
                        () -> {
                            for (int i = 1; i <= 500; i++) {
                                telemetry.take(
                                        report("s" + thread, i, true, NEW, counters(i, 0)), true);
                            }
                        });
            }
        }
        assertThat(canary().evaluations()).isEqualTo(4_000);
        assertThat(telemetry.reports()).isEqualTo(4_000);
    }
}
