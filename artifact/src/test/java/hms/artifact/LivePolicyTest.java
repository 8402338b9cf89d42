package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LivePolicyTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(10));
    private static final PolicyId ID = PolicyId.of("epa-pm25-limit");
    private static final Digest OLD = Digest.sha256(new byte[] {1});
    private static final Digest NEW = Digest.sha256(new byte[] {2});
    private static final Context INSIDE = Context.of("bot-1").with("region", "NCR");
    private static final Context OUTSIDE = Context.of("bot-1").with("region", "SCR");

    private static Timeline timeline() {
        return Timeline.empty(ZoneOffset.UTC)
                .plus(Timeline.Entry.activated(Version.of(1, 5, 0), OLD, START, Optional.empty()));
    }

    private static LivePolicy policy(Timeline timeline, boolean shadow) {
        var canary =
                new Canary(
                        184,
                        Version.of(2, 0, 0),
                        NEW,
                        Selector.parse("region:NCR").orElseThrow(),
                        shadow,
                        NOW.minusSeconds(60));
        return new LivePolicy(ID, timeline, Optional.of(canary));
    }

    private static Optional<Digest> obeyed(LivePolicy.Choice choice) {
        return choice.answer().inForce().map(live -> live.entry().digest());
    }

    @Test
    void without_a_canary_everybody_has_what_is_in_force() {
        var choice = new LivePolicy(ID, timeline(), Optional.empty()).choose(INSIDE, NOW);

        assertThat(obeyed(choice)).contains(OLD);
        assertThat(choice.beside()).isEmpty();
        assertThat(choice.group()).isEmpty();
    }

    @Test
    void shadow_canary_is_compared_and_obeyed_by_nobody() {
        var choice = policy(timeline(), true).choose(INSIDE, NOW);

        assertThat(obeyed(choice)).contains(OLD);
        assertThat(choice.beside()).contains(new LivePolicy.Beside(Version.of(2, 0, 0), NEW));
        assertThat(choice.group()).contains(new LivePolicy.Group(184, true, true));
    }

    @Test
    void enforced_canary_is_obeyed_and_compared_with_what_it_replaces() {
        var choice = policy(timeline(), false).choose(INSIDE, NOW);

        assertThat(obeyed(choice)).contains(NEW);
        assertThat(choice.beside()).contains(new LivePolicy.Beside(Version.of(1, 5, 0), OLD));
        assertThat(choice.group()).contains(new LivePolicy.Group(184, true, false));
    }

    @Test
    void those_outside_of_a_canary_are_its_baseline() {
        for (var shadow : new boolean[] {true, false}) {
            var choice = policy(timeline(), shadow).choose(OUTSIDE, NOW);

            assertThat(obeyed(choice)).contains(OLD);
            assertThat(choice.beside()).isEmpty();
            assertThat(choice.group()).contains(new LivePolicy.Group(184, false, shadow));
        }
    }

    @Test
    void canary_of_a_first_version_has_nothing_to_compare_with() {
        var nothing = Timeline.empty(ZoneOffset.UTC);

        var enforced = policy(nothing, false).choose(INSIDE, NOW);
        assertThat(obeyed(enforced)).contains(NEW);
        assertThat(enforced.beside()).isEmpty();

        var shadow = policy(nothing, true).choose(INSIDE, NOW);
        assertThat(shadow.answer()).isEqualTo(new Answer.NotFound());
        assertThat(shadow.beside()).isPresent();
    }

    @Test
    void baseline_goes_on_through_its_own_timeline() {
        var ended = timeline().plus(new Timeline.End(NOW.minusSeconds(1)));

        assertThat(policy(ended, false).choose(OUTSIDE, NOW).answer())
                .isInstanceOf(Answer.Ended.class);
        assertThat(policy(ended, false).choose(INSIDE, NOW).beside()).isEmpty();
    }

    @Test
    void reader_has_a_key_of_bounded_length() {
        assertThatThrownBy(() -> Context.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Context.of("x".repeat(201)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 200");
        assertThat(Context.of("x".repeat(200)).attributes()).isEqualTo(Map.of());
    }
}
