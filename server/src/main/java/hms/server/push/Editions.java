package hms.server.push;

import hms.artifact.PolicyId;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.State;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// Makes the editions of one environment, on a thread of its own, because policies are read from
/// the ledger's blobs. Each policy is encoded once for each change of it. Event loops are told of
/// an edition when all of it is ready.
final class Editions implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("hms.server.push");
    private static final long AGAIN_MS = 1_000;

    private final EnvironmentId environment;
    private final Supplier<Moment> moment;
    private final PolicyEncoder fragments;
    private final PushLimits limits;
    private final Meter meter;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore signals = new Semaphore(1);
    private final AtomicLong demanded = new AtomicLong();
    private volatile @Nullable Edition newest;
    private volatile boolean closed;

    Editions(
            EnvironmentId environment,
            Supplier<Moment> moment,
            PolicyEncoder fragments,
            PushLimits limits,
            Meter meter) {
        this.environment = environment;
        this.moment = moment;
        this.fragments = fragments;
        this.limits = limits;
        this.meter = meter;
    }

    Editions start() {
        Thread.ofVirtual().name("hms-push-" + environment).start(this::run);
        return this;
    }

    /// Calls this after every new edition, on the thread that made it.
    void onNew(Runnable listener) {
        listeners.add(listener);
    }

    /// The last one that is ready; null if there is none yet.
    @Nullable Edition newest() {
        return newest;
    }

    /// Looks whether there is something to make. Does not block.
    void committed(State after) {
        var known = newest;
        if (known == null || !known.isCurrentIn(after)) {
            signals.release();
        }
    }

    /// Sees to it that there is an edition of at least this size of the ledger, which the ledger
    /// has.
    void demand(long size) {
        demanded.accumulateAndGet(size, Math::max);
        var known = newest;
        if (known == null || known.to() < size) {
            signals.release();
        }
    }

    private void run() {
        boolean failed = false;
        while (!closed) {
            try {
                if (failed) {
                    signals.tryAcquire(AGAIN_MS, TimeUnit.MILLISECONDS);
                } else {
                    signals.acquire();
                }
                signals.drainPermits();
                make();
                failed = false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException fault) {
                failed = true;
                LOG.log(
                        Level.ERROR,
                        "what changed in " + environment + " could not be read; trying again",
                        fault);
            }
        }
    }

    /// Makes an edition of the present, if the last one is not.
    void make() {
        var present = moment.get();
        var now = present.state();
        var before = newest;
        if (before != null && before.isCurrentIn(now) && before.to() >= demanded.get()) {
            return;
        }
        newest = new Edition(environment, present, fragments(before, now), limits, meter);
        listeners.forEach(Runnable::run);
    }

    private PMap<PolicyId, Fragment> fragments(@Nullable Edition before, State now) {
        var all = before == null ? HashTreePMap.<PolicyId, Fragment>empty() : before.fragments();
        long from = before == null ? 0 : before.to();
        for (var policy : now.live().changes(environment).tailMap(from, true).values()) {
            all = all.plus(policy, fragments.encode(now, new Line(environment, policy)));
        }
        return all;
    }

    @Override
    public void close() {
        closed = true;
        signals.release();
    }
}
