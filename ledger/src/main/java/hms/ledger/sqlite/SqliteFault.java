package hms.ledger.sqlite;

import hms.ledger.CommitFailed;
import hms.ledger.CommitFailed.Reason;
import hms.ledger.LedgerRefused;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// Says in the ledger's words what SQLite has complained about.
final class SqliteFault {
    /// The low byte of an extended result code is its class.
    private static final int PRIMARY = 0xff;

    private SqliteFault() {}

    static CommitFailed commitFailed(Path file, String attempted, SQLException e) {
        var reason = reason(e);
        return new CommitFailed(
                reason,
                "could not "
                        + attempted
                        + " in "
                        + file
                        + ": "
                        + remedy(reason)
                        + " ("
                        + detail(e)
                        + ")",
                e);
    }

    /// Whether a commit that ended with this error has surely not happened: its commit record was
    /// never written whole. Any other error may have come after that.
    static boolean isSurelyNotCommitted(SQLException e) {
        return switch (reason(e)) {
            case BUSY, DISK_FULL, READ_ONLY -> true;
            case STALE, STORAGE, CLOSED -> false;
        };
    }

    /// Why a file cannot be opened as a ledger.
    static LedgerRefused refused(Path file, SQLException e) {
        if (primary(e) == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return new LedgerRefused(
                    file
                            + " is not a ledger: SQLite cannot read it as a database; restore it from a"
                            + " backup, or name another data folder with --data",
                    e);
        }
        var failed = commitFailed(file, "open the ledger", e);
        return new LedgerRefused(String.valueOf(failed.getMessage()), e);
    }

    static String detail(SQLException e) {
        return String.valueOf(e.getMessage());
    }

    private static Reason reason(SQLException e) {
        var primary = primary(e);
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code
                || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return Reason.BUSY;
        }
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return Reason.DISK_FULL;
        }
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code) {
            return Reason.READ_ONLY;
        }
        return Reason.STORAGE;
    }

    private static int primary(SQLException e) {
        return e.getErrorCode() & PRIMARY;
    }

    private static String remedy(Reason reason) {
        return switch (reason) {
            case BUSY -> "another program holds the database; end it and try again";
            case DISK_FULL -> "the disk is full; free some room and try again";
            case READ_ONLY ->
                    "the file cannot be written; check its owner, its mode and how its disk is mounted";
            case STALE, STORAGE, CLOSED ->
                    "reading or writing failed; check the disk, then run \"hms audit verify\"";
        };
    }
}
