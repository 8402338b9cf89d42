package hms.ledger.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.core.event.EventCodec;
import hms.core.event.Recorded;
import hms.core.state.State;
import hms.ledger.Batch;
import hms.ledger.Entries;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.ledger.SmallDisk;
import hms.ledger.sqlite.SqliteLedger;
import hms.ledger.write.Replay;
import hms.testkit.SeededStory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotsTest {
    @TempDir private Path folder;
    private final SeededStory story = new SeededStory(7, 5, 0.2);
    private Snapshots snapshots;
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(folder.resolve("ledger.db"), Entries.LOG);
        snapshots = new Snapshots(folder);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /// Writes what follows from so many commands to the ledger.
    private Head played(int commands) {
        return commit(ledger, story.next(commands), OptionalLong.empty());
    }

    /// The same, and a snapshot of it.
    private Head kept(int commands) {
        var head = played(commands);
        assertThat(snapshots.write(story.state(), head)).isTrue();
        return head;
    }

    private static Head commit(Ledger ledger, List<Recorded> entries, OptionalLong epoch) {
        return ledger.commit(
                new Batch(
                        ledger.head().size(),
                        entries.stream().map(EventCodec::encode).toList(),
                        List.of(),
                        epoch));
    }

    /// Fold of a prefix, written and read, and the rest = fold of all, whatever happened.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_was_written_is_read_and_goes_on_as_the_state_itself(long seed) {
        var life = new SeededStory(seed, 1 + (int) seed * 3, seed / 20.0);
        var folded = read(written(State.EMPTY));
        assertThat(folded).isEqualTo(State.EMPTY);
        for (int i = 0; i < 60; i++) {
            for (var entry : life.next(60)) {
                folded = folded.apply(entry);
            }
            var bytes = written(folded);
            folded = read(bytes);

            assertThat(folded).as("seed %d, part %d", seed, i).isEqualTo(life.state());
            assertThat(written(folded)).as("seed %d, part %d", seed, i).isEqualTo(bytes);
        }
        assertThat(life.state().runs().closed()).as("seed %d", seed).isNotEmpty();
        assertThat(life.state().register().documents()).as("seed %d", seed).isNotEmpty();
    }

    private static byte[] written(State state) {
        var bytes = new ByteArrayOutputStream();
        var out = new Out(bytes);
        StateForm.write(out, state);
        out.flush();
        return bytes.toByteArray();
    }

    private static State read(byte[] bytes) {
        var in = new In(ByteBuffer.wrap(bytes));
        var state = StateForm.read(in);
        assertThat(in.atEnd()).isTrue();
        return state;
    }

    @Test
    void without_a_snapshot_there_is_none() {
        played(20);

        assertThat(snapshots.newest(ledger)).isEmpty();
        assertThat(new Snapshots(folder.resolve("not-there")).newest(ledger)).isEmpty();
    }

    @Test
    void replay_from_the_newest_snapshot_is_replay_from_the_beginning() {
        var head = kept(300);
        played(200);

        var start = snapshots.newest(ledger).orElseThrow();

        assertThat(start.size()).isEqualTo(head.size());
        assertThat(Replay.toHead(ledger, start))
                .isEqualTo(Replay.toHead(ledger, State.EMPTY))
                .isEqualTo(story.state());
    }

    @Test
    void two_are_kept_for_their_owners_eyes_only() throws IOException {
        var sizes = new ArrayList<Long>();
        for (int i = 0; i < 4; i++) {
            sizes.add(kept(40).size());
        }
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "snapshot-0-" + sizes.get(2), "snapshot-0-" + sizes.get(3));
        assertThat(Files.getPosixFilePermissions(newestFile())).hasSize(2);
    }

    @Test
    void damage_of_any_byte_is_found_and_the_one_before_is_used() throws IOException {
        var first = kept(20);
        kept(20);
        var second = newestFile();
        var good = Files.readAllBytes(second);
        for (int at = 0; at < good.length; at += 97) {
            var bad = good.clone();
            bad[at] ^= 1;
            Files.write(second, bad);

            assertThat(snapshots.newest(ledger).orElseThrow().size()).isEqualTo(first.size());
        }
        for (int length : new int[] {0, 7, 60, 100, good.length - 1}) {
            Files.write(second, java.util.Arrays.copyOf(good, length));

            assertThat(snapshots.newest(ledger).orElseThrow().size()).isEqualTo(first.size());
        }
    }

    @Test
    void a_snapshot_of_another_version_is_not_used() throws IOException {
        var head = played(20);
        var header =
                new Header(
                        State.FOLD_VERSION + 1,
                        StateForm.VERSION,
                        head.epoch(),
                        head.size(),
                        head.root());
        put(head, header);
        assertThat(snapshots.newest(ledger)).isEmpty();

        put(head, Header.of(story.state(), head));
        assertThat(snapshots.newest(ledger)).contains(story.state());
    }

    /// A file with this header, good in itself.
    private void put(Head head, Header header) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header.bytes());
        bytes.writeBytes(written(story.state()));
        bytes.writeBytes(hms.trust.Digest.sha256(bytes.toByteArray()).bytes());
        Files.write(
                folder.resolve("snapshot-" + head.epoch() + "-" + head.size()),
                bytes.toByteArray());
    }

    @Test
    void a_snapshot_of_another_history_is_not_used() {
        kept(50);
        var other = new SeededStory(8, 5, 0.2);
        try (var another = SqliteLedger.open(folder.resolve("other.db"), Entries.LOG)) {
            commit(another, other.next(100), OptionalLong.empty());

            assertThat(snapshots.newest(another)).isEmpty();
        }
        assertThat(snapshots.newest(ledger)).isPresent();
    }

    @Test
    void a_snapshot_ahead_of_the_ledger_is_not_used_and_goes_with_the_next() throws IOException {
        kept(50);
        ledger.close();
        Files.delete(folder.resolve("ledger.db"));
        ledger = SqliteLedger.open(folder.resolve("ledger.db"), Entries.LOG);
        var other = new SeededStory(8, 5, 0.2);
        var head = commit(ledger, other.next(10), OptionalLong.empty());
        Files.createFile(folder.resolve("snapshot-0-4711.tmp"));

        assertThat(snapshots.newest(ledger)).isEmpty();
        snapshots.write(other.state(), head);
        assertThat(files()).containsExactly("snapshot-0-" + head.size());
    }

    @Test
    void a_snapshot_of_an_earlier_epoch_is_not_used() {
        kept(50);

        commit(ledger, story.next(5), OptionalLong.of(3));

        assertThat(snapshots.newest(ledger)).isEmpty();
    }

    @Test
    void a_state_and_a_head_that_do_not_belong_together_are_refused() {
        var head = played(20);

        assertThatThrownBy(() -> snapshots.write(State.EMPTY, head))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_small_disk_is_left_to_the_ledger() throws IOException {
        var head = played(20);
        try (var disk = SmallDisk.mount(folder, 4_096)) {
            assertThat(new Snapshots(disk.folder()).write(story.state(), head)).isFalse();
            assertThat(disk.folder()).isEmptyDirectory();
        }
    }

    private Path newestFile() throws IOException {
        return folder.resolve("snapshot-0-" + ledger.head().size());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.startsWith("snapshot-"))
                    .toList();
        }
    }
}
