package hms.ledger.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RefusalLimitTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final RefusalLimit limit = new RefusalLimit();

    @Test
    void the_first_of_a_kind_is_recorded_at_once_and_kinds_do_not_mix() {
        assertThat(limit.count("a", "x", "w", START)).hasValue(1);
        assertThat(limit.count("a", "y", "w", START)).hasValue(1);
        assertThat(limit.count("b", "x", "w", START)).hasValue(1);
        assertThat(limit.count("a", "x", "w", START)).isEmpty();
    }

    @Test
    void what_was_counted_is_due_once_when_its_minute_is_over() {
        limit.count("a", "x", "w", START);
        limit.count("a", "x", "v", START.plusSeconds(59));

        assertThat(limit.due(START.plusSeconds(59))).isEmpty();
        assertThat(limit.due(START.plusSeconds(60)))
                .containsExactly(new RefusalLimit.Gathered("a", "x", "v", 1));
        assertThat(limit.due(START.plusSeconds(600))).isEmpty();
        assertThat(limit.count("a", "x", "w", START.plusSeconds(601))).hasValue(1);
    }

    @Test
    void without_anybody_asking_what_is_due_the_next_refusal_stands_for_all() {
        limit.count("a", "x", "w", START);
        limit.count("a", "x", "w", START);

        assertThat(limit.count("a", "x", "w", START.plusSeconds(60))).hasValue(2);
    }

    @Test
    void kinds_that_have_to_make_room_are_recorded_early() {
        limit.count("a", "x", "w", START);
        limit.count("a", "x", "w", START);
        for (int i = 0; i < RefusalLimit.REMEMBERED; i++) {
            limit.count("actor " + i, "x", "w", START);
        }
        assertThat(limit.due(START)).containsExactly(new RefusalLimit.Gathered("a", "x", "w", 1));
    }

    @Test
    void what_is_put_back_is_due_again_with_what_came_since() {
        limit.count("a", "x", "w", START);
        limit.count("a", "x", "w", START);
        var due = limit.all().getFirst();
        limit.count("a", "x", "w", START);
        limit.count("a", "x", "w", START);

        limit.putBack(due, START);

        assertThat(limit.all()).containsExactly(new RefusalLimit.Gathered("a", "x", "w", 2));
    }

    @Test
    void what_was_counted_in_a_batch_that_was_not_written_is_taken_back() {
        limit.count("a", "x", "w", START);
        limit.count("a", "x", "w", START);
        limit.keep();
        limit.count("a", "x", "w", START);
        limit.count("b", "x", "w", START);

        limit.undo();

        assertThat(limit.count("b", "x", "w", START)).hasValue(1);
        assertThat(limit.all()).containsExactly(new RefusalLimit.Gathered("a", "x", "w", 1));
    }
}
