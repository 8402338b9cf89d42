package hms.checks.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlanTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void cluster_without_a_front_has_the_kills_of_the_plan_at_the_same_times() {
        var plan = Plan.of(7, 20, MINUTE);

        var kills = plan.killsOnly();

        assertThat(kills.faults())
                .isNotEmpty()
                .allMatch(due -> due.fault() instanceof Fault.Kill)
                .isSubsetOf(plan.faults());
        assertThat(kills.faults().size()).isLessThan(plan.faults().size());
        assertThat(kills.killsOnly()).isEqualTo(kills);
    }

    @Test
    void same_seed_gives_the_same_plan() {
        assertThat(Plan.of(7, 20, MINUTE)).isEqualTo(Plan.of(7, 20, MINUTE));
        assertThat(
                        LongStream.range(0, 20)
                                .mapToObj(seed -> Plan.of(seed, 20, MINUTE).faults())
                                .distinct())
                .hasSize(20);
    }

    @Test
    void plan_is_the_same_on_every_machine() {
        assertThat(Plan.of(184, 3, Duration.ofSeconds(20)).faults())
                .extracting(due -> due.at().toMillis() + " " + due.fault().words())
                .isEqualTo(GOLDEN);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,1", "10,1", "19,1", "20,2", "100,10"})
    void tenth_of_the_replicas_is_hit_but_at_least_one(int replicas, int hit) {
        assertThat(Plan.of(1, replicas, MINUTE).faults())
                .allSatisfy(due -> assertThat(due.fault().pick().count()).isEqualTo(hit));
    }

    @ParameterizedTest
    @CsvSource({"5", "10", "20", "60", "300", "3600"})
    void kills_come_again_and_again_with_slowness_and_errors_in_between(int seconds) {
        var time = Duration.ofSeconds(seconds);
        for (long seed = 0; seed < 50; seed++) {
            var faults = Plan.of(seed, 5, time).faults();

            assertThat(faults).as("seed %d", seed).isNotEmpty();
            for (int i = 0; i < faults.size(); i++) {
                var due = faults.get(i);
                assertThat(due.fault().kind())
                        .isEqualTo(List.of("kill", "latency", "kill", "errors").get(i % 4));
                assertThat(due.at()).isLessThan(time);
                var next = i + 1 < faults.size() ? faults.get(i + 1).at() : time;
                assertThat(due.at().plus(lasting(due.fault())))
                        .as("seed %d, %s is over before the next", seed, due)
                        .isLessThan(next);
            }
        }
    }

    private static Duration lasting(Fault fault) {
        return switch (fault) {
            case Fault.Kill _ -> Duration.ZERO;
            case Fault.Latency latency -> latency.during();
            case Fault.Errors errors -> errors.during();
        };
    }

    @Test
    void six_faults_within_twenty_seconds() {
        assertThat(Plan.of(1, 3, Duration.ofSeconds(20)).faults()).hasSize(6);
    }

    @Test
    void too_short_a_time_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.of(1, 3, Duration.ofMillis(4_999)))
                .withMessage("an experiment lasts at least 5 s");
    }

    private static final List<String> GOLDEN =
            List.of(
                    "1000 killed",
                    "4561 slow for 1.1 s: 64% of requests take 1129 ms longer",
                    "8171 killed",
                    "11374 failing for 1.4 s: 85% of requests end with an error",
                    "14817 killed",
                    "17944 slow for 1.2 s: 54% of requests take 1102 ms longer");
}
