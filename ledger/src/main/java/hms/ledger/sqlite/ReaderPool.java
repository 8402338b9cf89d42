package hms.ledger.sqlite;

import hms.ledger.LedgerUnreadable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// Readers, opened when they are needed, a bounded number of them. A reader that has thrown is not
/// used again.
final class ReaderPool implements AutoCloseable {
    private final Path file;
    private final int most;
    private final Semaphore free;
    private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /// What is asked of a reader.
    @FunctionalInterface
    interface Query<T> {
        T ask(Reader reader) throws SQLException;
    }

    ReaderPool(Path file, int most) {
        this.file = file;
        this.most = most;
        free = new Semaphore(most, true);
    }

    /// Asks a reader, and waits for one if all are busy.
    ///
    /// @param wanted what is being read, for the message if it cannot be
    <T> T read(String wanted, Query<T> query) {
        free.acquireUninterruptibly();
        try {
            if (closed) {
                throw new LedgerUnreadable(
                        "could not read " + wanted + ": the ledger in " + file + " is closed",
                        null);
            }
            return ask(query);
        } catch (SQLException e) {
            throw new LedgerUnreadable(
                    "could not read "
                            + wanted
                            + " in "
                            + file
                            + ": "
                            + SqliteFault.detail(e)
                            + "; check the disk, then run \"hms audit verify\"",
                    e);
        } finally {
            free.release();
        }
    }

    private <T> T ask(Query<T> query) throws SQLException {
        var pooled = idle.pollFirst();
        var reader = pooled == null ? new Reader(file) : pooled;
        try {
            var answer = query.ask(reader);
            idle.addFirst(reader);
            return answer;
        } catch (SQLException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /// Waits for those who are reading, and closes.
    @Override
    public void close() {
        closed = true;
        free.acquireUninterruptibly(most);
        try {
            for (var reader = idle.pollFirst(); reader != null; reader = idle.pollFirst()) {
                reader.close();
            }
        } catch (SQLException e) {
            throw new LedgerUnreadable("could not close " + file + ": " + SqliteFault.detail(e), e);
        } finally {
            free.release(most);
        }
    }
}
