package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import hms.trust.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Timeline EMPTY = Timeline.empty(ZoneOffset.UTC);

    private static Instant day(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Digest digest(int major) {
        return Digest.sha256(Integer.toString(major).getBytes(StandardCharsets.UTF_8));
    }

    private static Timeline.Entry entry(int major, int from) {
        return Timeline.Entry.activated(
                Version.of(major, 0, 0), digest(major), day(from), Optional.empty());
    }

    private static Timeline.Entry entry(int major, int from, int until) {
        return Timeline.Entry.activated(
                Version.of(major, 0, 0), digest(major), day(from), Optional.of(day(until)));
    }

    private static Timeline.Entry retroactive(int major, int from, int activated) {
        return new Timeline.Entry(
                Version.of(major, 0, 0),
                digest(major),
                day(from),
                Optional.empty(),
                day(activated),
                true,
                Optional.empty());
    }

    private static Timeline.Entry dated(int major, int datedFrom, int from) {
        return new Timeline.Entry(
                Version.of(major, 0, 0),
                digest(major),
                day(from),
                Optional.empty(),
                day(from),
                false,
                Optional.of(day(datedFrom)));
    }

    /// The answer in a few letters: `v2`, `not-yet`, `ended`, …
    private static String answer(Timeline timeline, int year) {
        return words(timeline.answer(day(year)));
    }

    static String words(Answer answer) {
        return answer.inForce().map(in -> "v" + in.entry().version().major()).orElse(answer.code());
    }

    @Test
    void nothing_recorded_is_not_found() {
        assertThat(EMPTY.answer(day(2024))).isEqualTo(new Answer.NotFound());
    }

    @Test
    void before_the_first_version_it_is_not_yet_in_force() {
        assertThat(EMPTY.plus(entry(1, 2024)).answer(day(2023)))
                .isEqualTo(new Answer.NotYetInForce(day(2024)));
    }

    @Test
    void interval_begins_with_its_first_instant_and_ends_before_its_last() {
        var timeline = EMPTY.plus(entry(1, 2024)).plus(entry(2, 2025));
        assertThat(words(timeline.answer(day(2025).minusNanos(1)))).isEqualTo("v1");
        assertThat(timeline.answer(day(2024)))
                .isEqualTo(new Answer.InForce(entry(1, 2024), day(2024), Optional.of(day(2025))));
        assertThat(timeline.answer(day(2025)))
                .isEqualTo(new Answer.InForce(entry(2, 2025), day(2025), Optional.empty()));
    }

    @Test
    void ended_rule_names_its_last_day_in_the_policys_zone() {
        var end = LegalTime.startOf(LocalDate.of(2026, 1, 1), NEW_YORK);
        var timeline =
                Timeline.empty(NEW_YORK)
                        .plus(
                                Timeline.Entry.activated(
                                        Version.of(1, 0, 0),
                                        digest(1),
                                        day(2024),
                                        Optional.of(end)));
        assertThat(timeline.answer(end))
                .isEqualTo(new Answer.Ended(LocalDate.of(2025, 12, 31), end));
        assertThat(words(timeline.answer(end.minusNanos(1)))).isEqualTo("v1");
    }

    @Test
    void ended_rule_does_not_fall_back_to_an_older_one() {
        var timeline = EMPTY.plus(entry(1, 2020)).plus(entry(2, 2024, 2026));
        assertThat(answer(timeline, 2023)).isEqualTo("v1");
        assertThat(answer(timeline, 2025)).isEqualTo("v2");
        assertThat(answer(timeline, 2026)).isEqualTo("ENDED");
    }

    @Test
    void scheduled_version_survives_what_is_deployed_before_its_instant() {
        var timeline = EMPTY.plus(entry(1, 2020)).plus(entry(3, 2030)).plus(entry(2, 2024));
        assertThat(answer(timeline, 2025)).isEqualTo("v2");
        assertThat(answer(timeline, 2030)).isEqualTo("v3");
        assertThat(timeline.answer(day(2025)).inForce().orElseThrow().until()).contains(day(2030));
    }

    @Test
    void later_schedule_for_the_same_instant_takes_its_place() {
        var timeline = EMPTY.plus(entry(2, 2030)).plus(entry(3, 2030));
        assertThat(answer(timeline, 2031)).isEqualTo("v3");
        assertThat(timeline.intervals()).hasSize(1);
    }

    @Test
    void cancelled_schedule_lets_the_version_before_go_on() {
        var timeline = EMPTY.plus(entry(1, 2020)).plus(entry(2, 2030));
        assertThat(answer(timeline.withoutPending(day(2024)), 2031)).isEqualTo("v1");
        assertThat(timeline.withoutPending(day(2024))).isEqualTo(EMPTY.plus(entry(1, 2020)));
        assertThat(answer(timeline.withoutPending(day(2030)), 2031)).isEqualTo("v2");
    }

    @Test
    void rollback_counts_from_now_on_and_leaves_the_past() {
        var timeline = EMPTY.plus(entry(1, 2020)).plus(entry(2, 2022)).plus(entry(1, 2024));
        assertThat(answer(timeline, 2021)).isEqualTo("v1");
        assertThat(answer(timeline, 2023)).isEqualTo("v2");
        assertThat(answer(timeline, 2025)).isEqualTo("v1");
    }

    @Test
    void retroactive_version_replaces_what_was_in_force_since_but_not_what_is_scheduled() {
        var timeline =
                EMPTY.plus(entry(1, 2019))
                        .plus(entry(2, 2022))
                        .plus(entry(4, 2030))
                        .plus(retroactive(3, 2020, 2025));
        assertThat(answer(timeline, 2019)).isEqualTo("v1");
        assertThat(answer(timeline, 2021)).isEqualTo("v3");
        assertThat(answer(timeline, 2023)).isEqualTo("v3");
        assertThat(answer(timeline, 2031)).isEqualTo("v4");
    }

    @Test
    void scheduled_retroactive_version_reaches_back_only_once_it_is_active() {
        var full = retroactive(2, 2020, 2030);
        var before = EMPTY.plus(entry(1, 2022)).plus(full.scheduled().orElseThrow());
        assertThat(answer(before, 2021)).isEqualTo("NOT_YET_IN_FORCE");
        assertThat(answer(before, 2030)).isEqualTo("v2");

        var after = before.activate(full);
        assertThat(answer(after, 2021)).isEqualTo("v2");
        assertThat(answer(after, 2025)).isEqualTo("v2");
        assertThat(after.entries()).containsExactly(entry(1, 2022), full);
    }

    @Test
    void activating_a_version_that_does_not_reach_back_changes_nothing() {
        var timeline = EMPTY.plus(entry(1, 2022));
        assertThat(timeline.activate(entry(1, 2022))).isEqualTo(timeline);
    }

    @Test
    void dated_version_answers_for_the_time_before_it_where_nothing_else_was_in_force() {
        var timeline = EMPTY.plus(entry(1, 2020, 2021)).plus(dated(2, 2018, 2024));
        assertThat(answer(timeline, 2017)).isEqualTo("NOT_YET_IN_FORCE");
        assertThat(answer(timeline, 2019)).isEqualTo("v2");
        assertThat(answer(timeline, 2020)).isEqualTo("v1");
        assertThat(answer(timeline, 2021)).isEqualTo("v2");
        assertThat(answer(timeline, 2024)).isEqualTo("v2");
    }

    @Test
    void dated_version_does_not_answer_for_the_time_of_a_scheduled_one() {
        var timeline = EMPTY.plus(entry(3, 2030)).plus(dated(2, 2018, 2024));
        assertThat(answer(timeline, 2019)).isEqualTo("v2");
        assertThat(answer(timeline, 2031)).isEqualTo("v3");
    }

    @Test
    void suspension_hides_what_is_in_force_until_it_is_lifted() {
        var timeline =
                EMPTY.plus(entry(1, 2020))
                        .plus(new Timeline.Suspend(day(2022)))
                        .plus(new Timeline.Lift(day(2024)));
        assertThat(answer(timeline, 2021)).isEqualTo("v1");
        assertThat(timeline.answer(day(2023))).isEqualTo(new Answer.Suspended(day(2022)));
        assertThat(answer(timeline, 2024)).isEqualTo("v1");
    }

    @Test
    void version_recorded_after_a_suspension_ends_it() {
        var timeline =
                EMPTY.plus(entry(1, 2020))
                        .plus(new Timeline.Suspend(day(2022)))
                        .plus(entry(2, 2024));
        assertThat(answer(timeline, 2023)).isEqualTo("SUSPENDED");
        assertThat(answer(timeline, 2024)).isEqualTo("v2");
    }

    @Test
    void version_scheduled_before_a_suspension_does_not_end_it() {
        var timeline =
                EMPTY.plus(entry(1, 2020))
                        .plus(entry(2, 2024))
                        .plus(new Timeline.Suspend(day(2022)));
        assertThat(answer(timeline, 2025)).isEqualTo("SUSPENDED");
    }

    @Test
    void ended_policy_is_ended_and_not_suspended() {
        var timeline = EMPTY.plus(entry(1, 2020, 2021)).plus(new Timeline.Suspend(day(2020)));
        assertThat(answer(timeline, 2022)).isEqualTo("ENDED");
    }

    @Test
    void repeal_ends_what_is_in_force_and_what_would_have_come() {
        var timeline =
                EMPTY.plus(entry(1, 2020)).plus(entry(2, 2030)).plus(new Timeline.End(day(2024)));
        assertThat(answer(timeline, 2023)).isEqualTo("v1");
        assertThat(answer(timeline, 2024)).isEqualTo("ENDED");
        assertThat(answer(timeline, 2031)).isEqualTo("ENDED");
        assertThat(answer(timeline.plus(entry(3, 2026)), 2027)).isEqualTo("v3");
    }

    @Test
    void next_change_is_the_next_beginning_or_end() {
        var timeline = EMPTY.plus(entry(1, 2020)).plus(entry(2, 2024, 2026));
        assertThat(timeline.nextChange(day(2019))).contains(day(2020));
        assertThat(timeline.nextChange(day(2020))).contains(day(2024));
        assertThat(timeline.nextChange(day(2024))).contains(day(2026));
        assertThat(timeline.nextChange(day(2026))).isEmpty();
        assertThat(EMPTY.nextChange(day(2026))).isEmpty();
    }

    @Test
    void entry_that_has_expired_already_ends_the_policy_with_its_beginning() {
        var timeline = EMPTY.plus(entry(1, 2020)).plus(entry(2, 2024, 2022)).plus(entry(3, 2030));
        assertThat(answer(timeline, 2023)).isEqualTo("v1");
        assertThat(timeline.answer(day(2024)))
                .isEqualTo(new Answer.Ended(LocalDate.of(2023, 12, 31), day(2024)));
        assertThat(answer(timeline, 2030)).isEqualTo("v3");
        assertThat(timeline.nextChange(day(2020))).contains(day(2024));
        assertThat(timeline.nextChange(day(2024))).contains(day(2030));
    }
}
