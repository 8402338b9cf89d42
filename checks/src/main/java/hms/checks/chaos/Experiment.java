package hms.checks.chaos;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Does the faults of a plan to a cluster while it asks the cluster's front at a steady rate, each
/// probe by itself, so that a slow answer delays no other.
public final class Experiment {
    private final Plan plan;
    private final Terms terms;
    private final Cluster cluster;
    private final Pace pace;
    private final Executor tasks;
    private final Chronicle chronicle;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile String unseen = "";

    /// @param tasks where probes and faults block; a thread for each in earnest
    /// @param listener told of everything that happens, when it does; on any thread, one at a time
    public Experiment(
            Plan plan,
            Terms terms,
            Cluster cluster,
            Pace pace,
            Executor tasks,
            Consumer<Happening> listener) {
        this.plan = plan;
        this.terms = terms;
        this.cluster = cluster;
        this.pace = pace;
        this.tasks = tasks;
        this.chronicle = new Chronicle(listener);
    }

    /// Makes the experiment. Whatever ends it, nothing stays slow or failing.
    ///
    /// @throws InterruptedException it was broken off: nothing can be said of the cluster
    public Report run() throws InterruptedException {
        try {
            torment();
        } finally {
            calm();
        }
        settle();
        return Report.of(plan, terms, chronicle, unseen);
    }

    private void torment() throws InterruptedException {
        var due = plan.faults().iterator();
        var next = due.hasNext() ? due.next() : null;
        var at = Duration.ZERO;
        var look = terms.look();
        while (at.compareTo(plan.time()) < 0) {
            pace.until(at);
            chronicle.begun();
            tasks.execute(this::probe);
            if (next != null && next.at().compareTo(at) <= 0) {
                var fault = next.fault();
                tasks.execute(() -> strike(fault));
                next = due.hasNext() ? due.next() : null;
            }
            if (look.compareTo(at) <= 0) {
                look = at.plus(terms.look());
                tasks.execute(this::look);
            }
            at = following(at);
        }
        pace.until(plan.time());
    }

    /// Probes that should have been made meanwhile are left out, not made in a burst: it would not
    /// show how the front fared then.
    private Duration following(Duration at) {
        long late = Math.max(0, pace.now().minus(at).dividedBy(terms.every()));
        return at.plus(terms.every().multipliedBy(Math.max(1, late)));
    }

    /// Waits for the last answers, and for what was killed.
    private void settle() throws InterruptedException {
        var end = plan.time().plus(terms.grace());
        look();
        while (!chronicle.isSettled() && pace.now().compareTo(end) < 0) {
            pace.until(pace.now().plus(terms.look()));
            look();
        }
    }

    private void probe() {
        var begin = pace.now();
        var probe = cluster.probe();
        var now = pace.now();
        chronicle.answered(begin, now.minus(begin), probe, now);
    }

    private void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            chronicle.seen(pace.now(), cluster.replicas());
            unseen = "";
        } catch (ClusterFault e) {
            unseen = e.what();
        } finally {
            looking.set(false);
        }
    }

    private void strike(Fault fault) {
        try {
            var all =
                    cluster.replicas().stream()
                            .sorted(Comparator.comparing(Cluster.Replica::name))
                            .toList();
            var hit = fault.pick().of(all);
            if (hit.isEmpty()) {
                chronicle.undone(pace.now(), fault, "no replica was ready");
                return;
            }
            strike(fault, hit);
            int ready = (int) all.stream().filter(Cluster.Replica::ready).count();
            chronicle.done(pace.now(), fault, hit, Math.max(ready, plan.replicas()));
        } catch (ClusterFault e) {
            chronicle.undone(pace.now(), fault, e.what());
        }
    }

    private void strike(Fault fault, List<Cluster.Replica> hit) {
        switch (fault) {
            case Fault.Kill _ -> hit.forEach(cluster::kill);
            case Fault.Latency latency ->
                    cluster.slow(hit, latency.share(), latency.by(), latency.during());
            case Fault.Errors errors -> cluster.fail(hit, errors.share(), errors.during());
        }
    }

    private void calm() {
        try {
            cluster.calm();
        } catch (ClusterFault e) {
            unseen =
                    e.what(); // each of them ends by itself; the looks will say whether it is there
        }
    }
}
