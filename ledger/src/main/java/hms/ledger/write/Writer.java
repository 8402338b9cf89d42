package hms.ledger.write;

import hms.core.decide.Answer;
import hms.core.decide.Refusal;
import hms.core.event.Recorded;
import hms.core.state.State;
import hms.ledger.Blob;
import hms.ledger.CommitFailed;
import hms.ledger.CommitUnknown;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.ledger.LedgerFault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The single writer. It takes what has gathered, decides each command on the state as it will be
/// after what is ahead of it, commits all that follows in one transaction, and only then folds,
/// tells the tail, and answers.
///
/// It never waits to fill a batch. Refusals too are answered after the commit, because they may
/// rest on what is ahead of them in the batch. A commit that fails discards what was tentative; one
/// whose fate is unknown rereads the head first.
public final class Writer implements AutoCloseable {

    /// So many commands may wait; the next is refused as busy.
    public static final int QUEUE_COMMANDS = 4_096;

    private static final Logger LOG = System.getLogger(Writer.class.getName());
    private static final int BATCH_COMMANDS = 1_024;
    private static final int BATCH_BYTES = 4 << 20;
    private static final Refusal BUSY =
            new Refusal(
                    Refusal.Category.BUSY,
                    "busy",
                    "More than " + QUEUE_COMMANDS + " requests wait to be written.",
                    "Repeat the request in a moment.");

    private final Ledger ledger;
    private final InstantSource clock;
    private final Reserve reserve;
    private final Consumer<Committed> tail;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE_COMMANDS);
    private final RefusalLimit refusals = new RefusalLimit();
    private final Thread thread;
    private volatile State state;
    private volatile boolean closed;
    private volatile @Nullable String fault;

    /// Whether what the store holds is not known: a commit did not say how it ended.
    private boolean isUnsettled;

    /// Why nothing but what stops is written; null while there is room.
    private @Nullable CommitFailed full;

    /// @param state what the ledger folds to now
    /// @param reserve room that was set aside for stopping
    /// @param tail told of every batch on the writer's thread, before its callers are answered;
    ///     must not block
    public Writer(
            Ledger ledger,
            State state,
            InstantSource clock,
            Reserve reserve,
            Consumer<Committed> tail) {
        this.ledger = ledger;
        this.state = state;
        this.clock = clock;
        this.reserve = reserve;
        this.tail = tail;
        this.thread = Thread.ofPlatform().name("hms-writer").unstarted(this::writeUntilClosed);
    }

    public Writer start() {
        thread.start();
        return this;
    }

    /// The state as of the last durable batch.
    public State state() {
        return state;
    }

    /// The last durable head.
    public Head head() {
        return ledger.head();
    }

    /// What keeps it from writing; empty while it writes.
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /// How many commands wait.
    public int waiting() {
        return queue.size();
    }

    /// Hands a command in. The answer comes once it is durable. It fails with a [CommitFailed] if
    /// nothing of it was written, and with a [CommitUnknown] if the store does not say; then the
    /// state will tell, once the store answers again.
    public CompletableFuture<Outcome> submit(Prepared prepared) {
        return offer(Item.of(prepared));
    }

    /// Makes blobs durable ahead of the entry that will name them: what a large release needs, so
    /// that its one entry batch holds nobody up for long.
    public CompletableFuture<Outcome> store(List<Blob> blobs) {
        return offer(Item.of(blobs));
    }

    private CompletableFuture<Outcome> offer(Item item) {
        if (closed) {
            item.answer().completeExceptionally(isClosed());
        } else if (!queue.offer(item)) {
            item.answer().complete(new Outcome(new Answer.Refused(BUSY), -1, ledger.head()));
        } else if (closed && queue.remove(item)) {
            // closed in between: perhaps nobody takes from the queue any more
            item.answer().completeExceptionally(isClosed());
        }
        return item.answer();
    }

    private void writeUntilClosed() {
        var batch = new ArrayList<Item>(BATCH_COMMANDS);
        try {
            while (!closed || !queue.isEmpty()) {
                gather(batch);
                write(batch);
                batch.clear();
            }
            var refused = refusals.all();
            if (!refused.isEmpty()) {
                writeOne(List.of(), refused);
            }
        } catch (InterruptedException _) {
            LOG.log(Level.WARNING, "the ledger's writer was interrupted, and ends");
        } catch (RuntimeException | Error e) {
            fault = "the ledger's writer ended with " + e + "; start the program again";
            throw e;
        } finally {
            closed = true;
            queue.drainTo(batch);
            batch.forEach(i -> i.answer().completeExceptionally(isClosed()));
        }
    }

    private void gather(List<Item> batch) throws InterruptedException {
        var first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, BATCH_COMMANDS - 1);
        }
    }

    /// Splits what has gathered where a batch would become too large.
    private void write(List<Item> items) {
        var rest = items;
        var refused = refusals.due(clock.instant());
        while (!rest.isEmpty() || !refused.isEmpty()) {
            int taken = writeOne(rest, refused);
            rest = rest.subList(taken, rest.size());
            refused = List.of();
        }
    }

    /// One transaction, one fsync, one checkpoint.
    ///
    /// @return how many of the items it took
    private int writeOne(List<Item> items, List<RefusalLimit.Gathered> refused) {
        int taken = items.size();
        try {
            catchUp();
            requireRoom();
            var tentative = tentative();
            refused.forEach(tentative::take);
            for (taken = 0; taken < items.size() && tentative.bytes() < BATCH_BYTES; taken++) {
                tentative.take(items.get(taken));
            }
            publish(tentative, commit(tentative));
        } catch (CommitFailed e) {
            discard(refused);
            if (e.reason() == CommitFailed.Reason.DISK_FULL) {
                writeWhatStops(items.subList(0, taken), e);
            } else {
                fail(items.subList(0, taken), e);
            }
        } catch (RuntimeException e) {
            discard(refused);
            fail(items.subList(0, taken), e);
        }
        return taken;
    }

    private Tentative tentative() {
        return new Tentative(state, ledger.head(), clock, refusals);
    }

    private Head commit(Tentative tentative) {
        if (tentative.isEmpty()) {
            return ledger.head();
        }
        var batch = tentative.batch();
        isUnsettled = true;
        try {
            var head = ledger.commit(batch);
            isUnsettled = false;
            return head;
        } catch (CommitUnknown e) {
            return settled(tentative, e);
        } catch (CommitFailed e) {
            isUnsettled = e.reason() == CommitFailed.Reason.STALE;
            throw e;
        }
    }

    /// The fate of a batch whose commit did not say it.
    private Head settled(Tentative tentative, CommitUnknown unknown) {
        var head = ledger.reread();
        isUnsettled = false;
        if (tentative.hasEntries() && head.size() == tentative.end()) {
            return head;
        }
        if (tentative.hasEntries() && head.size() == tentative.first()) {
            throw new CommitFailed(
                    CommitFailed.Reason.STORAGE,
                    "nothing of the batch was written: " + unknown.getMessage(),
                    unknown);
        }
        throw unknown;
    }

    /// After a commit whose fate could not be learnt at once: learns it, and folds what turned out
    /// to be there, before anything is decided on top of it.
    private void catchUp() {
        if (!isUnsettled && ledger.head().size() == state.size()) {
            return;
        }
        var head = ledger.reread();
        isUnsettled = false;
        long first = state.size();
        if (head.size() < first) {
            throw new CommitFailed(
                    CommitFailed.Reason.STORAGE,
                    "the ledger has "
                            + head.size()
                            + " entries, and had "
                            + first
                            + ": nothing is written on top of that; run \"hms audit verify\"",
                    null);
        }
        if (head.size() > first) {
            var late = new ArrayList<Recorded>();
            ledger.read(
                    first, head.size(), (index, entry) -> late.add(Replay.decode(index, entry)));
            var next = state;
            for (var entry : late) {
                next = next.apply(entry);
            }
            state = next;
            tell(new Committed(first, late, next, head));
        }
    }

    private void publish(Tentative tentative, Head head) {
        var committed = tentative.committed(head);
        var noRoom = full;
        fault = noRoom == null ? null : noRoom.getMessage();
        state = committed.after();
        refusals.keep();
        tell(committed);
        tentative.answer(head);
    }

    /// What is durable stays so, whatever those say who are told of it.
    private void tell(Committed committed) {
        try {
            tail.accept(committed);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "the batch from entry "
                            + committed.first()
                            + " is durable, but its tail failed",
                    e);
        }
    }

    /// While the disk is full, what stops goes ahead of everything else, and alone.
    private void requireRoom() {
        var cause = full;
        if (cause != null) {
            if (!isRestored()) {
                throw cause;
            }
            full = null;
        }
    }

    private boolean isRestored() {
        try {
            return reserve.restore();
        } catch (LedgerFault _) {
            return false;
        }
    }

    /// The disk is full. Halting and rolling back still fit: room was set aside for them.
    private void writeWhatStops(List<Item> items, CommitFailed cause) {
        full = cause;
        fail(items.stream().filter(i -> !i.stops()).toList(), cause);
        var stops = items.stream().filter(Item::stops).toList();
        if (stops.isEmpty()) {
            return;
        }
        try {
            publishStops(stops);
        } catch (RuntimeException e) {
            refusals.undo();
            fail(stops, e);
        }
    }

    private void publishStops(List<Item> stops) {
        try {
            var tentative = tentative();
            stops.forEach(tentative::take);
            publish(tentative, commit(tentative));
        } catch (CommitFailed e) {
            refusals.undo();
            if (e.reason() != CommitFailed.Reason.DISK_FULL || !reserve.release()) {
                throw e;
            }
            var tentative = tentative();
            stops.forEach(tentative::take);
            publish(tentative, commit(tentative));
        }
    }

    private void fail(List<Item> items, RuntimeException cause) {
        if (cause instanceof LedgerFault) {
            fault = cause.getMessage();
        } else {
            LOG.log(Level.ERROR, "a batch could not be written", cause);
        }
        items.forEach(i -> i.answer().completeExceptionally(cause));
    }

    /// Nothing of the batch at hand stays, but the refusals that it was to record are not lost.
    private void discard(List<RefusalLimit.Gathered> refused) {
        refusals.undo();
        refused.forEach(one -> refusals.putBack(one, clock.instant()));
    }

    private static CommitFailed isClosed() {
        return new CommitFailed(CommitFailed.Reason.CLOSED, "the ledger is closed", null);
    }

    /// Writes what waits, then ends. What comes later is refused.
    @Override
    public void close() {
        closed = true;
        if (thread.getState() != Thread.State.NEW) {
            try {
                thread.join(Duration.ofSeconds(30));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        var left = new ArrayList<Item>();
        queue.drainTo(left);
        left.forEach(i -> i.answer().completeExceptionally(isClosed()));
    }
}
