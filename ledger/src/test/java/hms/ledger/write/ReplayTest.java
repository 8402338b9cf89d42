package hms.ledger.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.core.event.EventCodec;
import hms.core.event.UnreadableEntry;
import hms.core.state.State;
import hms.ledger.Batch;
import hms.ledger.Entries;
import hms.ledger.Ledger;
import hms.ledger.sqlite.SqliteLedger;
import hms.testkit.SeededStory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayTest {
    @TempDir private Path folder;
    private final SeededStory story = new SeededStory(11, 20, 0.1);

    private void play(Ledger ledger, int atLeast) {
        long end = ledger.head().size() + atLeast;
        while (ledger.head().size() < end) {
            commit(ledger, story.next(500).stream().map(EventCodec::encode).toList());
        }
    }

    private static void commit(Ledger ledger, List<byte[]> entries) {
        ledger.commit(new Batch(ledger.head().size(), entries, List.of()));
    }

    @Test
    void fold_of_a_prefix_and_the_rest_is_the_fold_of_all_however_long() {
        try (var ledger = SqliteLedger.open(folder.resolve("ledger.db"), Entries.LOG)) {
            play(ledger, 14_000);
            long size = ledger.head().size();

            assertThat(Replay.toHead(ledger, State.EMPTY)).isEqualTo(story.state());
            for (long at : new long[] {0, 1, 2_047, 2_048, 2_049, size - 1, size}) {
                var prefix = Replay.to(ledger, State.EMPTY, at);
                assertThat(prefix.size()).isEqualTo(at);
                assertThat(Replay.toHead(ledger, prefix)).isEqualTo(story.state());
            }
        }
    }

    @Test
    void the_first_unreadable_entry_of_a_long_ledger_is_named() {
        try (var ledger = SqliteLedger.open(folder.resolve("ledger.db"), Entries.LOG)) {
            play(ledger, 5_000);
            long size = ledger.head().size();
            commit(ledger, List.of("{\"type\":\"x\"}".getBytes(UTF_8)));
            play(ledger, 5_000);
            commit(ledger, List.of("{\"type\":\"y\"}".getBytes(UTF_8)));

            assertThatThrownBy(() -> Replay.toHead(ledger, State.EMPTY))
                    .isInstanceOf(UnreadableEntry.class)
                    .hasMessageStartingWith("entry " + size + " ");
        }
    }
}
