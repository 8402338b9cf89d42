package hms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.event.LedgerEvent;
import hms.trust.Checkpoint;
import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.JdkEd25519;
import hms.trust.Merkle;
import hms.trust.NoteSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is changed in the database behind the ledger's back, and what the report says of it.
class LedgerVerificationTest {
    private static final int SIZE = 700;

    private static @Nullable TestLog tallLog;

    @TempDir private Path folder;

    /// A ledger that fills a tile above the leaves, made once and copied.
    @BeforeAll
    static void makeTallLog(@TempDir Path shared) {
        tallLog = TestLog.of(shared, 65_536 + 300);
    }

    private TestLog tall() throws IOException {
        return requireNonNull(tallLog).copyTo(folder);
    }

    @Test
    void untouched_ledger_is_good() {
        for (var size : new int[] {1, 2, 255, 256, 257, 700}) {
            var report = TestLog.of(folder.resolve(Integer.toString(size)), size).verify();
            assertThat(report.findings()).isEmpty();
            assertThat(report.entries()).isEqualTo(size);
            assertThat(report.last()).contains(TestLog.START.plusMillis(size - 1));
            assertThat(report.blobs()).isEqualTo(size / 100);
            assertThat(report.lines().get(0))
                    .startsWith("OK  ledger verified: " + size + " entries, root ");
        }
    }

    @Test
    void one_changed_byte_is_named_by_its_entry() throws SQLException {
        for (var index : new long[] {0, 1, 17, 255, 256, 511}) {
            var log = TestLog.of(folder.resolve(Long.toString(index)), SIZE);
            log.setEntry(index, log.changed(index));
            assertThat(log.verify().findings())
                    .containsExactly(new Finding.EntriesChanged(index, index));
            assertThat(log.findings())
                    .containsExactly(
                            "entry "
                                    + index
                                    + " was changed: the hashes that the log has signed are others");
        }
    }

    @Test
    void one_changed_byte_in_the_tile_that_is_being_filled_is_named_by_its_entry()
            throws SQLException {
        for (var index : new long[] {0, 3, 9}) {
            var log = TestLog.of(folder.resolve(Long.toString(index)), 10);
            log.setEntry(index, log.changed(index));
            assertThat(log.verify().findings())
                    .containsExactly(new Finding.EntriesChanged(index, index));
        }
        var log = TestLog.of(folder, SIZE);
        log.setEntry(699, log.changed(699));
        assertThat(log.verify().findings()).containsExactly(new Finding.EntriesChanged(699, 699));
    }

    @Test
    void several_changed_entries_are_all_named() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        for (var index : new long[] {5, 6, 7, 300, 650}) {
            log.setEntry(index, log.changed(index));
        }
        assertThat(log.verify().findings())
                .containsExactly(
                        new Finding.EntriesChanged(5, 7),
                        new Finding.EntriesChanged(300, 300),
                        new Finding.EntriesChanged(650, 650));
    }

    @Test
    void entry_that_is_no_entry_any_more_is_named_twice() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.setEntry(40, "{".getBytes(UTF_8));
        assertThat(log.findings())
                .hasSize(2)
                .anySatisfy(text -> assertThat(text).startsWith("entry 40 was changed"))
                .anySatisfy(text -> assertThat(text).startsWith("entry 40 is not readable"));
    }

    @Test
    void changed_tile_is_named_and_the_entries_are_not_blamed() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        var tile = log.tile(0, 1);
        tile[32 * 9] ^= 1;
        log.setTile(0, 1, tile);
        assertThat(log.findings())
                .containsExactly("tile/0/001 was changed at position 9, the hash over entry 265");
    }

    @Test
    void entry_and_tile_changed_together_do_not_match_the_checkpoint() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        changeWithTile(log, 300);
        assertThat(log.findings())
                .singleElement()
                .asString()
                .startsWith("the tree does not match the signed checkpoint")
                .endsWith("entries and tiles were changed together, somewhere in entries 0 to 699");
    }

    @Test
    void entry_and_tile_changed_together_are_narrowed_down_by_the_tile_above() throws Exception {
        var log = tall();
        changeWithTile(log, 300);
        assertThat(log.findings())
                .singleElement()
                .asString()
                .startsWith("the tree does not match the signed checkpoint")
                .endsWith(
                        "entries and tiles were changed together, somewhere in entries 256 to 511");
    }

    @Test
    void one_changed_entry_in_a_tall_tree_is_named_and_nothing_that_follows_from_it()
            throws Exception {
        var log = tall();
        log.setEntry(1234, log.changed(1234));
        assertThat(log.verify().findings()).containsExactly(new Finding.EntriesChanged(1234, 1234));
    }

    @Test
    void changed_tile_above_the_leaves_is_named() throws Exception {
        var log = tall();
        var tile = log.tile(1, 0);
        tile[32 * 2] ^= 1;
        log.setTile(1, 0, tile);
        assertThat(log.findings())
                .containsExactly(
                        "tile/1/000 was changed at position 2, the hash over entries 512 to 767");
    }

    @Test
    void one_entry_changed_alone_and_one_with_its_tile_are_both_reported() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.setEntry(5, log.changed(5));
        changeWithTile(log, 300);
        assertThat(log.findings())
                .hasSize(2)
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .startsWith("entry 5 and the stored leaf hash disagree"))
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .startsWith(
                                                "the tree does not match the signed checkpoint"));
    }

    @Test
    void removed_entry_is_named_and_the_others_are_still_compared() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.sql("delete from entry where idx = ?", 100);
        log.setEntry(400, log.changed(400));
        assertThat(log.verify().findings())
                .hasSize(2)
                .anySatisfy(
                        f ->
                                assertThat(f)
                                        .isInstanceOfSatisfying(
                                                Finding.EntriesMissing.class,
                                                m ->
                                                        assertThat(List.of(m.first(), m.last()))
                                                                .containsExactly(100L, 100L)))
                .contains(new Finding.EntriesChanged(400, 400));
    }

    @Test
    void removed_last_entries_are_named() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.sql("delete from entry where idx >= ?", 600);
        assertThat(log.findings())
                .anySatisfy(text -> assertThat(text).startsWith("entries 600 to 699 are missing"));
    }

    @Test
    void entries_that_have_changed_places_are_named() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        var one = log.entry(20);
        log.setEntry(20, log.entry(21));
        log.setEntry(21, one);
        assertThat(log.verify().findings())
                .contains(new Finding.EntriesChanged(20, 21))
                .contains(
                        new Finding.TimeWentBack(
                                21, TestLog.START.plusMillis(20), TestLog.START.plusMillis(21)));
    }

    @Test
    void history_cut_off_with_its_head_is_noticed_by_the_checkpoint() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.sql("delete from entry where idx >= 512");
        log.sql("update head set size = 512");
        assertThat(log.findings())
                .containsExactly(
                        "the stored head counts 512 entries, but the signed checkpoint 700");
    }

    @Test
    void missing_tile_and_tile_cut_off_are_named() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.sql("delete from tile where n = 0");
        log.setTile(0, 1, Arrays.copyOf(log.tile(0, 1), 8000));
        assertThat(log.findings())
                .hasSize(2)
                .anySatisfy(text -> assertThat(text).startsWith("tile/0/000 is missing"))
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .startsWith("tile/0/001 is missing or cannot be read"));
    }

    @Test
    void changed_checkpoint_is_refused() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.sql("update head set checkpoint = replace(checkpoint, '700', '701')");
        assertThat(log.findings())
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .startsWith("the checkpoint is not to be trusted")
                                        .contains("does not fit the text"))
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .contains(
                                                "counts 700 entries, but the signed checkpoint 701"));
    }

    @Test
    void whole_history_rewritten_and_signed_with_another_key_is_refused() throws SQLException {
        var log = TestLog.of(folder, 5);
        log.setEntry(3, log.changed(3));
        var leaves = List.of(0L, 1L, 2L, 3L, 4L).stream().map(index -> leaf(log, index)).toList();
        var root = Merkle.root(leaves);
        var forger =
                new NoteSigner(
                        TestLog.KEY.name(),
                        JdkEd25519.signer(Ed25519PrivateKey.ofSeed(Digest.sha256().bytes())));
        var forged = new Checkpoint(TestLog.KEY.name(), 5, root).sign(forger).toString();
        log.sql("update head set root = ?, checkpoint = ?", root.bytes(), forged);
        assertThat(log.findings())
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .contains("none of the known keys has signed this note"));
    }

    @Test
    void head_that_differs_from_the_checkpoint_is_noticed() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.sql("update head set root = ?", Digest.sha256().bytes());
        assertThat(log.findings())
                .singleElement()
                .asString()
                .startsWith("the stored head has the root e3b0c4…b855, but the signed checkpoint ");
    }

    @Test
    void changed_blob_is_named_with_the_entry_that_names_it() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.sql(
                "update blob set data = ? where digest = ?",
                "another".getBytes(UTF_8),
                TestLog.name(299).name().bytes());
        assertThat(log.verify().findings())
                .containsExactly(new Finding.BlobChanged(TestLog.name(299).name(), 299));
    }

    @Test
    void erased_blob_is_no_fault() throws SQLException {
        var log = TestLog.of(folder, SIZE);
        log.sql(
                "update blob set data = null, salt = null where digest = ?",
                (Object) TestLog.name(299).name().bytes());
        assertThat(log.verify().isGood()).isTrue();
        assertThat(log.verify().blobs()).isEqualTo(6);
    }

    @Test
    void entries_that_a_decider_cannot_have_written_are_named_though_they_are_signed() {
        var log = TestLog.of(folder, 3);
        log.append(
                List.of(
                        "{\"type\":\"coup\",\"v\":1,\"at\":\"2027-01-01T00:00:00Z\",\"actor\":\"x\"}"
                                .getBytes(UTF_8),
                        TestLog.entry(1, new LedgerEvent.ActRefused("a", "b", 1))),
                List.of());
        assertThat(log.findings())
                .containsExactly(
                        "entry 3 is of type coup v1, which this program does not know",
                        "entry 4 is of 2026-01-01T00:00:00.001Z, before the entry ahead of it, 2026-01-01T00:00:00.002Z");
    }

    private static Digest leaf(TestLog log, long index) {
        try {
            return Merkle.leafHash(log.entry(index));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Changes an entry, and the tile that has its hash, so that they agree.
    private static void changeWithTile(TestLog log, long index) throws SQLException {
        log.setEntry(index, log.changed(index));
        var tile = log.tile(0, index / 256);
        var hash = Merkle.leafHash(log.entry(index)).bytes();
        System.arraycopy(hash, 0, tile, (int) (index % 256) * 32, 32);
        log.setTile(0, index / 256, tile);
    }
}
