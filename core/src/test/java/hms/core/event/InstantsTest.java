package hms.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstantsTest {

    @Test
    void every_instant_is_read_as_the_jdk_reads_it() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var instant =
                    Instant.ofEpochSecond(
                            random.nextLong(-70_000_000_000L, 300_000_000_000L),
                            switch (random.nextInt(4)) {
                                case 0 -> 0;
                                case 1 -> random.nextInt(1_000) * 1_000_000;
                                case 2 -> random.nextInt(1_000_000) * 1_000;
                                default -> random.nextInt(1_000_000_000);
                            });
            assertThat(Instants.parse(instant.toString())).as("seed %d", seed).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T23:59:59Z",
                "2024-12-31T23:59:60Z",
                "2026-01-01T24:00:00Z",
                "0000-01-01T00:00:00Z",
                "2026-01-01T00:00:00.1Z",
                "2026-01-01T00:00:00.123Z",
                "2026-01-01T00:00:00.123456789Z",
                "2026-01-01T01:00:00+01:00",
            })
    void the_edges_too(String text) {
        assertThat(Instants.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-01T25:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01 00:00:00Z",
                "2026-01-01T00:00:00",
                "2026-01-01T00:00:00,123Z",
                "2026-01-01T00:00:0٣Z",
                "-026-01-01T00:00:00Z",
            })
    void what_is_no_instant_is_none(String text) {
        assertThatThrownBy(() -> Instants.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
