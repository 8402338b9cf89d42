package hms.ledger.write;

import hms.ledger.Batch;
import hms.ledger.Blob;
import hms.ledger.CommitFailed;
import hms.ledger.CommitFailed.Reason;
import hms.ledger.CommitUnknown;
import hms.ledger.EntryVisitor;
import hms.ledger.Head;
import hms.ledger.Ledger;
import hms.trust.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A real ledger whose next commits and rereads go as a test wants them to. What it shows as its
/// head is what it has told the writer, as a store does whose commit failed half-way.
final class ScriptedLedger implements Ledger {
    final List<Batch> commits = new CopyOnWriteArrayList<>();
    private final Ledger real;
    private final Queue<Step> commitSteps = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> rereadSteps = new ConcurrentLinkedQueue<>();
    private volatile Head told;

    /// How a commit goes.
    interface Step {
        Head commit(Ledger real, Batch batch);
    }

    ScriptedLedger(Ledger real) {
        this.real = real;
        told = real.head();
    }

    ScriptedLedger next(Step step) {
        commitSteps.add(step);
        return this;
    }

    ScriptedLedger nextReread(Runnable step) {
        rereadSteps.add(step);
        return this;
    }

    static Step failing(Reason reason) {
        return (real, batch) -> {
            throw new CommitFailed(reason, "as scripted: " + reason, null);
        };
    }

    /// The batch is there, but the store did not say so.
    static Head writtenUnsaid(Ledger real, Batch batch) {
        real.commit(batch);
        throw new CommitUnknown("as scripted", null);
    }

    static Head lostUnsaid(Ledger real, Batch batch) {
        throw new CommitUnknown("as scripted", null);
    }

    /// A commit that waits until it is told to go on.
    static final class Gate implements Step {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch opened = new CountDownLatch(1);

        @Override
        public Head commit(Ledger real, Batch batch) {
            reached.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return real.commit(batch);
        }
    }

    /// What is in the store, told or not.
    long durableSize() {
        return real.head().size();
    }

    List<byte[]> entries() {
        var entries = new ArrayList<byte[]>();
        real.read(0, real.head().size(), (index, entry) -> entries.add(entry));
        return entries;
    }

    @Override
    public Head head() {
        return told;
    }

    @Override
    public Head commit(Batch batch) {
        commits.add(batch);
        var step = commitSteps.poll();
        told = step == null ? real.commit(batch) : step.commit(real, batch);
        return told;
    }

    @Override
    public Head reread() {
        var step = rereadSteps.poll();
        if (step != null) {
            step.run();
        }
        told = real.reread();
        return told;
    }

    @Override
    public void read(long from, long to, EntryVisitor visitor) {
        real.read(from, to, visitor);
    }

    @Override
    public byte[] entry(long index) {
        return real.entry(index);
    }

    @Override
    public Digest leafHash(long index) {
        return real.leafHash(index);
    }

    @Override
    public Optional<byte[]> tile(int level, long n, int width) {
        return real.tile(level, n, width);
    }

    @Override
    public Optional<Blob> sealedBlob(Digest name) {
        return real.sealedBlob(name);
    }

    @Override
    public boolean isErased(Digest name) {
        return real.isErased(name);
    }

    @Override
    public boolean eraseBlob(Digest name) {
        return real.eraseBlob(name);
    }

    @Override
    public void close() {
        real.close();
    }
}
