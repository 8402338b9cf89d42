package hms.ledger.snapshot;

import hms.core.state.State;
import hms.ledger.Head;
import hms.ledger.write.Committed;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Decides when a snapshot is written: whenever so many entries have come since the last, off the
/// writer's thread, and at the end, if it is worth it. Part of the writer's tail.
public final class SnapshotKeeper implements Consumer<Committed>, AutoCloseable {

    /// So many entries are folded again at most, about, when the program starts after a crash.
    public static final long EVERY = 50_000;

    /// So many entries are not worth a snapshot when the program ends.
    public static final long AT_CLOSE = 5_000;

    private final Snapshots snapshots;
    private final Executor background;
    private final Semaphore writing = new Semaphore(1);
    private volatile At newest;
    private volatile long asked;

    private record At(State state, Head head) {}

    /// @param kept how many entries the newest snapshot is folded from; 0 if there is none
    /// @param state what the ledger folds to now
    /// @param head its head
    public SnapshotKeeper(Snapshots snapshots, long kept, State state, Head head) {
        this(snapshots, kept, state, head, Thread::startVirtualThread);
    }

    /// @param background runs the writing of a snapshot, without holding its caller up
    SnapshotKeeper(Snapshots snapshots, long kept, State state, Head head, Executor background) {
        this.snapshots = snapshots;
        this.background = background;
        newest = new At(state, head);
        asked = kept;
    }

    @Override
    public void accept(Committed committed) {
        var at = new At(committed.after(), committed.head());
        newest = at;
        if (at.head().size() - asked >= EVERY && writing.tryAcquire()) {
            asked = at.head().size();
            background.execute(
                    () -> {
                        try {
                            snapshots.write(at.state(), at.head());
                        } finally {
                            writing.release();
                        }
                    });
        }
    }

    /// Waits for a snapshot that is being written, and writes a last one if there is much that the
    /// newest does not have. To be called when the writer has ended.
    @Override
    public void close() {
        writing.acquireUninterruptibly();
        var at = newest;
        if (at.head().size() - asked > AT_CLOSE) {
            asked = at.head().size();
            snapshots.write(at.state(), at.head());
        }
    }
}
