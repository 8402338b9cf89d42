package hms.runs;

import hms.core.agenda.Agenda;
import hms.core.state.State;
import hms.runs.target.TargetDesk;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Looks at the agenda whenever something was committed or something falls due, and has it done:
/// each task on a virtual thread of its own, each at most once at a time, a bounded number
/// together.
public final class Dispatcher implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("hms.runs");
    private static final int AT_ONCE = 64;
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);

    private final Supplier<State> state;
    private final InstantSource clock;
    private final RunDriver driver;
    private final NoticeDesk notices;
    private final TargetDesk targets;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Set<Agenda.Task> underWay = new HashSet<>();
    private final Map<Agenda.Task, Instant> notBefore = new HashMap<>();
    private final Thread thread;
    private boolean woken;
    private boolean closed;

    public Dispatcher(
            Supplier<State> state,
            InstantSource clock,
            RunDriver driver,
            NoticeDesk notices,
            TargetDesk targets) {
        this.state = state;
        this.clock = new LedgerTime(state, clock);
        this.driver = driver;
        this.notices = notices;
        this.targets = targets;
        this.thread = Thread.ofPlatform().name("hms-agenda").daemon().unstarted(this::watch);
    }

    public Dispatcher start() {
        thread.start();
        return this;
    }

    /// Something was committed: look again.
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    private void watch() {
        try {
            while (true) {
                var next = dispatchDue();
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    if (!woken) {
                        wait(Math.max(1, Math.min(next.toMillis(), LONGEST_SLEEP.toMillis())));
                    }
                    woken = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts what is due.
    ///
    /// @return how long until the next thing is
    private Duration dispatchDue() {
        var now = clock.instant();
        var next = now.plus(LONGEST_SLEEP);
        for (var due : Agenda.due(state.get())) {
            var when = later(due.when(), held(due.task()));
            if (!when.isAfter(now)) {
                dispatch(due.task());
            } else if (when.isBefore(next)) {
                next = when; // what is held off holds up nothing behind it
            }
        }
        return Duration.between(now, next);
    }

    private synchronized Instant held(Agenda.Task task) {
        return notBefore.getOrDefault(task, Instant.MIN);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private synchronized void dispatch(Agenda.Task task) {
        if (closed || underWay.contains(key(task)) || !room.tryAcquire()) {
            return;
        }
        underWay.add(key(task));
        notBefore.remove(task);
        workers.execute(() -> perform(task));
    }

    /// A run is one thing to do, whether it starts, goes on or is watched.
    private static Agenda.Task key(Agenda.Task task) {
        return switch (task) {
            case Agenda.Task.Start t -> new Agenda.Task.Advance(t.run());
            case Agenda.Task.Observe t -> new Agenda.Task.Advance(t.run());
            case Agenda.Task.Advance t -> t;
            case Agenda.Task.Attempt t -> t;
            case Agenda.Task.Serve t -> t;
        };
    }

    private void perform(Agenda.Task task) {
        try {
            switch (task) {
                case Agenda.Task.Start t -> driver.advance(t.run());
                case Agenda.Task.Advance t -> driver.advance(t.run());
                case Agenda.Task.Observe t ->
                        driver.observe(t.run()).ifPresent(next -> hold(task, next));
                case Agenda.Task.Attempt t -> notices.attempt(t.notice());
                case Agenda.Task.Serve t -> targets.serve(t.target());
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "could not go on with " + task, e);
            hold(task, AFTER_FAULT);
        } finally {
            room.release();
            synchronized (this) {
                underWay.remove(key(task));
                woken = true;
                notifyAll();
            }
        }
    }

    private synchronized void hold(Agenda.Task task, Duration time) {
        notBefore.put(task, clock.instant().plus(time));
    }

    /// Starts nothing more, and waits for what is under way.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            woken = true;
            notifyAll();
        }
        workers.shutdown();
        try {
            thread.join(Duration.ofSeconds(5));
            if (!workers.awaitTermination(30, java.util.concurrent.TimeUnit.SECONDS)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "some work is unfinished; the next start goes on with it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
