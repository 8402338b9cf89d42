package hms.ledger.write;

import hms.core.event.EventCodec;
import hms.core.event.Recorded;
import hms.core.event.UnreadableEntry;
import hms.core.state.State;
import hms.ledger.EntryVisitor;
import hms.ledger.Ledger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Folds entries that are on the ledger already.
public final class Replay {

    /// So many entries are decoded at a time.
    private static final int CHUNK = 2_048;

    private Replay() {}

    /// The state at the ledger's head.
    ///
    /// @param from a state that an earlier part folded to, or [State#EMPTY]
    /// @throws UnreadableEntry if an entry is of a type or version that this program does not know;
    ///     it names the entry
    public static State toHead(Ledger ledger, State from) {
        return to(ledger, from, ledger.head().size());
    }

    /// The state after the first `size` entries.
    public static State to(Ledger ledger, State from, long size) {
        long entries = size - from.size();
        int helpers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        if (entries < CHUNK) {
            var fold = new Fold(from);
            ledger.read(
                    from.size(), size, (index, entry) -> fold.add(List.of(decode(index, entry))));
            return fold.state;
        }
        try (var threads = Executors.newFixedThreadPool(helpers)) {
            var fold = new ParallelFold(new Fold(from), threads, 2 * helpers);
            try {
                ledger.read(from.size(), size, fold);
                return fold.end();
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /// @throws UnreadableEntry it names the entry
    static Recorded decode(long index, byte[] entry) {
        try {
            return EventCodec.decode(entry);
        } catch (UnreadableEntry e) {
            throw new UnreadableEntry("entry " + index + " " + e.getMessage(), e);
        }
    }

    private static final class Fold {
        private State state;

        Fold(State state) {
            this.state = state;
        }

        void add(List<Recorded> entries) {
            for (var entry : entries) {
                state = state.apply(entry);
            }
        }
    }

    /// Folds on the thread that reads, in order, while other threads turn the bytes of what comes
    /// next into events: that is the larger part of the work.
    private static final class ParallelFold implements EntryVisitor {
        private final Fold fold;
        private final ExecutorService threads;
        private final int ahead;
        private final Deque<Future<List<Recorded>>> decoding = new ArrayDeque<>();
        private List<byte[]> chunk = new ArrayList<>(CHUNK);
        private long next;

        /// @param ahead how many chunks may be decoded ahead
        ParallelFold(Fold fold, ExecutorService threads, int ahead) {
            this.fold = fold;
            this.threads = threads;
            this.ahead = ahead;
            this.next = fold.state.size();
        }

        @Override
        public void visit(long index, byte[] entry) {
            chunk.add(entry);
            if (chunk.size() == CHUNK) {
                decodeChunk();
            }
        }

        State end() {
            decodeChunk();
            while (!decoding.isEmpty()) {
                foldOldest();
            }
            return fold.state;
        }

        private void decodeChunk() {
            var bytes = chunk;
            long first = next;
            decoding.add(threads.submit(() -> decode(first, bytes)));
            next += bytes.size();
            chunk = new ArrayList<>(CHUNK);
            if (decoding.size() > ahead) {
                foldOldest();
            }
        }

        private void foldOldest() {
            try {
                fold.add(decoding.remove().get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException fault
                        ? fault
                        : new IllegalStateException("entries could not be decoded", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the replay was interrupted", e);
            }
        }

        private static List<Recorded> decode(long first, List<byte[]> bytes) {
            var entries = new ArrayList<Recorded>(bytes.size());
            for (int i = 0; i < bytes.size(); i++) {
                entries.add(Replay.decode(first + i, bytes.get(i)));
            }
            return entries;
        }
    }
}
