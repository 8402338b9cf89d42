package hms.runs;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.PolicyId;
import hms.artifact.Schedule;
import hms.core.event.LiveEvent;
import hms.core.event.Recorded;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.RunOptions;
import hms.core.state.RunOptions.Pending;
import hms.core.state.RunStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Schedules through the real dispatcher, writer and ledger. The clock stands at the beginning of
/// 2026 until it is set.
final class ActivationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;

    private final Press.Clock clock = new Press.Clock();
    private final Outside outside = new Outside();

    /// Midnights that are skipped or shown twice, and two that are neither.
    private static final List<String> MIDNIGHTS =
            List.of(
                    "2026-03-29T00:00 Asia/Beirut",
                    "2026-04-05T00:00 UTC",
                    "2026-04-24T00:00 Africa/Cairo",
                    "2026-09-06T00:00 America/Santiago",
                    "2026-10-30T00:00 Africa/Cairo",
                    "2026-11-01T00:00 America/Havana",
                    "2026-12-31T00:00 Pacific/Kiritimati");

    @Test
    void every_schedule_is_recorded_once_when_its_instant_comes_and_not_before() {
        try (var press = press().opened();
                var dispatcher = dispatcher(press)) {
            var schedules = new LinkedHashMap<Integer, Instant>();
            for (int i = 0; i < MIDNIGHTS.size(); i++) {
                var at = instant(MIDNIGHTS.get(i));
                schedules.put(queued(press, "p" + i, at), at);
            }
            dispatcher.wake();
            schedules.forEach((run, at) -> await(() -> waitsUntil(press, run, at)));

            schedules.forEach(
                    (run, at) -> {
                        int before = activations(press).size();
                        var line = line("p" + (run - 1));
                        clock.now = at.minusNanos(1_000);
                        dispatcher.wake();
                        assertThat(press.writer.state().live().inForce(line, clock.now)).isEmpty();
                        press.driver.advance(run); // as if the timer came too early
                        assertThat(activations(press)).hasSize(before);

                        clock.now = at;
                        assertThat(press.writer.state().live().inForce(line, at)).isPresent();
                        dispatcher.wake();
                        await(() -> hasSucceeded(press, run));
                        press.driver.advance(run); // as if another timer came too
                        assertThat(activations(press)).hasSize(before + 1);
                        assertThat(activations(press).getLast().activatedAt()).isEqualTo(at);
                        assertThat(activations(press).getLast().lateMs()).isZero();
                    });
        }
    }

    @Test
    void an_instant_that_came_while_no_server_ran_is_recorded_at_once_with_its_delay_and_once() {
        var at = instant("2026-04-24T00:00 Africa/Cairo");
        int run;
        try (var press = press().opened();
                var dispatcher = dispatcher(press)) {
            run = queued(press, "p", at);
            dispatcher.wake();
            await(() -> waitsUntil(press, run, at));
        }

        clock.now = at.plusSeconds(3_725);
        try (var press = press();
                var _ = dispatcher(press)) {
            await(() -> hasSucceeded(press, run));
            var entry = press.writer.state().live().inForce(line("p"), clock.now).orElseThrow();
            assertThat(entry.activatedAt()).isEqualTo(at);
            assertThat(press.writer.state().live().inForce(line("p"), at)).contains(entry);
            assertThat(press.writer.state().live().inForce(line("p"), at.minusNanos(1))).isEmpty();
        }

        clock.now = at.plusSeconds(90_000);
        try (var press = press();
                var _ = dispatcher(press)) {
            press.driver.advance(run);
            assertThat(activations(press)).hasSize(1);
            assertThat(activations(press).getFirst().activatedAt()).isEqualTo(at);
            assertThat(activations(press).getFirst().lateMs()).isEqualTo(3_725_000);
            assertThat(summaries(press, run))
                    .contains("active since " + at + ", recorded 3725 s late");
        }
    }

    /// A clock that is set back holds nothing up: time on the ledger only goes forward.
    @Test
    void a_run_goes_on_though_the_clock_was_set_back() {
        try (var press = press().opened();
                var dispatcher = dispatcher(press)) {
            clock.now = clock.now.minus(Duration.ofHours(1));
            int run = queued(press, "p", Instant.parse("2025-12-31T12:00:00Z"));
            dispatcher.wake();
            await(() -> hasSucceeded(press, run));
        }
    }

    private static List<String> summaries(Press press, int run) {
        return press.entries().stream()
                .map(Recorded::event)
                .filter(hms.core.event.RunEvent.StageFinished.class::isInstance)
                .map(hms.core.event.RunEvent.StageFinished.class::cast)
                .filter(e -> e.run() == run)
                .map(hms.core.event.RunEvent.StageFinished::summary)
                .toList();
    }

    private Press press() {
        return new Press(folder, outside, clock, CrashPoints.NONE);
    }

    private Dispatcher dispatcher(Press press) {
        return new Dispatcher(
                        press.writer::state, clock, press.driver, press.notices, press.targets)
                .start();
    }

    private static Instant instant(String text) {
        return Schedule.parse(text).orElseThrow().instant(ZoneOffset.UTC, Instant.EPOCH);
    }

    private static int queued(Press press, String policy, Instant at) {
        var artifact =
                new String(Press.limit("1.0.0", "35"), StandardCharsets.UTF_8)
                        .replace("id: pm25", "id: " + policy)
                        .getBytes(StandardCharsets.UTF_8);
        return press.queued(
                List.of(artifact),
                Map.of("cases.csv", Press.CASES),
                RunOptions.of(Optional.of(at), Pending.UNSAID, false, false));
    }

    private static boolean waitsUntil(Press press, int run, Instant at) {
        return press.writer
                .state()
                .runs()
                .open(run)
                .filter(r -> r.phase().equals(new Run.Phase.Scheduled(at)))
                .isPresent();
    }

    private static boolean hasSucceeded(Press press, int run) {
        return press.writer
                .state()
                .runs()
                .closed(run)
                .filter(r -> r.status() == RunStatus.SUCCESS)
                .isPresent();
    }

    private static List<LiveEvent.VersionActivated> activations(Press press) {
        return press.entries().stream()
                .map(Recorded::event)
                .filter(LiveEvent.VersionActivated.class::isInstance)
                .map(LiveEvent.VersionActivated.class::cast)
                .toList();
    }

    private static Line line(String policy) {
        return new Line(EnvironmentId.PRODUCTION, PolicyId.of(policy));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in vain").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
