package hms.runs.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final double MIDDLE = 0.5;

    @Test
    void waits_double_from_five_seconds_to_three_hours() {
        var waits = new ArrayList<Duration>();
        for (var failures = 1; failures <= 14; failures++) {
            waits.add(BackOff.next(failures, Duration.ZERO, Duration.ZERO, MIDDLE).orElseThrow());
        }
        assertThat(waits)
                .extracting(Duration::toSeconds)
                .containsExactly(
                        5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 2560L, 5120L, 10240L,
                        10800L, 10800L);
    }

    @Test
    void each_wait_is_spread_by_a_quarter_either_way() {
        assertThat(BackOff.next(1, Duration.ZERO, Duration.ZERO, 0.0))
                .contains(Duration.ofMillis(3750));
        assertThat(BackOff.next(1, Duration.ZERO, Duration.ZERO, Math.nextDown(1.0)))
                .contains(Duration.ofMillis(6250));
    }

    @Test
    void a_recipient_that_asks_for_longer_gets_it() {
        assertThat(BackOff.next(1, Duration.ZERO, Duration.ofMinutes(2), MIDDLE))
                .contains(Duration.ofMinutes(2));
        assertThat(BackOff.next(5, Duration.ZERO, Duration.ofSeconds(1), MIDDLE))
                .contains(Duration.ofSeconds(80));
    }

    @Test
    void the_last_attempt_is_a_day_after_the_first_and_then_it_is_over() {
        var nearlyADay = Duration.ofHours(23);
        assertThat(BackOff.next(20, nearlyADay, Duration.ZERO, MIDDLE))
                .contains(Duration.ofHours(1));
        assertThat(BackOff.next(1, nearlyADay, Duration.ofDays(30), MIDDLE))
                .contains(Duration.ofHours(1));
        assertThat(BackOff.next(21, BackOff.PATIENCE, Duration.ZERO, MIDDLE)).isEmpty();
        assertThat(BackOff.next(21, Duration.ofDays(40), Duration.ZERO, MIDDLE)).isEmpty();
    }

    @Test
    void every_schedule_ends_exactly_at_a_day_with_some_twenty_attempts() {
        for (var seed = 0L; seed < 500; seed++) {
            var random = new Random(seed);
            var elapsed = Duration.ZERO;
            var failures = 1;
            while (true) {
                var wait = BackOff.next(failures, elapsed, Duration.ZERO, random.nextDouble());
                if (wait.isEmpty()) {
                    break;
                }
                assertThat(wait.get()).as("seed %d", seed).isPositive();
                elapsed = elapsed.plus(wait.get());
                failures++;
            }
            assertThat(elapsed).as("seed %d", seed).isEqualTo(BackOff.PATIENCE);
            assertThat(failures).as("seed %d", seed).isBetween(17, 25);
        }
    }

    @Test
    void many_failures_do_not_overflow() {
        assertThat(BackOff.next(Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO, MIDDLE))
                .contains(Duration.ofHours(3));
    }

    @Test
    void nonsense_is_refused() {
        assertThatThrownBy(() -> BackOff.next(0, Duration.ZERO, Duration.ZERO, MIDDLE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BackOff.next(1, Duration.ZERO, Duration.ZERO, 1.0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BackOff.next(1, Duration.ZERO, Duration.ZERO, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
