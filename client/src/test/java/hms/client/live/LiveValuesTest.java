package hms.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.Context;
import hms.client.wire.Revision;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveValuesTest {
    private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");

    private final LiveValues live =
            new LiveValues(() -> NOW, (delay, task) -> () -> {}, Map.of(), updates -> {});

    private static Sight at(long size) {
        var holdings =
                new Holdings("production", new Revision(0, size), ZoneOffset.UTC, NOW, Map.of());
        return new Sight(holdings, Context.of("reader"), Library.create());
    }

    @Test
    void revision_is_told_only_when_its_values_can_be_read() {
        var told = new ArrayList<Optional<Revision>>();
        live.slot(
                "epa-pm25-limit",
                view -> {
                    told.add(live.revision());
                    return view;
                });
        live.load(at(7), Optional.empty());

        assertThat(told).isEqualTo(List.of(Optional.empty(), Optional.empty()));
        assertThat(live.revision()).contains(new Revision(0, 7));
    }
}
