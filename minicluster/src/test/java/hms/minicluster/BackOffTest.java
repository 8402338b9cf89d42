package hms.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackOffTest {
    private static final Duration NEVER = Duration.ZERO;
    private static final Duration LONG = BackOff.SETTLED;

    private final BackOff backOff = new BackOff();

    @Test
    void replica_that_worked_comes_back_at_once() {
        assertThat(backOff.died(LONG, false)).isZero();
        assertThat(backOff.died(LONG, false)).isZero();
    }

    @Test
    void replica_that_was_killed_on_request_comes_back_at_once() {
        assertThat(backOff.died(NEVER, true)).isZero();
    }

    @Test
    void replica_that_never_works_is_started_less_and_less_often() {
        assertThat(backOff.died(NEVER, false)).hasMillis(200);
        assertThat(backOff.died(NEVER, false)).hasMillis(400);
        assertThat(backOff.died(NEVER, false)).hasMillis(800);
        for (int i = 0; i < 100; i++) {
            assertThat(backOff.died(NEVER, false)).isLessThanOrEqualTo(Duration.ofSeconds(30));
        }
        assertThat(backOff.died(NEVER, false)).hasSeconds(30);
    }

    @Test
    void what_works_again_is_forgiven() {
        for (int i = 0; i < 10; i++) {
            backOff.died(NEVER, false);
        }

        assertThat(backOff.died(LONG, false)).isZero();
        assertThat(backOff.died(NEVER, false)).hasMillis(200);
    }
}
