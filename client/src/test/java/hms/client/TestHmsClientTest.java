package hms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.artifact.Context;
import hms.client.live.Ruling;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a program reads over time: the same code that the real client has, on a clock that is set.
class TestHmsClientTest {
    private final TestHmsClient hms = HmsClient.inMemory();
    private final Policy policy = hms.client().getPolicy("p");

    @Test
    void scheduled_version_begins_at_its_instant_without_a_message() {
        hms.set("p", "version: 1.0.0\nlimit: 35\n");
        hms.set("p", "version: 2.0.0\nlimit: 25\neffective: 2026-01-02T00:00:00Z\n");
        var limit = hms.client().decimal("p", "limit");

        hms.flip(Instant.parse("2026-01-01T23:59:59.999Z"));
        assertThat(limit.get()).isEqualByComparingTo("35");

        hms.flip(Instant.parse("2026-01-02T00:00:00Z"));
        assertThat(limit.get()).isEqualByComparingTo("25");
        assertThat(policy.version()).contains("2.0.0");
    }

    @Test
    void dated_value_changes_when_its_day_begins_in_the_policys_zone() {
        hms.set(
                "p",
                "version: 1.0.0\ntimezone: America/New_York\nlimit: { dated: { 2025-01-01: 12, 2026-01-03: 9, 2026-01-05: null } }\n");
        var limit = hms.client().decimal("p", "limit");

        hms.flip(Instant.parse("2026-01-03T04:59:59Z"));
        assertThat(limit.get()).isEqualByComparingTo("12");
        hms.flip(Instant.parse("2026-01-03T05:00:00Z"));
        assertThat(limit.get()).isEqualByComparingTo("9");
        hms.flip(Instant.parse("2026-01-05T05:00:00Z"));
        assertThat(limit.find()).isEmpty();
        assertThatThrownBy(limit::get)
                .isInstanceOf(ValueAbsent.class)
                .hasMessageContaining("no value on this day");
    }

    @Test
    void ended_and_suspended_policies_say_so() {
        hms.set("p", "version: 1.0.0\nlimit: 35\n");
        hms.suspend("p");
        assertThat(policy.status()).isEqualTo(Status.SUSPENDED);
        assertThatThrownBy(() -> policy.getInt("limit")).isInstanceOf(PolicyAbsent.Suspended.class);

        hms.advance(Duration.ofHours(1)).lift("p");
        assertThat(policy.getInt("limit")).isEqualTo(35);

        hms.advance(Duration.ofHours(1)).end("p");
        assertThat(policy.status()).isEqualTo(Status.ENDED);
        assertThatThrownBy(() -> policy.getInt("limit"))
                .isInstanceOfSatisfying(
                        PolicyAbsent.Ended.class,
                        ended -> assertThat(ended.lastDay()).isEqualTo(LocalDate.of(2026, 1, 1)));
    }

    @Test
    void policy_that_is_still_to_come_says_when() {
        hms.set("p", "version: 1.0.0\nlimit: 35\neffective: 2026-02-01T00:00:00Z\n");

        assertThat(policy.status()).isEqualTo(Status.NOT_YET_IN_FORCE);
        assertThatThrownBy(() -> policy.getInt("limit"))
                .isInstanceOfSatisfying(
                        PolicyAbsent.NotYetInForce.class,
                        later ->
                                assertThat(later.from())
                                        .isEqualTo(Instant.parse("2026-02-01T00:00:00Z")));
    }

    @Test
    void rule_may_ask_for_the_day() {
        hms.set("p", "version: 1.0.0\nrules:\n  late: on >= date('2026-01-03')\n");

        assertThat(policy.evaluate("late", Map.of())).isEqualTo(new Ruling.Decided(false));
        hms.flip(Instant.parse("2026-01-03T00:00:00Z"));
        assertThat(policy.evaluate("late", Map.of())).isEqualTo(new Ruling.Decided(true));
    }

    @Test
    void rule_reads_the_policies_that_it_uses_as_they_are_now() {
        hms.set("base", "version: 1.0.0\namount: 10\n");
        hms.set(
                "p",
                "version: 1.0.0\nuses: { b: base }\ninputs:\n  n: { type: number }\nrules:\n  enough: n >= b.amount\n");
        assertThat(policy.evaluate("enough", Map.of("n", 10)).isTrue()).isTrue();

        hms.set("base", "version: 1.1.0\namount: 11\n");
        assertThat(policy.evaluate("enough", Map.of("n", 10)).isTrue()).isFalse();

        hms.set("base", "version: 1.2.0\namount: 9\neffective: 2026-01-02T00:00:00Z\n");
        hms.flip(Instant.parse("2026-01-02T00:00:00Z"));
        assertThat(policy.evaluate("enough", Map.of("n", 9)).isTrue()).isTrue();
    }

    @Test
    void canary_is_for_those_whom_it_selects() {
        var inside = TestHmsClient.as(Context.of("a").with("region", "NCR"));
        var outside = TestHmsClient.as(Context.of("b").with("region", "SCR"));
        for (var each : List.of(inside, outside)) {
            each.set("p", "version: 1.0.0\nlimit: 35\n");
            each.canary("p", "version: 2.0.0\nlimit: 25\n", "region:NCR", false);
        }
        assertThat(inside.client().getPolicy("p").getInt("limit")).isEqualTo(25);
        assertThat(outside.client().getPolicy("p").getInt("limit")).isEqualTo(35);
        assertThat(outside.client().getPolicy("p").group().orElseThrow().canary()).isFalse();

        inside.endCanary("p");
        assertThat(inside.client().getPolicy("p").getInt("limit")).isEqualTo(35);
        assertThat(inside.client().getPolicy("p").group()).isEmpty();
    }

    @Test
    void shadow_canary_is_counted_and_not_obeyed() {
        hms.set("p", rule("1.0.0", 35));
        hms.canary("p", rule("2.0.0", 25), "global", true);

        assertThat(policy.evaluate("over", Map.of("n", 30)).isTrue()).isFalse();
        assertThat(policy.evaluate("over", Map.of("n", 40)).isTrue()).isTrue();

        var tally = policy.view().tally().orElseThrow();
        assertThat(tally.evaluations()).isEqualTo(2);
        assertThat(tally.compared()).isEqualTo(2);
        assertThat(tally.changes()).isEqualTo(Map.of("over: false → true", 1L));
    }

    @Test
    void enforced_canary_is_compared_from_old_to_new_too() {
        hms.set("p", rule("1.0.0", 35));
        hms.canary("p", rule("2.0.0", 25), "global", false);

        assertThat(policy.evaluate("over", Map.of("n", 30)).isTrue()).isTrue();

        assertThat(policy.view().tally().orElseThrow().changes())
                .isEqualTo(Map.of("over: false → true", 1L));
    }

    @Test
    void counts_begin_with_a_canary_and_go_on_through_other_changes() {
        hms.set("p", rule("1.0.0", 35));
        policy.evaluate("over", Map.of("n", 30));
        policy.alert("violation");
        hms.set("other", "version: 1.0.0\nn: 1\n");
        policy.evaluate("over", Map.of("n", 30));
        assertThat(policy.view().tally().orElseThrow().evaluations()).isEqualTo(2);
        assertThat(policy.view().tally().orElseThrow().alerts()).isEqualTo(Map.of("violation", 1L));

        hms.canary("p", rule("2.0.0", 25), "global", true);
        assertThat(policy.view().tally().orElseThrow().evaluations()).isZero();
        policy.evaluate("over", Map.of());
        var tally = policy.view().tally().orElseThrow();
        assertThat(tally.errors()).isEqualTo(1);
        assertThat(tally.changes()).isEmpty(); // error → error is no difference

        hms.endCanary("p");
        assertThat(policy.view().tally().orElseThrow().evaluations()).isZero();
    }

    @Test
    void listeners_are_told_what_was_and_what_is() {
        var changes = new ArrayList<PolicyChange>();
        hms.client().onChange("p", changes::add);
        hms.set("p", "version: 1.0.0\nlimit: 35\n");
        hms.set("other", "version: 1.0.0\nlimit: 35\n");
        hms.set("p", "version: 1.0.1\nlimit: 36\neffective: 2026-01-02T00:00:00Z\n");
        assertThat(changes).hasSize(1);

        hms.advance(Duration.ofDays(1));

        assertThat(changes).hasSize(2);
        assertThat(changes.get(1).before().version()).contains("1.0.0");
        assertThat(changes.get(1).after().version()).contains("1.0.1");
        assertThat(changes.get(1).after().values().get("limit").toString()).isEqualTo("36");
    }

    @Test
    void bad_artifact_is_refused_with_its_findings() {
        assertThatThrownBy(() -> hms.set("p", "version: 1.0.0\nlimit: *x\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hms.set("p", "version: 1.0.0\nrules:\n  r: n > 3\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not compile");
    }

    enum Mode {
        FULL_CHECK
    }

    record Sizes(int small, long large) {}

    record All(
            int limit,
            boolean strict,
            Mode mode,
            LocalDate since,
            List<Object> names,
            Sizes sizes,
            Optional<String> note,
            double advisoryShare) {}

    @Test
    void values_of_every_type_fit_a_record() {
        hms.set(
                "p",
                """
                version: 1.0.0
                limit: 35
                strict: true
                mode: full-check
                since: 2006-12-18
                names: [a, b]
                sizes: { small: 1, large: 5000000000 }
                advisory_share: 0.8
                """);

        assertThat(policy.as(All.class))
                .isEqualTo(
                        new All(
                                35,
                                true,
                                Mode.FULL_CHECK,
                                LocalDate.of(2006, 12, 18),
                                List.of("a", "b"),
                                new Sizes(1, 5_000_000_000L),
                                Optional.empty(),
                                0.8));
        assertThat(policy.getDate("since")).isEqualTo(LocalDate.of(2006, 12, 18));
        assertThat(policy.getList("names")).isEqualTo(List.of("a", "b"));
        assertThat(policy.getMap("sizes")).containsKey("large");
        assertThat(policy.getBoolean("strict")).isTrue();
        assertThat(hms.client().integer("p", "limit").get()).isEqualTo(35);
        assertThatThrownBy(() -> hms.client().integer("p", "advisory_share").get())
                .isInstanceOf(ValueAbsent.class)
                .hasMessageContaining("not a whole number");
    }

    record Wrong(LocalDate limit) {}

    @Test
    void value_that_does_not_fit_a_record_is_named() {
        hms.set("p", "version: 1.0.0\nlimit: 35\n");
        assertThatThrownBy(() -> policy.as(Wrong.class))
                .isInstanceOf(ValueAbsent.class)
                .hasMessageContaining("limit of p@1.0.0 is 35, which is no LocalDate");
    }

    private static String rule(String version, int limit) {
        return "version: "
                + version
                + "\nlimit: "
                + limit
                + "\ninputs:\n  n: { type: number }\nrules:\n  over: n > limit\n";
    }

    /// The next values are worked out two seconds ahead: what comes in between has to count.
    @Test
    void what_comes_in_the_last_second_before_a_flip_counts() {
        var hms = HmsClient.inMemory().set("limit", "version: 1.0.0\nlimit: 35\n");
        hms.set("limit", "version: 2.0.0\nlimit: 25\neffective: 2026-02-01T00:00:00Z\n");
        var before = hms.client().decimal("limit", "limit");
        hms.flip(Instant.parse("2026-01-31T23:59:59Z"));
        var late = hms.client().decimal("limit", "limit");
        hms.set("other", "version: 1.0.0\nlimit: 7\n");
        hms.set("limit", "version: 1.1.0\nlimit: 33\n");

        assertThat(before.get()).isEqualTo(late.get()).isEqualTo(new BigDecimal("33"));
        hms.flip(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(before.get()).isEqualTo(late.get()).isEqualTo(new BigDecimal("25"));
        assertThat(hms.client().getPolicy("other").getInt("limit")).isEqualTo(7);
    }
}
