package hms.ledger;

import static hms.ledger.Entries.entry;
import static hms.ledger.Entries.fill;
import static hms.ledger.Entries.root;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.ledger.crypto.BouncyCastleEd25519;
import hms.ledger.sqlite.SqliteLedger;
import hms.trust.Digest;
import hms.trust.Merkle;
import hms.trust.Tile;
import hms.trust.TlogProof;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A log of 70,000 entries, which is the example of the tlog-tiles specification: 273 full tiles
/// and one of 112 hashes at level 0, one full and one of 17 at level 1, one of 1 at level 2.
final class LogTilesTest {
    private static final long SIZE = 70_000;

    @TempDir private static Path folder;
    private static Ledger ledger;
    private static LogTiles log;

    @BeforeAll
    static void fill_a_ledger() {
        ledger = SqliteLedger.open(folder.resolve("ledger.db"), Entries.LOG);
        fill(ledger, SIZE);
        log = new LogTiles(ledger);
    }

    @AfterAll
    static void close_the_ledger() {
        ledger.close();
    }

    @Test
    void checkpoint_is_the_heads_and_changes() {
        assertThat(log.serve("checkpoint"))
                .hasValueSatisfying(
                        answer -> {
                            assertThat(new String(answer.body(), UTF_8))
                                    .isEqualTo(ledger.head().checkpoint());
                            assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
                            assertThat(answer.immutable()).isFalse();
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/000",
                "tile/0/272",
                "tile/0/273.p/112",
                "tile/0/273.p/1",
                "tile/0/005.p/200",
                "tile/1/000",
                "tile/1/001.p/17",
                "tile/1/000.p/3",
                "tile/2/000.p/1"
            })
    void tiles_that_the_tree_has_are_served_whole_or_in_part_and_for_ever(String path) {
        var width =
                path.contains(".p/")
                        ? Integer.parseInt(path.substring(path.indexOf(".p/") + 3))
                        : 256;

        assertThat(log.serve(path))
                .hasValueSatisfying(
                        answer -> {
                            assertThat(answer.body()).hasSize(width * 32);
                            assertThat(answer.contentType()).isEqualTo("application/octet-stream");
                            assertThat(answer.immutable()).isTrue();
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/273",
                "tile/0/273.p/113",
                "tile/0/274",
                "tile/1/001",
                "tile/1/001.p/18",
                "tile/2/000",
                "tile/2/000.p/2",
                "tile/3/000.p/1",
                "tile/63/000.p/1",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/entries/273",
                "tile/entries/273.p/113",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/0",
                "tile/64/000",
                "tile/00/000",
                "tile/0/x000/000",
                "tile/0/../checkpoint",
                "",
                "tile/",
                "checkpoint/"
            })
    void nothing_else_is_served(String path) {
        assertThat(log.serve(path)).isEmpty();
    }

    @Test
    void a_hash_of_a_tile_is_the_root_of_the_full_tile_below() {
        var below = Tile.parse(log.serve("tile/0/256").orElseThrow().body());
        var above = Tile.parse(log.serve("tile/1/001.p/17").orElseThrow().body());

        assertThat(above.hashes().getFirst()).isEqualTo(Merkle.root(below.hashes()));
        assertThat(below.hashes().get(7)).isEqualTo(Merkle.leafHash(entry(256 * 256 + 7)));
    }

    @ParameterizedTest
    @CsvSource({
        "tile/entries/000, 0, 256",
        "tile/entries/273.p/112, 69888, 112",
        "tile/entries/010.p/3, 2560, 3"
    })
    void bundles_hold_entries_behind_their_lengths(String path, long first, int count) {
        var bundle = ByteBuffer.wrap(log.serve(path).orElseThrow().body());

        for (long index = first; index < first + count; index++) {
            var bytes = new byte[Short.toUnsignedInt(bundle.getShort())];
            bundle.get(bytes);
            assertThat(bytes).isEqualTo(entry(index));
        }
        assertThat(bundle.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 69_999, 70_000})
    void proofs_for_every_tree_that_there_was_lead_to_its_root(long size) {
        var root = root(size);

        assertThat(log.rootAt(size)).isEqualTo(root);
        for (long index : new long[] {0, size / 3, size / 2, size - 1}) {
            assertThat(
                            Merkle.verifyInclusion(
                                    index,
                                    size,
                                    Merkle.leafHash(entry(index)),
                                    log.inclusionProof(index, size),
                                    root))
                    .isTrue();
        }
        assertThat(
                        Merkle.verifyConsistency(
                                size,
                                root,
                                SIZE,
                                ledger.head().root(),
                                log.consistencyProof(size, SIZE)))
                .isTrue();
        assertThat(
                        Merkle.verifyConsistency(
                                size / 2,
                                log.rootAt(size / 2),
                                size,
                                root,
                                log.consistencyProof(size / 2, size)))
                .isTrue();
    }

    @Test
    void a_proof_is_complete_in_itself() {
        var text = log.proof(12_345).toString();

        var verified =
                TlogProof.parse(text)
                        .verify(
                                Merkle.leafHash(entry(12_345)),
                                Entries.LOG.verifier(),
                                BouncyCastleEd25519.verifier());
        assertThat(verified.orElseThrow().size()).isEqualTo(SIZE);
        assertThat(
                        TlogProof.parse(text)
                                .verify(
                                        Merkle.leafHash(entry(12_346)),
                                        Entries.LOG.verifier(),
                                        BouncyCastleEd25519.verifier())
                                .isAccepted())
                .isFalse();
    }

    @Test
    void a_proof_needs_few_reads() {
        var reads = new AtomicInteger();
        var counted = new LogTiles(counting(reads));

        counted.inclusionProof(4_711, SIZE);
        assertThat(reads.getAndSet(0)).isLessThanOrEqualTo(5);
        counted.consistencyProof(33_333, SIZE);
        assertThat(reads.get()).isLessThanOrEqualTo(5);
    }

    @Test
    void there_is_no_proof_for_what_is_not_there() {
        assertThatThrownBy(() -> log.inclusionProof(0, SIZE + 1))
                .hasMessageContaining("there is no tree of 70001");
        assertThatThrownBy(() -> log.inclusionProof(5, 5))
                .hasMessageContaining("leaf 5 is not in a tree of 5");
        assertThatThrownBy(() -> log.consistencyProof(6, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(log.rootAt(0)).isEqualTo(Digest.sha256());
    }

    /// The ledger, with its tile reads counted.
    private static Ledger counting(AtomicInteger reads) {
        return (Ledger)
                Proxy.newProxyInstance(
                        LogTilesTest.class.getClassLoader(),
                        new Class<?>[] {Ledger.class},
                        (_, method, args) -> {
                            if (method.getName().equals("tile")) {
                                reads.incrementAndGet();
                            }
                            try {
                                return method.invoke(ledger, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
