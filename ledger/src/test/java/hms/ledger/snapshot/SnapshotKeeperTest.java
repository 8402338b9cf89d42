package hms.ledger.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.state.State;
import hms.ledger.Head;
import hms.ledger.write.Committed;
import hms.trust.Merkle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotKeeperTest {
    @TempDir private Path folder;
    private final Deque<Runnable> background = new ArrayDeque<>();

    private SnapshotKeeper keeper(long kept, long size) {
        return new SnapshotKeeper(
                new Snapshots(folder), kept, state(size), head(size), background::add);
    }

    @Test
    void one_is_written_whenever_enough_entries_have_come() throws IOException {
        var keeper = keeper(0, 0);
        keeper.accept(committed(SnapshotKeeper.EVERY - 1));
        assertThat(background).isEmpty();

        keeper.accept(committed(SnapshotKeeper.EVERY));
        keeper.accept(committed(SnapshotKeeper.EVERY + 1));
        assertThat(background).hasSize(1);
        background.remove().run();
        assertThat(sizes()).containsExactly(SnapshotKeeper.EVERY);

        keeper.accept(committed(2 * SnapshotKeeper.EVERY));
        background.remove().run();
        assertThat(sizes())
                .containsExactlyInAnyOrder(SnapshotKeeper.EVERY, 2 * SnapshotKeeper.EVERY);
    }

    @Test
    void a_second_one_waits_for_the_first() throws IOException {
        var keeper = keeper(0, 0);
        keeper.accept(committed(SnapshotKeeper.EVERY));
        keeper.accept(committed(2 * SnapshotKeeper.EVERY));
        assertThat(background).hasSize(1);

        background.remove().run();
        keeper.accept(committed(2 * SnapshotKeeper.EVERY + 1));
        background.remove().run();
        assertThat(sizes())
                .containsExactlyInAnyOrder(SnapshotKeeper.EVERY, 2 * SnapshotKeeper.EVERY + 1);
    }

    @Test
    void at_the_end_a_last_one_is_written_if_it_is_worth_it() throws IOException {
        var keeper = keeper(10, 10);
        keeper.accept(committed(10 + SnapshotKeeper.AT_CLOSE));
        keeper.close();
        assertThat(sizes()).isEmpty();

        keeper = keeper(10, 10);
        keeper.accept(committed(11 + SnapshotKeeper.AT_CLOSE));
        keeper.close();
        assertThat(sizes()).containsExactly(11 + SnapshotKeeper.AT_CLOSE);
    }

    @Test
    void a_long_replay_is_not_repeated_even_if_nothing_was_written_after_it() throws IOException {
        keeper(0, 20_000).close();

        assertThat(sizes()).containsExactly(20_000L);
    }

    private static Committed committed(long size) {
        return new Committed(0, List.of(), state(size), head(size));
    }

    private static Head head(long size) {
        return new Head(1, size, Merkle.emptyRoot(), "");
    }

    private static State state(long size) {
        var empty = State.EMPTY;
        return new State(
                size,
                empty.at(),
                empty.origin(),
                1,
                empty.configuration(),
                empty.identity(),
                empty.policies(),
                empty.runs(),
                empty.live(),
                empty.register(),
                empty.notices(),
                empty.requests(),
                empty.tickets(),
                empty.targets());
    }

    private List<Long> sizes() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .map(name -> Long.valueOf(name.substring(name.lastIndexOf('-') + 1)))
                    .toList();
        }
    }
}
