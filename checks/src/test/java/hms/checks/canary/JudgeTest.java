package hms.checks.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JudgeTest {

    private static final Look END = new Look(true, true, false, false);
    private static final Look DURING = new Look(false, true, false, false);
    private static final Foreseen SIMULATED =
            new Foreseen(
                    Set.of("violation"),
                    Map.of(
                            "violation",
                            new Foreseen.Rule(5_000, 400, Map.of("false → true", 300L))),
                    true);

    /// Signals of one side; what a test does not say is as usual.
    private record Side(
            long evaluations,
            long errors,
            long micros,
            Map<String, Long> alerts,
            Map<String, Long> changes) {

        static final Side USUAL = new Side(400, 0, 8_000, Map.of(), Map.of());

        Side evaluations(long count) {
            return new Side(count, errors, count * 20, alerts, changes);
        }

        Side errors(long count) {
            return new Side(evaluations, count, micros, alerts, changes);
        }

        Side micros(long each) {
            return new Side(evaluations, errors, each * evaluations, alerts, changes);
        }

        Side alerts(String kind, long count) {
            return new Side(evaluations, errors, micros, Map.of(kind, count), changes);
        }

        Side changes(String kind, long count) {
            return new Side(evaluations, errors, micros, alerts, Map.of(kind, count));
        }

        Signals signals() {
            return new Signals(
                    10,
                    10,
                    10,
                    evaluations,
                    errors,
                    micros,
                    alerts,
                    evaluations,
                    changes,
                    Map.of("violation", evaluations));
        }
    }

    private static Verdict judge(Foreseen foreseen, Side canary, Signals baseline, Look look) {
        return Verdict.of(
                Judge.policy(Terms.USUAL, foreseen, canary.signals(), baseline, look).checks(),
                look.over());
    }

    private static Verdict judge(Side canary, Look look) {
        return judge(SIMULATED, canary, Side.USUAL.evaluations(4_000).signals(), look);
    }

    private static String sentence(Side canary, String check) {
        return Judge.policy(
                        Terms.USUAL,
                        SIMULATED,
                        canary.signals(),
                        Side.USUAL.evaluations(4_000).signals(),
                        END)
                .checks()
                .stream()
                .filter(c -> c.name().equals(check))
                .findFirst()
                .orElseThrow()
                .sentence();
    }

    @ParameterizedTest
    @CsvSource({
        "violation, 0, PASSED",
        "violation, 32, PASSED",
        "violation, 50, PASSED",
        "violation, 70, FAILED",
        "violation, 300, FAILED",
        "refused, 1, PASSED",
        "refused, 5, FAILED"
    })
    void alerts_are_held_against_what_was_foreseen_or_usual(
            String kind, long count, Verdict verdict) {
        assertThat(judge(Side.USUAL.alerts(kind, count), END)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "violation: false → true, 24, PASSED",
        "violation: false → true, 60, FAILED",
        "violation: true → false, 1, PASSED",
        "violation: true → false, 2, FAILED",
        "violation: false → error, 2, FAILED"
    })
    void changes_are_held_against_what_the_simulation_showed(
            String kind, long count, Verdict verdict) {
        assertThat(judge(Side.USUAL.changes(kind, count), END)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"1, PASSED", "4, PASSED", "40, FAILED"})
    void errors_are_held_against_the_others(long errors, Verdict verdict) {
        assertThat(judge(Side.USUAL.errors(errors), END)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"20, PASSED", "1900, PASSED", "9000, FAILED"})
    void time_counts_only_where_somebody_would_feel_it(long micros, Verdict verdict) {
        assertThat(judge(Side.USUAL.micros(micros), END)).isEqualTo(verdict);
    }

    @Test
    void harm_is_found_at_any_look_and_health_only_at_the_end() {
        assertThat(judge(Side.USUAL.alerts("violation", 300), DURING)).isEqualTo(Verdict.FAILED);
        assertThat(judge(Side.USUAL, DURING)).isEqualTo(Verdict.NOT_YET);
        assertThat(judge(Side.USUAL, END)).isEqualTo(Verdict.PASSED);
    }

    @Test
    void too_few_samples_are_inconclusive() {
        assertThat(judge(Side.USUAL.evaluations(19), END)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(Side.USUAL.evaluations(20), END)).isEqualTo(Verdict.PASSED);
    }

    @Test
    void without_a_baseline_every_alert_counts_that_no_rule_stands_for() {
        assertThat(judge(SIMULATED, Side.USUAL.alerts("refused", 1), Signals.NONE, END))
                .isEqualTo(Verdict.PASSED);
        assertThat(judge(SIMULATED, Side.USUAL.alerts("refused", 2), Signals.NONE, END))
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void without_a_baseline_that_had_time_to_report_nothing_is_held_against_it() {
        assertThat(
                        judge(
                                SIMULATED,
                                Side.USUAL.alerts("refused", 2),
                                Signals.NONE,
                                new Look(false, false, false, false)))
                .isEqualTo(Verdict.NOT_YET);
    }

    @Test
    void changes_that_nothing_foresaw_cannot_be_told_from_harm() {
        var nothing = Foreseen.nothing(Set.of("violation"));
        assertThat(
                        judge(
                                nothing,
                                Side.USUAL.changes("violation: false → true", 2),
                                Side.USUAL.signals(),
                                DURING))
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void a_policy_without_rules_has_to_be_obeyed_by_somebody() {
        var ruleless = Foreseen.nothing(Set.of());
        assertThat(judge(ruleless, Side.USUAL.evaluations(0), Signals.NONE, END))
                .isEqualTo(Verdict.PASSED);
        assertThat(
                        Verdict.of(
                                Judge.policy(Terms.USUAL, ruleless, Signals.NONE, Signals.NONE, END)
                                        .checks(),
                                true))
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0, 100, 0, OK",
        "10, 1, 100, 0, OK",
        "10, 2, 100, 0, FAILING",
        "3, 1, 100, 0, FAILING",
        "10, 5, 100, 45, OK",
        "10, 6, 100, 45, FAILING"
    })
    void silence_is_held_against_that_of_the_others(
            long canary, long silent, long others, long theirs, Check.State state) {
        var checks =
                Judge.subscribers(
                        new Activity(canary, silent, 0, 0),
                        new Activity(others, theirs, 0, 0),
                        DURING);
        assertThat(checks.getFirst().state()).isEqualTo(state);
    }

    @Test
    void evaluations_that_stop_are_noticed_at_the_end() {
        var others = new Activity(40, 0, 4_000, 2_000);
        assertThat(lively(new Activity(10, 0, 1_000, 40), others)).isEqualTo(Check.State.FAILING);
        assertThat(lively(new Activity(10, 0, 1_000, 480), others)).isEqualTo(Check.State.OK);
        // a quiet region was quiet before
        assertThat(lively(new Activity(10, 0, 80, 40), others)).isEqualTo(Check.State.OK);
    }

    private static Check.State lively(Activity canary, Activity others) {
        return Judge.subscribers(canary, others, END).get(1).state();
    }

    @Test
    void sentences_say_the_figures() {
        assertThat(sentence(Side.USUAL.alerts("violation", 31), "alerts"))
                .matches("alerts 31, foreseen \\d+ to \\d+ for 400 evaluations");
        assertThat(sentence(Side.USUAL.changes("violation: true → false", 9), "changes"))
                .isEqualTo(
                        "changed outcomes 9 of 400 compared: violation: true → false 9 times,"
                                + " never foreseen");
    }

    @Test
    void more_of_what_is_bad_never_turns_failed_into_passed() {
        for (long seed = 1; seed <= 500; seed++) {
            var random = new Random(seed);
            var foreseen =
                    random.nextBoolean()
                            ? SIMULATED
                            : new Foreseen(
                                    Set.of("violation"),
                                    Map.of(
                                            "violation",
                                            new Foreseen.Rule(1 + random.nextInt(50), 1, Map.of())),
                                    random.nextBoolean());
            var baseline =
                    random.nextInt(4) == 0
                            ? Signals.NONE
                            : Side.USUAL
                                    .evaluations(random.nextInt(3_000))
                                    .alerts("refused", random.nextInt(20))
                                    .signals();
            var alerts = new HashMap<String, Long>();
            boolean failed = false;
            for (int step = 0; step < 12; step++) {
                alerts.merge(
                        random.nextBoolean() ? "violation" : "refused",
                        (long) random.nextInt(15),
                        Long::sum);
                var side = new Side(300, 0, 6_000, alerts, Map.of());
                boolean fails = judge(foreseen, side, baseline, END) == Verdict.FAILED;
                assertThat(failed && !fails).as("seed %d, step %d", seed, step).isFalse();
                failed = fails;
            }
        }
    }

    @Test
    void what_is_as_likely_as_foreseen_is_hardly_ever_stopped() {
        var random = new Random(42);
        int stopped = 0;
        for (int i = 0; i < 2_000; i++) {
            double rate = random.nextDouble();
            long foreseen = binomial(random, 1_000, rate);
            long seen = binomial(random, 200, rate);
            var range = Expected.share(foreseen, 1_000, 200);
            stopped += seen > range.most() ? 1 : 0;
        }
        assertThat(stopped).isLessThan(10);
    }

    private static long binomial(Random random, int trials, double rate) {
        return IntStream.range(0, trials).filter(n -> random.nextDouble() < rate).count();
    }

    @Test
    void large_counts_are_as_small_ones() {
        for (var trials : List.of(100L, 10_000L, 5_000_000L)) {
            var range = Expected.share(500, 5_000, trials);
            assertThat(range.least()).isLessThan(trials / 10);
            assertThat(range.most()).isBetween(trials / 10, trials / 10 * 3);
        }
        assertThat(Expected.share(5_000, 5_000, 400)).isEqualTo(new Range(397, 400));
        assertThat(new ArrayList<>(List.of(Expected.rate(0, 0, 10))))
                .containsExactly(Range.NOTHING);
        assertThat(Expected.rate(1_000, 1_000, 10).most()).isBetween(15L, 25L);
    }
}
