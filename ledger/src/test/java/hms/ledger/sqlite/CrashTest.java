package hms.ledger.sqlite;

import static hms.ledger.Entries.entry;
import static hms.ledger.Entries.root;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.ledger.Entries;
import hms.ledger.Ledger;
import hms.ledger.OtherProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is there after the process, or the machine, has died. A failing seed is in the output.
final class CrashTest {
    private static final int KILLS = 6;
    private static final int DAMAGES = 40;

    @TempDir private Path folder;

    @Test
    void everything_acknowledged_is_there_after_a_kill_at_any_moment() throws Exception {
        var random = seeded();
        var file = folder.resolve("ledger.db");
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (var committer = OtherProcess.start(Committer.class, file, random.nextInt())) {
                var commits = 1 + random.nextInt(60);
                for (int i = 0; i < commits; i++) {
                    acknowledged = Long.parseLong(committer.line());
                }
                spin(random.nextInt(3_000_000));
                committer.kill();
            }
            try (var ledger = SqliteLedger.open(file, Entries.LOG)) {
                assertThat(ledger.head().size()).isGreaterThanOrEqualTo(acknowledged);
                requireWhole(ledger);
            }
        }
    }

    @Test
    void a_torn_or_spoiled_write_ahead_log_leaves_a_head_that_was_true() throws Exception {
        var random = seeded();
        var file = folder.resolve("ledger.db");
        var roots = new HashMap<Long, Object>();
        try (var ledger = SqliteLedger.open(file, Entries.LOG)) {
            roots.put(0L, ledger.head().root());
            for (int i = 0; i < 30; i++) {
                var head = Entries.fill(ledger, ledger.head().size() + 1 + random.nextInt(40));
                roots.put(head.size(), head.root());
            }
            for (int i = 0; i < DAMAGES; i++) {
                var copy = copy(file, "copy-" + i);
                damage(log(copy), random);
                requireTrueOnce(copy, roots);
            }
        }
    }

    private static void requireTrueOnce(Path copy, Map<Long, Object> roots) {
        try (var reopened = SqliteLedger.open(copy, Entries.LOG)) {
            var head = reopened.head();
            // a log without its first commits is that of a ledger that was never made
            assertThat(roots).containsKey(head.size());
            assertThat(head.root()).isEqualTo(roots.get(head.size()));
            requireWhole(reopened);
            Entries.fill(reopened, head.size() + 3);
            requireWhole(reopened);
        }
    }

    private static void requireWhole(Ledger ledger) {
        var head = ledger.head();
        ledger.read(0, head.size(), (index, bytes) -> assertThat(bytes).isEqualTo(entry(index)));
        assertThat(head.root()).isEqualTo(root(head.size()));
    }

    /// As a power failure would: cut off somewhere, or one byte changed.
    private static void damage(Path log, Random random) throws IOException {
        var bytes = Files.readAllBytes(log);
        if (random.nextBoolean()) {
            Files.write(log, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        } else {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(log, bytes);
        }
    }

    private Path copy(Path file, String name) throws IOException {
        var copy = folder.resolve(name);
        Files.copy(file, copy);
        Files.copy(log(file), log(copy));
        return copy;
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private static void spin(int nanos) {
        var end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static Random seeded() {
        var seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("test.seed=" + seed);
        return new Random(seed);
    }

    /// Commits batches of one size and another until it is killed, and says after each how far it
    /// has come.
    static final class Committer {
        private Committer() {}

        public static void main(String[] args) {
            var random = new Random(Long.parseLong(args[1]));
            try (var ledger = SqliteLedger.open(Path.of(args[0]), Entries.LOG)) {
                while (true) {
                    var head = Entries.fill(ledger, ledger.head().size() + 1 + random.nextInt(30));
                    System.out.writeBytes((head.size() + "\n").getBytes(UTF_8));
                    System.out.flush();
                }
            }
        }
    }
}
