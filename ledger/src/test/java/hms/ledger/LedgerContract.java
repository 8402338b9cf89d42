package hms.ledger;

import static hms.ledger.Entries.entry;
import static hms.ledger.Entries.fill;
import static hms.ledger.Entries.range;
import static hms.ledger.Entries.root;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.ledger.CommitFailed.Reason;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.trust.Checkpoint;
import hms.trust.Digest;
import hms.trust.Merkle;
import hms.trust.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store does. A store's test says how it is opened.
public abstract class LedgerContract {
    private final BlobSealer sealer = new BlobSealer(new byte[32]);
    private Ledger ledger;

    /// Opens the test's store; again, with what was committed before, after a close.
    protected abstract Ledger open();

    @BeforeEach
    void open_the_ledger() {
        ledger = open();
    }

    @AfterEach
    void close_the_ledger() {
        ledger.close();
    }

    @Test
    void new_ledger_is_empty_and_has_a_signed_checkpoint_that_says_so() {
        assertThat(ledger.head().size()).isZero();
        assertThat(ledger.head().epoch()).isZero();
        assertThat(ledger.head().root()).isEqualTo(Merkle.emptyRoot());
        assertThat(signed(ledger.head()))
                .isEqualTo(new Checkpoint(Entries.LOG.name(), 0, Merkle.emptyRoot()));
    }

    @Test
    void committed_entries_are_read_back_byte_for_byte_in_order() {
        var head = fill(ledger, 1000);

        assertThat(head).isEqualTo(ledger.head());
        assertThat(head.size()).isEqualTo(1000);
        assertThat(readAll())
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(range(0, 1000));
        assertThat(ledger.entry(517)).isEqualTo(entry(517));
        var part = new ArrayList<Long>();
        ledger.read(
                250,
                260,
                (index, bytes) -> {
                    assertThat(bytes).isEqualTo(entry(index));
                    part.add(index);
                });
        assertThat(part)
                .containsExactly(250L, 251L, 252L, 253L, 254L, 255L, 256L, 257L, 258L, 259L);
        ledger.read(1000, 1000, (index, bytes) -> assertThat(index).isNegative());
    }

    @Test
    void a_range_beyond_the_head_is_refused() {
        fill(ledger, 3);

        assertThatThrownBy(() -> ledger.read(0, 4, (i, e) -> {}))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ledger.entry(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ledger.leafHash(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 255, 256, 257, 511, 512, 700, 65_536, 65_537, 66_100})
    void root_and_checkpoint_are_those_of_the_entries(long size) {
        var head = fill(ledger, size);

        assertThat(head.root()).isEqualTo(root(size));
        assertThat(signed(head)).isEqualTo(new Checkpoint(Entries.LOG.name(), size, head.root()));
    }

    @Test
    void a_tree_grown_in_any_steps_is_the_same_tree() {
        for (long size : new long[] {1, 2, 250, 255, 256, 257, 800, 801, 1024, 1030}) {
            assertThat(fill(ledger, size).root()).isEqualTo(root(size));
            reopen();
            assertThat(ledger.head().root()).isEqualTo(root(size));
        }
    }

    @Test
    void leaf_hashes_and_tiles_are_those_of_the_entries() {
        fill(ledger, 700);

        for (long index : new long[] {0, 255, 256, 511, 512, 699}) {
            assertThat(ledger.leafHash(index)).isEqualTo(Merkle.leafHash(entry(index)));
        }
        var leaves = new ArrayList<Digest>();
        range(256, 512).forEach(entry -> leaves.add(Merkle.leafHash(entry)));
        assertThat(ledger.tile(0, 1))
                .hasValueSatisfying(
                        tile -> assertThat(Tile.parse(tile).hashes()).isEqualTo(leaves));
        assertThat(ledger.tile(0, 2)).isEmpty();
        assertThat(ledger.tile(0, 2, 188))
                .hasValueSatisfying(tile -> assertThat(tile).hasSize(188 * 32));
        assertThat(ledger.tile(0, 2, 189)).isEmpty();
        assertThat(ledger.tile(1, 0, 2))
                .hasValueSatisfying(
                        tile ->
                                assertThat(Tile.parse(tile).hashes().get(1))
                                        .isEqualTo(Merkle.root(leaves)));
        assertThat(ledger.tile(1, 0, 3)).isEmpty();
        assertThat(ledger.tile(2, 0, 1)).isEmpty();
        assertThat(ledger.tile(63, 0, 1)).isEmpty();
        assertThat(ledger.tile(0, Long.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void a_batch_decided_on_another_size_is_refused_and_nothing_is_written() {
        fill(ledger, 10);
        var blob = sealer.seal("told to nobody".getBytes(UTF_8));

        for (long size : new long[] {0, 9, 11}) {
            assertThatThrownBy(() -> ledger.commit(new Batch(size, range(0, 1), List.of(blob))))
                    .isInstanceOfSatisfying(
                            CommitFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.STALE))
                    .hasMessageContaining("decided on " + size + " entries");
        }

        assertThat(ledger.head().size()).isEqualTo(10);
        assertThat(ledger.blob(blob.name())).isEmpty();
        assertThat(ledger.reread()).isEqualTo(ledger.head());
        assertThat(fill(ledger, 11).root()).isEqualTo(root(11));
    }

    @Test
    void the_longest_entry_fits_and_a_longer_one_does_not() {
        var longest = new byte[Ledger.MAX_ENTRY_BYTES];
        ledger.commit(new Batch(0, List.of(longest), List.of()));

        assertThat(ledger.entry(0)).isEqualTo(longest);
        assertThatThrownBy(
                        () ->
                                new Batch(
                                        1,
                                        List.of(new byte[Ledger.MAX_ENTRY_BYTES + 1]),
                                        List.of()))
                .hasMessageContaining("65536 bytes");
        assertThatThrownBy(() -> new Batch(1, List.of(new byte[0]), List.of()))
                .hasMessageContaining("0 bytes");
    }

    @Test
    void long_ranges_of_long_entries_are_streamed() {
        for (int i = 0; i < 8; i++) {
            var batch = new ArrayList<byte[]>();
            for (int j = 0; j < 10; j++) {
                batch.add(new byte[Ledger.MAX_ENTRY_BYTES]);
            }
            ledger.commit(new Batch(10L * i, batch, List.of()));
        }

        assertThat(readAll())
                .hasSize(80)
                .allSatisfy(bytes -> assertThat(bytes).hasSize(Ledger.MAX_ENTRY_BYTES));
    }

    @Test
    void an_epoch_begins_with_the_batch_that_says_so_and_never_ends_backwards() {
        fill(ledger, 5);

        var head = ledger.commit(new Batch(5, range(5, 6), List.of(), OptionalLong.of(3)));

        assertThat(head.epoch()).isEqualTo(3);
        assertThat(fill(ledger, 7).epoch()).isEqualTo(3);
        for (long epoch : new long[] {2, 3}) {
            assertThatThrownBy(
                            () ->
                                    ledger.commit(
                                            new Batch(
                                                    7,
                                                    range(7, 8),
                                                    List.of(),
                                                    OptionalLong.of(epoch))))
                    .isInstanceOfSatisfying(
                            CommitFailed.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.STALE));
        }
        reopen();
        assertThat(ledger.head().epoch()).isEqualTo(3);
    }

    @Test
    void everything_acknowledged_is_there_after_reopening() {
        var blob = sealer.seal("a statement".getBytes(UTF_8));
        ledger.commit(new Batch(0, range(0, 300), List.of(blob)));
        var head = ledger.head();

        reopen();

        assertThat(ledger.head()).isEqualTo(head);
        assertThat(readAll()).hasSize(300);
        assertThat(ledger.blob(blob.name())).hasValue("a statement".getBytes(UTF_8));
        assertThat(fill(ledger, 301).root()).isEqualTo(root(301));
    }

    @Test
    void blobs_are_committed_with_or_before_the_entry_that_names_them() {
        var early = sealer.seal("early".getBytes(UTF_8));
        var empty = sealer.seal(new byte[0]);
        var before = ledger.head();

        assertThat(ledger.commit(new Batch(0, List.of(), List.of(early, empty)))).isEqualTo(before);
        ledger.commit(new Batch(0, range(0, 1), List.of(early)));

        assertThat(ledger.blob(early.name())).hasValue("early".getBytes(UTF_8));
        assertThat(ledger.blob(empty.name())).hasValue(new byte[0]);
        assertThat(ledger.sealedBlob(early.name())).hasValue(early);
        assertThat(ledger.blob(Digest.sha256(new byte[1]))).isEmpty();
        assertThat(ledger.isErased(Digest.sha256(new byte[1]))).isFalse();
    }

    @Test
    void an_erased_blob_is_gone_and_known_as_erased_until_it_is_committed_again() {
        var blob = sealer.seal("Jane Doe".getBytes(UTF_8));
        ledger.commit(new Batch(0, List.of(), List.of(blob)));

        assertThat(ledger.eraseBlob(blob.name())).isTrue();

        assertThat(ledger.blob(blob.name())).isEmpty();
        assertThat(ledger.sealedBlob(blob.name())).isEmpty();
        assertThat(ledger.isErased(blob.name())).isTrue();
        assertThat(ledger.eraseBlob(blob.name())).isFalse();
        assertThat(ledger.eraseBlob(Digest.sha256(new byte[1]))).isFalse();
        reopen();
        assertThat(ledger.isErased(blob.name())).isTrue();

        ledger.commit(new Batch(0, List.of(), List.of(blob)));
        assertThat(ledger.blob(blob.name())).hasValue("Jane Doe".getBytes(UTF_8));
        assertThat(ledger.isErased(blob.name())).isFalse();
    }

    @Test
    void readers_beside_the_writer_see_whole_batches_only() throws Exception {
        fill(ledger, 100);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<Long>>();
            for (int i = 0; i < 12; i++) {
                readers.add(threads.submit(this::readWhileGrowing));
            }
            while (ledger.head().size() < 3000) {
                fill(ledger, ledger.head().size() + 29);
            }
            for (var reader : readers) {
                assertThat(reader.get()).isGreaterThanOrEqualTo(3000);
            }
        }
        assertThat(ledger.head().root()).isEqualTo(root(ledger.head().size()));
    }

    private long readWhileGrowing() {
        while (true) {
            var head = ledger.head();
            assertThat((head.size() - 100) % 29).isZero();
            assertThat(ledger.entry(head.size() - 1)).isEqualTo(entry(head.size() - 1));
            assertThat(ledger.leafHash(head.size() - 1))
                    .isEqualTo(Merkle.leafHash(entry(head.size() - 1)));
            var tiles = new LogTiles(ledger);
            assertThat(
                            Merkle.verifyInclusion(
                                    head.size() / 2,
                                    head.size(),
                                    Merkle.leafHash(entry(head.size() / 2)),
                                    tiles.inclusionProof(head.size() / 2, head.size()),
                                    head.root()))
                    .isTrue();
            if (head.size() >= 3000) {
                return head.size();
            }
        }
    }

    @Test
    void a_visitor_may_use_the_ledger_that_it_visits() throws Exception {
        fill(ledger, 50);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var visits = new ArrayList<Future<?>>();
            for (int i = 0; i < 20; i++) {
                visits.add(
                        threads.submit(
                                () ->
                                        ledger.read(
                                                0,
                                                50,
                                                (index, bytes) ->
                                                        assertThat(ledger.entry(index))
                                                                .isEqualTo(bytes))));
            }
            for (var visit : visits) {
                visit.get();
            }
        }
    }

    @Test
    void a_closed_ledger_says_that_it_is_closed() {
        fill(ledger, 1);
        ledger.close();
        ledger.close();

        assertThatThrownBy(() -> ledger.entry(0))
                .isInstanceOf(LedgerUnreadable.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> fill(ledger, 2))
                .isInstanceOfSatisfying(
                        CommitFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    }

    private void reopen() {
        ledger.close();
        ledger = open();
    }

    private List<byte[]> readAll() {
        var all = new ArrayList<byte[]>();
        ledger.read(
                0,
                ledger.head().size(),
                (index, bytes) -> {
                    assertThat(index).isEqualTo(all.size());
                    all.add(bytes);
                });
        return all;
    }

    private static Checkpoint signed(Head head) {
        return Checkpoint.open(
                        head.checkpoint(), Entries.LOG.verifier(), BouncyCastleEd25519.verifier())
                .orElseThrow();
    }
}
