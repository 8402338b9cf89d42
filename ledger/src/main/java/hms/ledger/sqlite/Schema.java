package hms.ledger.sqlite;

import hms.ledger.LedgerRefused;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The tables of the ledger, and how they came to be: each step brings a database from one version
/// to the next. The version is SQLite's `user_version`; steps are only ever added.
final class Schema {
    /// Marks a SQLite file as a ledger: "HMSL".
    static final int APPLICATION_ID = 0x484d534c;

    private static final String LEAST_SQLITE = "3.51.3";

    private static final List<List<String>> STEPS =
            List.of(
                    List.of(
                            """
            create table entry(
                idx integer primary key,
                data blob not null,
                leaf blob not null)""",
                            """
            create table tile(
                level integer not null,
                n integer not null,
                data blob not null,
                primary key(level, n))""",
                            """
            create table head(
                only integer primary key check(only = 1),
                epoch integer not null,
                size integer not null,
                root blob not null,
                checkpoint text not null)""",
                            // salt and data are null once the blob is erased
                            """
            create table blob(
                digest blob not null primary key,
                salt blob,
                data blob)"""));

    private Schema() {}

    /// The version that this program writes.
    static int version() {
        return STEPS.size();
    }

    /// Refuses a database that is not a ledger, or one of a newer program, or a SQLite that is too
    /// old.
    static void check(Connection connection, Path file) throws SQLException {
        var sqlite = text(connection, "select sqlite_version()");
        if (isOlder(sqlite, LEAST_SQLITE)) {
            throw new LedgerRefused(
                    "SQLite "
                            + sqlite
                            + " is too old for the ledger, which needs "
                            + LEAST_SQLITE
                            + " or newer (older ones can lose commits); put a newer sqlite-jdbc on the class path");
        }
        var version = number(connection, "pragma user_version");
        var isEmpty = number(connection, "select count(*) from sqlite_schema") == 0;
        if (!isEmpty && number(connection, "pragma application_id") != APPLICATION_ID) {
            throw new LedgerRefused(
                    file
                            + " is a database, but not a ledger; name another data folder with --data");
        }
        if (version > version()) {
            throw new LedgerRefused(
                    file
                            + " was written by a newer release (schema "
                            + version
                            + "; this one knows "
                            + version()
                            + "); use that release, or restore a backup from before it");
        }
    }

    static boolean isCurrent(Connection connection) throws SQLException {
        return number(connection, "pragma user_version") == version();
    }

    /// Takes the steps that are missing, within the transaction that is open.
    static void migrate(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (long step = number(connection, "pragma user_version"); step < version(); step++) {
                for (var sql : STEPS.get((int) step)) {
                    statement.executeUpdate(sql);
                }
            }
            statement.executeUpdate("pragma application_id = " + APPLICATION_ID);
            statement.executeUpdate("pragma user_version = " + version());
        }
    }

    static boolean isOlder(String version, String than) {
        return Arrays.compare(numbers(version), numbers(than)) < 0;
    }

    static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            return result.next() ? result.getString(1) : "";
        }
    }

    private static int[] numbers(String version) {
        return Pattern.compile("\\.").splitAsStream(version).mapToInt(Integer::parseInt).toArray();
    }
}
