package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import hms.trust.Digest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories, each from a seed that stands in the test's name.
class TimelinePropertyTest {
    private static final int SPAN = 200;

    static Stream<Long> seeds() {
        return LongStream.range(0, 150).boxed();
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }

    /// Acts in the order of a clock that goes forward: what is recorded at `now` becomes active at
    /// `now` or later.
    private static List<Timeline.Act> history(long seed) {
        var random = new Random(seed);
        var acts = new ArrayList<Timeline.Act>();
        var now = 20;
        for (var i = 0; i < 1 + random.nextInt(12); i++) {
            now += random.nextInt(15);
            acts.add(act(random, i, now));
        }
        return acts;
    }

    private static Timeline.Act act(Random random, int number, int now) {
        return switch (random.nextInt(12)) {
            case 0 -> new Timeline.Suspend(at(now));
            case 1 -> new Timeline.Lift(at(now));
            case 2 -> new Timeline.End(at(now));
            default -> entry(random, number, now);
        };
    }

    private static Timeline.Entry entry(Random random, int number, int now) {
        var scheduled = random.nextInt(3) == 0;
        var activated = scheduled ? now + random.nextInt(40) : now;
        var retroactive = !scheduled && random.nextInt(4) == 0;
        var from = retroactive ? random.nextInt(now) : activated;
        var until =
                random.nextInt(3) == 0
                        ? Optional.of(at(Math.max(0, from - 5 + random.nextInt(60))))
                        : Optional.<Instant>empty();
        var datedFrom =
                !scheduled && random.nextInt(4) == 0
                        ? Optional.of(at(random.nextInt(now)))
                        : Optional.<Instant>empty();
        return new Timeline.Entry(
                Version.of(number, 0, 0),
                Digest.sha256(new byte[] {(byte) number}),
                at(from),
                until,
                at(activated),
                retroactive,
                datedFrom);
    }

    private static String words(Timeline timeline, long second) {
        return TimelineTest.words(timeline.answer(at(second)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void intervals_are_in_order_and_never_overlap(long seed) {
        var intervals = Timeline.of(ZoneOffset.UTC, history(seed)).intervals();
        for (var i = 0; i < intervals.size(); i++) {
            var interval = intervals.get(i);
            if (interval.until().isPresent()) {
                assertThat(interval.until().get()).isAfterOrEqualTo(interval.from());
            }
            if (i + 1 < intervals.size()) {
                assertThat(interval.until()).isPresent();
                assertThat(interval.until().get()).isBeforeOrEqualTo(intervals.get(i + 1).from());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void entry_changes_no_answer_for_an_instant_before_it_begins(long seed) {
        var timeline = Timeline.empty(ZoneOffset.UTC);
        for (var act : history(seed)) {
            var next = timeline.plus(act);
            if (act instanceof Timeline.Entry entry && entry.datedFrom().isEmpty()) {
                for (var second = 0; at(second).isBefore(entry.from()); second++) {
                    assertSameAnswer(timeline, next, second);
                }
            }
            timeline = next;
        }
    }

    /// Also the kind of absence: only a policy without any version may now be said to begin later.
    private static void assertSameAnswer(Timeline before, Timeline after, int second) {
        var expected = words(before, second);
        assertThat(words(after, second))
                .describedAs("at %s", second)
                .isEqualTo(expected.equals("NOT_FOUND") ? "NOT_YET_IN_FORCE" : expected);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void dated_entry_overrides_no_answer_before_it_begins(long seed) {
        var timeline = Timeline.empty(ZoneOffset.UTC);
        for (var act : history(seed)) {
            var next = timeline.plus(act);
            if (act instanceof Timeline.Entry entry && entry.datedFrom().isPresent()) {
                for (var second = 0; at(second).isBefore(entry.from()); second++) {
                    var before = timeline.answer(at(second)).inForce();
                    if (before.isPresent()
                            && !(next.answer(at(second)) instanceof Answer.Suspended)) {
                        assertThat(words(next, second)).isEqualTo(words(timeline, second));
                    }
                }
            }
            timeline = next;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_recorded_last_has_the_interval_from_its_beginning_on(long seed) {
        var acts = history(seed);
        if (acts.get(acts.size() - 1) instanceof Timeline.Entry last) {
            assertThat(Timeline.of(ZoneOffset.UTC, acts).intervals())
                    .anyMatch(
                            interval ->
                                    interval.entry().equals(last)
                                            && interval.from().equals(last.from()));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void no_answer_changes_between_one_change_and_the_next(long seed) {
        var timeline = Timeline.of(ZoneOffset.UTC, history(seed));
        for (var second = 0; second < SPAN; second++) {
            var next =
                    timeline.nextChange(at(second))
                            .map(Instant::getEpochSecond)
                            .orElse((long) SPAN);
            assertThat(words(timeline, next - 1))
                    .describedAs("from %s to %s", second, next)
                    .isEqualTo(words(timeline, second));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void replaying_the_acts_gives_the_same_timeline(long seed) {
        var acts = history(seed);
        var timeline = Timeline.of(ZoneOffset.UTC, acts);
        assertThat(Timeline.of(ZoneOffset.UTC, timeline.acts())).isEqualTo(timeline);
        assertThat(timeline.without(entry -> false)).isEqualTo(timeline);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ended_version_is_not_followed_by_one_that_began_before_it(long seed) {
        var intervals = Timeline.of(ZoneOffset.UTC, history(seed)).intervals();
        var acts = history(seed);
        for (var i = 0; i + 1 < intervals.size(); i++) {
            var earlier = intervals.get(i).entry();
            var later = intervals.get(i + 1).entry();
            if (later.datedFrom().isEmpty() && earlier.datedFrom().isEmpty()) {
                assertThat(later.from()).describedAs("%s", acts).isAfter(earlier.from());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_delivered_from_an_instant_on_answers_as_the_whole_does(long seed) {
        var whole = Timeline.of(ZoneOffset.UTC, history(seed));
        var since = new Random(seed * 31 + 7).nextInt(SPAN);
        var onwards = whole.onwards(at(since));
        var delivered =
                Timeline.delivered(ZoneOffset.UTC, onwards.intervals(), onwards.suspensions());

        for (var second = since; second < SPAN; second++) {
            assertThat(delivered.answer(at(second)))
                    .as("at %d, delivered since %d", second, since)
                    .isEqualTo(whole.answer(at(second)));
            assertThat(delivered.nextChange(at(second)))
                    .as("next change after %d, delivered since %d", second, since)
                    .isEqualTo(whole.nextChange(at(second)));
        }
        assertThat(delivered.acts()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void delivering_what_was_delivered_changes_nothing(long seed) {
        var random = new Random(seed);
        var whole = Timeline.of(ZoneOffset.UTC, history(seed));
        var first = random.nextInt(SPAN);
        var second = first + random.nextInt(SPAN - first);

        assertThat(whole.onwards(at(first)).onwards(at(second)))
                .isEqualTo(whole.onwards(at(second)));
    }
}
