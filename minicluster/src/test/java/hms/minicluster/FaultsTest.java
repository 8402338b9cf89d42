package hms.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import hms.minicluster.Faults.Effect;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    private static final Effect ERROR = new Effect.Failure();

    private long now = Long.MAX_VALUE - 5; // as it may be: only differences mean something
    private final Random random = new Random(184);
    private final Faults faults = new Faults(() -> now, random::nextDouble);

    @Test
    void fault_hits_the_replicas_that_it_names_and_no_other() {
        faults.add(Set.of("a", "b"), 1, ERROR, Duration.ofSeconds(1));

        assertThat(faults.strike("a")).contains(ERROR);
        assertThat(faults.strike("b")).contains(ERROR);
        assertThat(faults.strike("c")).isEmpty();
    }

    @Test
    void fault_ends_by_itself() {
        faults.add(Set.of("a"), 1, ERROR, Duration.ofSeconds(1));

        now += 999_999_999;
        assertThat(faults.strike("a")).contains(ERROR);
        assertThat(faults.count()).isEqualTo(1);
        now += 1;
        assertThat(faults.strike("a")).isEmpty();
        assertThat(faults.count()).isZero();
    }

    @Test
    void fault_hits_about_its_share_of_the_requests() {
        faults.add(Set.of("a"), 0.3, new Effect.Delay(Duration.ofMillis(5)), Duration.ofHours(1));

        int hit = 0;
        for (int i = 0; i < 10_000; i++) {
            hit += faults.strike("a").isPresent() ? 1 : 0;
        }

        assertThat(hit).isBetween(2_800, 3_200);
    }

    @Test
    void nothing_is_left_once_they_are_cleared() {
        faults.add(Set.of("a"), 1, ERROR, Duration.ofHours(1));

        faults.clear();

        assertThat(faults.strike("a")).isEmpty();
    }
}
