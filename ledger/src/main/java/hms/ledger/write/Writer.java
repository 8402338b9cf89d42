package hms.ledger.write;

import hms.core.command.Command;
import hms.core.decide.Answer;
import hms.core.decide.Decider;
import hms.core.decide.Decision;
import hms.core.decide.Refusal;
import hms.core.event.Event;
import hms.core.event.EventCodec;
import hms.core.event.LedgerEvent;
import hms.core.event.Recorded;
import hms.core.state.State;
import hms.ledger.Batch;
import hms.ledger.Blob;
import hms.ledger.CommitFailed;
import hms.ledger.CommitUnknown;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.ledger.LedgerFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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

    private static final int BATCH_COMMANDS = 1_024;
    private static final int BATCH_BYTES = 4 << 20;

    private final Ledger ledger;
    private final InstantSource clock;
    private final BooleanSupplier reserve;
    private final Consumer<Committed> tail;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE_COMMANDS);
    private final RefusalLimit refusals = new RefusalLimit();
    private final Thread thread;
    private volatile State state;
    private volatile boolean closed;
    private volatile @Nullable String fault;
    private boolean unsettled;

    /// What waits: a command, or blobs that go ahead of one.
    private record Item(
            @Nullable Prepared prepared, List<Blob> blobs, CompletableFuture<Outcome> answer) {}

    /// A command that was decided in the batch at hand.
    private record Decided(Item item, Answer answer, long lastIndex) {}

    /// @param state what the ledger folds to now
    /// @param reserve frees room that was set aside for stopping; false if there is none left
    /// @param tail told of every batch on the writer's thread, before its callers are answered;
    ///     must not block
    public Writer(
            Ledger ledger,
            State state,
            InstantSource clock,
            BooleanSupplier reserve,
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
    public java.util.Optional<String> fault() {
        return java.util.Optional.ofNullable(fault);
    }

    /// How many commands wait.
    public int waiting() {
        return queue.size();
    }

    /// Hands a command in. The answer comes once it is durable; it fails with a [LedgerFault] if it
    /// could not be written, and then nothing of it happened.
    public CompletableFuture<Outcome> submit(Prepared prepared) {
        return offer(new Item(prepared, prepared.blobs(), new CompletableFuture<>()));
    }

    /// Makes blobs durable ahead of the entry that will name them: what a large release needs, so
    /// that its one entry batch holds nobody up for long.
    public CompletableFuture<Outcome> store(List<Blob> blobs) {
        return offer(new Item(null, List.copyOf(blobs), new CompletableFuture<>()));
    }

    private CompletableFuture<Outcome> offer(Item item) {
        if (closed) {
            item.answer()
                    .completeExceptionally(
                            new CommitFailed(
                                    CommitFailed.Reason.CLOSED, "the ledger is closed", null));
        } else if (!queue.offer(item)) {
            item.answer().complete(new Outcome(new Answer.Refused(BUSY), -1, ledger.head()));
        }
        return item.answer();
    }

    private static final Refusal BUSY =
            new Refusal(
                    Refusal.Category.BUSY,
                    "busy",
                    "More than " + QUEUE_COMMANDS + " requests wait to be written.",
                    "Repeat the request in a moment.");

    private void writeUntilClosed() {
        var batch = new ArrayList<Item>(BATCH_COMMANDS);
        while (!closed || !queue.isEmpty()) {
            try {
                var first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, BATCH_COMMANDS - 1);
                write(batch);
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException e) {
                fail(batch, e);
            } finally {
                batch.clear();
            }
        }
    }

    /// Splits what has gathered where a batch would become too large.
    private void write(List<Item> items) {
        var rest = items;
        while (!rest.isEmpty()) {
            rest = rest.subList(writeOne(rest), rest.size());
        }
    }

    /// One transaction, one fsync, one checkpoint.
    ///
    /// @return how many of the items it took
    private int writeOne(List<Item> items) {
        try {
            catchUp();
        } catch (LedgerFault e) {
            fail(items, e);
            return items.size();
        }
        var tentative = new Tentative(state, ledger.head().size());
        int taken = 0;
        while (taken < items.size() && tentative.bytes < BATCH_BYTES) {
            tentative.take(items.get(taken++));
        }
        try {
            publish(tentative, commit(tentative));
        } catch (CommitFailed e) {
            if (e.reason() == CommitFailed.Reason.DISK_FULL) {
                writeWhatStops(items.subList(0, taken), e);
            } else {
                fail(items.subList(0, taken), e);
            }
        } catch (LedgerFault e) {
            fail(items.subList(0, taken), e);
        }
        return taken;
    }

    private Head commit(Tentative tentative) {
        if (tentative.entries.isEmpty() && tentative.blobs.isEmpty()) {
            return ledger.head();
        }
        var batch =
                new Batch(
                        tentative.firstIndex,
                        tentative.entries,
                        List.copyOf(tentative.blobs.values()),
                        tentative.newEpoch);
        unsettled = true;
        try {
            var head = ledger.commit(batch);
            unsettled = false;
            return head;
        } catch (CommitUnknown e) {
            var head = ledger.reread();
            unsettled = false;
            if (head.size() == tentative.firstIndex + tentative.entries.size()
                    && !tentative.entries.isEmpty()) {
                return head;
            }
            throw e;
        } catch (CommitFailed e) {
            unsettled = false;
            throw e;
        }
    }

    /// After a commit whose fate could not be learnt at once: learns it, and folds what turned out
    /// to be there, before anything is decided on top of it.
    private void catchUp() {
        if (!unsettled && ledger.head().size() == state.size()) {
            return;
        }
        var head = ledger.reread();
        unsettled = false;
        if (head.size() > state.size()) {
            long first = state.size();
            var late = new ArrayList<Recorded>();
            ledger.read(first, head.size(), (index, entry) -> late.add(EventCodec.decode(entry)));
            var next = state;
            for (var entry : late) {
                next = next.apply(entry);
            }
            state = next;
            tail.accept(new Committed(first, late, next, head));
        }
    }

    private void publish(Tentative tentative, Head head) {
        fault = null;
        state = tentative.state;
        tail.accept(new Committed(tentative.firstIndex, tentative.recorded, tentative.state, head));
        for (var decided : tentative.decided) {
            decided.item()
                    .answer()
                    .complete(new Outcome(decided.answer(), decided.lastIndex(), head));
        }
    }

    /// The disk is full. Halting and rolling back still fit: room was set aside for them.
    private void writeWhatStops(List<Item> items, CommitFailed cause) {
        var stops = items.stream().filter(Writer::stops).toList();
        fail(items.stream().filter(i -> !stops(i)).toList(), cause);
        if (stops.isEmpty()) {
            return;
        }
        if (!reserve.getAsBoolean()) {
            fail(stops, cause);
            return;
        }
        var tentative = new Tentative(state, ledger.head().size());
        stops.forEach(tentative::take);
        try {
            publish(tentative, commit(tentative));
        } catch (LedgerFault e) {
            fail(stops, e);
        }
    }

    private static boolean stops(Item item) {
        return item.prepared() != null
                && (item.prepared().command() instanceof Command.Halt
                        || item.prepared().command() instanceof Command.Abort
                        || item.prepared().command() instanceof Command.RollBack);
    }

    private void fail(List<Item> items, RuntimeException cause) {
        if (cause instanceof LedgerFault) {
            fault = cause.getMessage();
        }
        items.forEach(i -> i.answer().completeExceptionally(cause));
    }

    /// The batch at hand: what will be true if it commits.
    private final class Tentative {
        private final long firstIndex;
        private final List<byte[]> entries = new ArrayList<>();
        private final List<Recorded> recorded = new ArrayList<>();
        private final Map<hms.trust.Digest, Blob> blobs = new LinkedHashMap<>();
        private final List<Decided> decided = new ArrayList<>();
        private OptionalLong newEpoch = OptionalLong.empty();
        private State state;
        private long bytes;

        Tentative(State state, long firstIndex) {
            this.state = state;
            this.firstIndex = firstIndex;
        }

        void take(Item item) {
            try {
                if (item.prepared() == null) {
                    add(item.blobs());
                    decided.add(new Decided(item, new Answer.Done(), -1));
                } else {
                    decide(item, item.prepared().command());
                }
            } catch (RuntimeException e) {
                item.answer().completeExceptionally(e);
            }
        }

        private void decide(Item item, Command command) {
            var at = after(state.at());
            var decision = Decider.decide(state, command, at);
            if (decision.answer() instanceof Answer.Refused refused) {
                decision = recorded(command, decision, refused.refusal(), at);
            } else if (command instanceof Command.NoteRefusal noted) {
                decision = limited(decision, noted.code(), noted.subject(), at);
            }
            var next = state;
            var bytesOf = new ArrayList<byte[]>();
            var records = new ArrayList<Recorded>();
            for (Event event : decision.events()) {
                var entry = new Recorded(at, decision.actor(), event);
                bytesOf.add(EventCodec.encode(entry));
                records.add(entry);
                next = next.apply(entry);
                if (event instanceof LedgerEvent.EpochOpened e) {
                    newEpoch = OptionalLong.of(e.epoch());
                }
            }
            boolean refused = decision.answer() instanceof Answer.Refused;
            if (!refused && !records.isEmpty()) {
                add(item.blobs());
            }
            bytesOf.forEach(b -> bytes += b.length);
            entries.addAll(bytesOf);
            recorded.addAll(records);
            state = next;
            long last = records.isEmpty() ? -1 : firstIndex + entries.size() - 1;
            decided.add(new Decided(item, decision.answer(), last));
        }

        /// A refusal of what a person or a program asked for is on the ledger, as far as the limit
        /// lets it.
        private Decision recorded(Command command, Decision decision, Refusal refusal, Instant at) {
            if (command instanceof Command.SystemCommand) {
                return decision;
            }
            return limited(decision, refusal.code(), command.subject(), at);
        }

        /// The decision with the entry that the limit allows for the refusal, or with none.
        private Decision limited(Decision decision, String code, String subject, Instant at) {
            var count = refusals.count(decision.actor(), code, at);
            return new Decision(
                    decision.actor(),
                    count.isEmpty()
                            ? List.of()
                            : List.of(new LedgerEvent.ActRefused(code, subject, count.getAsLong())),
                    decision.answer());
        }

        private void add(List<Blob> more) {
            for (var blob : more) {
                if (blobs.putIfAbsent(blob.name(), blob) == null) {
                    bytes += blob.content().length;
                }
            }
        }

        private Instant after(Instant last) {
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            return now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        }
    }

    /// Writes what waits, then ends. What comes later is refused.
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var left = new ArrayList<Item>();
        queue.drainTo(left);
        fail(left, new CommitFailed(CommitFailed.Reason.CLOSED, "the ledger is closed", null));
    }
}
