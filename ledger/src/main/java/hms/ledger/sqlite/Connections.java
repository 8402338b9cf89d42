package hms.ledger.sqlite;

import hms.ledger.LedgerRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/// Opens connections to a ledger's database, with the settings that its promises rest on.
final class Connections {
    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final int WRITER_CACHE_KIB = 16 * 1024;
    private static final int READER_CACHE_KIB = 2 * 1024;

    /// When this many pages are in the write-ahead log, the committing connection brings them into
    /// the database.
    private static final int CHECKPOINT_PAGES = 1_000;

    /// To this size the write-ahead log is cut back when it starts over.
    private static final int LOG_BYTES = 64 * 1024 * 1024;

    private Connections() {}

    /// The connection that commits: every commit is synced to disk before it returns.
    static Connection writing(Path file) throws SQLException {
        var config = common(WRITER_CACHE_KIB);
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setPragma(Pragma.FULL_SYNC, "true");
        config.setPragma(Pragma.SECURE_DELETE, "true");
        config.setPragma(Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(LOG_BYTES));
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        var connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("pragma wal_autocheckpoint = " + CHECKPOINT_PAGES);
            }
            requireSetting(connection, file, "journal_mode", "wal");
            requireSetting(connection, file, "synchronous", "2");
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// A connection that cannot change anything.
    static Connection reading(Path file) throws SQLException {
        var config = common(READER_CACHE_KIB);
        config.setReadOnly(true);
        return config.createConnection("jdbc:sqlite:" + readingName(file));
    }

    /// A database on a disk that cannot be written needs to be told so: SQLite could not make its
    /// index of the write-ahead log there, and needs none if there is no such log.
    private static String readingName(Path file) {
        var absolute = file.toAbsolutePath();
        var folder = absolute.getParent();
        var log = absolute.resolveSibling(absolute.getFileName() + "-wal");
        return folder != null && !Files.isWritable(folder) && !Files.exists(log)
                ? "file:" + absolute.toUri().getRawPath() + "?immutable=1"
                : absolute.toString();
    }

    private static SQLiteConfig common(int cacheKib) {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize(-cacheKib);
        config.setPragma(Pragma.MMAP_SIZE, "0");
        return config;
    }

    private static void requireSetting(
            Connection connection, Path file, String pragma, String value) throws SQLException {
        var actual = Schema.text(connection, "pragma " + pragma);
        if (!actual.equals(value)) {
            throw new LedgerRefused(
                    "SQLite would not set "
                            + pragma
                            + " to "
                            + value
                            + " for "
                            + file
                            + " (it is "
                            + actual
                            + "), so commits would not be safe there; put the data folder on a local disk");
        }
    }
}
