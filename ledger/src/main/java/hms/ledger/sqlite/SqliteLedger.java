package hms.ledger.sqlite;

import hms.ledger.Batch;
import hms.ledger.CommitFailed;
import hms.ledger.CommitFailed.Reason;
import hms.ledger.CommitUnknown;
import hms.ledger.DurableFile;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.ledger.LedgerFault;
import hms.ledger.LedgerRefused;
import hms.ledger.LedgerUnreadable;
import hms.ledger.LogTree;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.trust.Checkpoint;
import hms.trust.Digest;
import hms.trust.MalformedException;
import hms.trust.NoteSigner;
import hms.trust.Tile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The ledger in one SQLite file, in write-ahead mode, synced to disk at every commit.
///
/// One connection writes, and brings the write-ahead log into the database; it is thrown away
/// after every error, and the next commit opens another. The tree is kept in memory, and was
/// checked against the stored head when the file was opened. Whoever opens a ledger here owns its
/// folder (see [hms.ledger.OwnerLock]).
public final class SqliteLedger extends SqliteReads {
    private final NoteSigner log;
    private final CommitStep commitStep;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable Appender appender;
    private boolean isFateUnknown;
    private boolean isClosed;
    private volatile State state;

    /// What the last commit made true.
    private record State(Head head, LogTree tree) {}

    /// The moment at which a transaction becomes true; a seam for tests of what happens when it
    /// does not say so.
    @FunctionalInterface
    interface CommitStep {
        void commit(Appender appender) throws SQLException;
    }

    /// Opens the ledger in a file for appending, and makes it if it is not there.
    ///
    /// @param log signs the checkpoints, under the log's origin
    /// @throws LedgerRefused the file is no ledger, or from a newer release, or cannot be written,
    ///     or damaged, or of another log
    public static Ledger open(Path file, NoteSigner log) {
        return open(file, log, Appender::commit);
    }

    /// Opens the ledger in a file for reading only; also one that another process appends to, or a
    /// damaged one.
    ///
    /// @throws LedgerRefused there is no ledger in the file
    public static Ledger openReadOnly(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new LedgerRefused(
                    "there is no ledger at " + file + "; name another data folder with --data");
        }
        return new SqliteArchive(file);
    }

    static SqliteLedger open(Path file, NoteSigner log, CommitStep commitStep) {
        var appender = openAppender(file);
        try {
            return new SqliteLedger(file, log, commitStep, appender);
        } catch (SQLException e) {
            closeQuietly(appender, e);
            throw SqliteFault.refused(file, e);
        } catch (RuntimeException e) {
            closeQuietly(appender, e);
            throw e;
        }
    }

    private SqliteLedger(Path file, NoteSigner log, CommitStep commitStep, Appender appender)
            throws SQLException {
        super(file);
        this.log = log;
        this.commitStep = commitStep;
        this.appender = appender;
        var stored = appender.head();
        state = stored.isPresent() ? verified(stored.get()) : first(appender);
    }

    @Override
    public Head head() {
        return state.head;
    }

    @Override
    Optional<Tile> openTile(int level, long n) {
        return state.tree.openTile(level, n);
    }

    @Override
    public Head commit(Batch batch) {
        writing.lock();
        try {
            var current = writable("commit a batch");
            var before = state;
            requireFresh(batch, before.head);
            var growth = before.tree.grow(batch.entries());
            var after =
                    batch.entries().isEmpty() && batch.newEpoch().isEmpty()
                            ? before.head
                            : sign(batch.newEpoch().orElse(before.head.epoch()), growth.tree());
            write(
                    "commit a batch",
                    current,
                    () -> {
                        current.insertBlobs(batch.blobs());
                        current.insertEntries(
                                batch.expectedSize(), batch.entries(), growth.leaves());
                        current.insertTiles(growth.filled());
                        requireMoved(current.moveHead(before.head, after), batch.expectedSize());
                    });
            state = new State(after, growth.tree());
            return after;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Head reread() {
        writing.lock();
        try {
            discardAppender();
            writable("reread the head");
            return state.head;
        } catch (CommitFailed e) {
            throw new CommitUnknown(String.valueOf(e.getMessage()), e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean eraseBlob(Digest name) {
        var attempted = "erase blob " + name;
        writing.lock();
        try {
            var current = writable(attempted);
            var erased = new boolean[1];
            write(attempted, current, () -> erased[0] = current.erase(name));
            if (!current.emptyLog()) {
                throw new CommitFailed(
                        Reason.BUSY,
                        "blob "
                                + name
                                + " is erased from the database, but a reader keeps"
                                + " its write-ahead log; erase it again when the reader has ended",
                        null);
            }
            return erased[0];
        } catch (SQLException e) {
            throw SqliteFault.commitFailed(file, attempted, e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (!isClosed) {
                isClosed = true;
                readers.close();
                discardAppender();
            }
        } finally {
            writing.unlock();
        }
    }

    /// The changes of one transaction.
    @FunctionalInterface
    private interface Changes {
        void make() throws SQLException;
    }

    /// One transaction: all of it, or [CommitFailed], or [CommitUnknown].
    private void write(String attempted, Appender current, Changes changes) {
        var isDone = false;
        try {
            current.begin();
            changes.make();
            isFateUnknown = true;
            commitStep.commit(current);
            isFateUnknown = false;
            isDone = true;
        } catch (SQLException e) {
            if (isFateUnknown && !SqliteFault.isSurelyNotCommitted(e)) {
                throw new CommitUnknown(
                        "could not learn whether this came to be in "
                                + file
                                + ": "
                                + attempted
                                + " ("
                                + SqliteFault.detail(e)
                                + "); check the disk, and reread the head",
                        e);
            }
            isFateUnknown = false;
            throw SqliteFault.commitFailed(file, attempted, e);
        } finally {
            if (!isDone) {
                discardAppender();
            }
        }
    }

    /// The writing connection; a new one after an error, when the stored head is read again and,
    /// if need be, settled.
    private Appender writable(String attempted) {
        if (isClosed) {
            throw new CommitFailed(
                    Reason.CLOSED,
                    "could not " + attempted + ": the ledger " + file + " is closed",
                    null);
        }
        var current = appender;
        if (current != null) {
            return current;
        }
        try {
            return reopen();
        } catch (SQLException e) {
            throw SqliteFault.commitFailed(file, attempted, e);
        } catch (LedgerFault e) {
            throw new CommitFailed(
                    Reason.STORAGE, "could not " + attempted + ": " + e.getMessage(), e);
        }
    }

    private Appender reopen() throws SQLException {
        var opened = new Appender(file);
        try {
            if (isFateUnknown) {
                settle(opened);
            }
            var stored =
                    opened.head().orElseThrow(() -> new LedgerRefused(file + " has lost its head"));
            if (!stored.equals(state.head)) {
                state = verified(stored);
            }
            appender = opened;
            return opened;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(opened, e);
            throw e;
        }
    }

    /// Writes the head that is seen over itself. A commit that failed while it was synced may have
    /// left its record behind the end of the log, to be found after a crash; this overwrites it,
    /// and what is seen now stays.
    private void settle(Appender opened) throws SQLException {
        opened.begin();
        var seen = opened.head().orElseThrow(() -> new LedgerRefused(file + " has lost its head"));
        opened.moveHead(seen, seen);
        opened.commit();
        isFateUnknown = false;
    }

    private State first(Appender opened) throws SQLException {
        var tree = LogTree.empty();
        var head = sign(0, tree);
        opened.begin();
        opened.insertFirst(head);
        opened.commit();
        return new State(head, tree);
    }

    /// The state at a stored head, if the stored entries lead to its root and this log has signed
    /// it.
    private State verified(Head stored) {
        var tree = rebuilt(stored.size());
        if (!tree.root().equals(stored.root())) {
            throw new LedgerRefused(
                    "the ledger "
                            + file
                            + " is damaged: its "
                            + stored.size()
                            + " entries do not lead to the root of its head; nothing was changed. Run \"hms audit verify\" to"
                            + " see which entry, then restore from a backup");
        }
        var checkpoint =
                Checkpoint.open(
                        stored.checkpoint(), log.verifier(), BouncyCastleEd25519.verifier());
        checkpoint
                .refusal()
                .ifPresent(
                        reason -> {
                            throw new LedgerRefused(
                                    "the checkpoint of "
                                            + file
                                            + " was not signed with this log.key for the origin "
                                            + log.name()
                                            + ": "
                                            + reason
                                            + "; put back the log.key and the origin that it was signed with");
                        });
        var signed = checkpoint.orElseThrow();
        if (signed.size() != stored.size() || !signed.root().equals(stored.root())) {
            throw new LedgerRefused(
                    "the ledger "
                            + file
                            + " is damaged: its checkpoint is of "
                            + signed.size()
                            + " entries, its head of "
                            + stored.size()
                            + "; run \"hms audit verify\", then restore from a backup");
        }
        return new State(stored, tree);
    }

    private LogTree rebuilt(long size) {
        try {
            return rebuildTree(size);
        } catch (LedgerUnreadable | MalformedException e) {
            throw new LedgerRefused("the ledger " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    private Head sign(long epoch, LogTree tree) {
        var checkpoint = new Checkpoint(log.name(), tree.size(), tree.root());
        return new Head(
                epoch, checkpoint.size(), checkpoint.root(), checkpoint.sign(log).toString());
    }

    private void requireFresh(Batch batch, Head head) {
        if (batch.expectedSize() != head.size()) {
            throw stale(batch.expectedSize(), "it has " + head.size());
        }
        batch.newEpoch()
                .ifPresent(
                        epoch -> {
                            if (epoch <= head.epoch()) {
                                throw stale(
                                        batch.expectedSize(),
                                        "it is in epoch "
                                                + head.epoch()
                                                + ", and "
                                                + epoch
                                                + " is not after it");
                            }
                        });
    }

    private void requireMoved(boolean isMoved, long expectedSize) {
        if (!isMoved) {
            throw stale(
                    expectedSize,
                    "another process has moved its head; only the owner of the data folder may write");
        }
    }

    private CommitFailed stale(long expectedSize, String found) {
        return new CommitFailed(
                Reason.STALE,
                "could not commit a batch decided on "
                        + expectedSize
                        + " entries to "
                        + file
                        + ": "
                        + found
                        + "; decide it again on the ledger as it is",
                null);
    }

    private void discardAppender() {
        var discarded = appender;
        appender = null;
        if (discarded != null) {
            closeQuietly(discarded, null);
        }
    }

    private static Appender openAppender(Path file) {
        try {
            DurableFile.createEmpty(file);
            return new Appender(file);
        } catch (IOException e) {
            throw new LedgerRefused(
                    "could not make the ledger "
                            + file
                            + ": "
                            + e.getMessage()
                            + "; check that its folder is there and can be written",
                    e);
        } catch (SQLException e) {
            throw SqliteFault.refused(file, e);
        }
    }

    /// Closes a connection of which nothing more is expected: what it had not committed is rolled
    /// back.
    private static void closeQuietly(Appender appender, @Nullable Exception reason) {
        try {
            appender.close();
        } catch (SQLException e) {
            if (reason != null) {
                reason.addSuppressed(e);
            }
        }
    }
}
