package hms.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/// What a durable append costs with nothing around it: the floors that the ledger is measured
/// against, in the same run and with the same batches. No tree, no signature, no decision, no
/// callers.
public final class LedgerAppendFloor {
    /// As long as a usual entry.
    public static final int ENTRY_BYTES = 300;

    /// Rows inserted by one statement.
    private static final int ROWS = 32;

    private static final long SEED = 20_240_901;

    private LedgerAppendFloor() {}

    /// Makes a batch durable.
    @FunctionalInterface
    public interface Append {
        void append(List<byte[]> batch) throws Exception;
    }

    /// What was measured.
    ///
    /// @param what which way of appending
    /// @param batch entries in each append
    /// @param entriesPerSecond over the whole time
    /// @param medianMs of one append, in milliseconds
    /// @param p99Ms of one append, in milliseconds
    public record Rate(
            String what, int batch, double entriesPerSecond, double medianMs, double p99Ms) {
        @Override
        public String toString() {
            return "%-44s %5d a batch  %,9.0f entries/s  p50 %6.2f ms  p99 %6.2f ms"
                    .formatted(what, batch, entriesPerSecond, medianMs, p99Ms);
        }
    }

    public static void main(String[] args) throws Exception {
        var time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 3);
        var folder = Files.createTempDirectory("ledger-append-floor");
        try {
            for (int batch : new int[] {1, 100, 1000}) {
                System.out.println(file(folder, batch, time));
                System.out.println(sqlite(folder, batch, time));
            }
        } finally {
            delete(folder);
        }
    }

    /// One file, every batch appended with one write and one fsync.
    public static Rate file(Path folder, int batch, Duration time) throws Exception {
        var file = folder.resolve("floor-" + batch + ".log");
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.allocateDirect(batch * ENTRY_BYTES);
            return measure(
                    "file append + fsync",
                    batch,
                    time,
                    entries -> {
                        buffer.clear();
                        entries.forEach(buffer::put);
                        buffer.flip();
                        while (buffer.hasRemaining()) {
                            channel.write(buffer);
                        }
                        channel.force(false);
                    });
        }
    }

    /// One SQLite table of entries, every batch in one transaction synced in write-ahead mode, and
    /// with the fewest statements that are of use.
    public static Rate sqlite(Path folder, int batch, Duration time) throws Exception {
        try (var connection = connect(folder.resolve("floor-" + batch + ".db"));
                var one = connection.prepareStatement("insert into entry values(?, ?)");
                var many =
                        connection.prepareStatement(
                                "insert into entry values(?, ?)" + ", (?, ?)".repeat(ROWS - 1))) {
            var next = new long[1];
            return measure(
                    "SQLite, one transaction a batch",
                    batch,
                    time,
                    entries -> {
                        connection.setAutoCommit(false);
                        for (int at = 0; at < entries.size(); ) {
                            var rows = entries.size() - at >= ROWS ? ROWS : 1;
                            var insert = rows == ROWS ? many : one;
                            for (int row = 0; row < rows; row++) {
                                insert.setLong(2 * row + 1, next[0]++);
                                insert.setBytes(2 * row + 2, entries.get(at++));
                            }
                            insert.executeUpdate();
                        }
                        connection.setAutoCommit(true);
                    });
        }
    }

    /// Appends batches of random entries one after the other: a third of the time to warm up, then
    /// `time`.
    public static Rate measure(String what, int batch, Duration time, Append append)
            throws Exception {
        var entries = entries(batch);
        run(entries, time.dividedBy(3), append);
        var nanos = run(entries, time, append);
        var total = nanos.stream().mapToLong(Long::longValue).sum();
        nanos.sort(null);
        return new Rate(
                what,
                batch,
                batch * nanos.size() / (total / 1e9),
                nanos.get(nanos.size() / 2) / 1e6,
                nanos.get(nanos.size() * 99 / 100) / 1e6);
    }

    /// Entries of the usual length, the same in every run.
    public static List<byte[]> entries(int count) {
        var random = new Random(SEED);
        var entries = new ArrayList<byte[]>(count);
        for (int i = 0; i < count; i++) {
            var entry = new byte[ENTRY_BYTES];
            random.nextBytes(entry);
            entries.add(entry);
        }
        return entries;
    }

    private static List<Long> run(List<byte[]> entries, Duration time, Append append)
            throws Exception {
        var nanos = new ArrayList<Long>();
        var end = System.nanoTime() + time.toNanos();
        for (var now = System.nanoTime(); now < end; ) {
            append.append(entries);
            var after = System.nanoTime();
            nanos.add(after - now);
            now = after;
        }
        return nanos;
    }

    private static Connection connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        var connection = config.createConnection("jdbc:sqlite:" + file);
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("create table entry(idx integer primary key, data blob)");
        }
        return connection;
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
