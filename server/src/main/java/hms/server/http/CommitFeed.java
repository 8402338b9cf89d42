package hms.server.http;

import hms.core.event.LiveEvent;
import hms.core.event.NoticeEvent;
import hms.core.event.Recorded;
import hms.core.event.RunEvent;
import hms.core.event.TargetEvent;
import hms.ledger.write.Committed;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Tells whoever listens what was committed. It stands at the writer's tail, so it only passes on:
/// listeners must not block.
public final class CommitFeed implements Consumer<Committed> {

    private final List<Consumer<Committed>> all = new CopyOnWriteArrayList<>();
    private final Map<Integer, Set<Runnable>> byRun = new ConcurrentHashMap<>();

    /// Passes a batch on.
    @Override
    public void accept(Committed batch) {
        all.forEach(listener -> listener.accept(batch));
        if (!byRun.isEmpty()) {
            concerned(batch.entries())
                    .forEach(run -> byRun.getOrDefault(run, Set.of()).forEach(Runnable::run));
        }
    }

    /// The runs whose documents the entries may change. How a notice went, or how it went at a
    /// target, names no run, so all that are listened to are concerned.
    private Collection<Integer> concerned(List<Recorded> entries) {
        var runs = new HashSet<Integer>();
        for (var entry : entries) {
            switch (entry.event()) {
                case RunEvent e -> runs.add(e.run());
                case LiveEvent.RulePublished e -> runs.add(e.run());
                case NoticeEvent _ -> {
                    return List.copyOf(byRun.keySet());
                }
                case TargetEvent.TargetServed e -> runs.add(e.run());
                case TargetEvent _ -> {
                    return List.copyOf(byRun.keySet());
                }
                case LiveEvent.CanaryStarted e -> runs.add(e.run());
                case LiveEvent.CanaryWidened e -> runs.add(e.run());
                case LiveEvent _ -> {}
                case hms.core.event.TicketEvent _ -> {}
                case hms.core.event.LedgerEvent _ -> {}
                case hms.core.event.ConfigEvent _ -> {}
                case hms.core.event.IdentityEvent _ -> {}
                case hms.core.event.PolicyEvent _ -> {}
            }
        }
        return runs;
    }

    /// Listens to every batch from now on.
    void onCommit(Consumer<Committed> listener) {
        all.add(listener);
    }

    /// Listens to what concerns a run, until the subscription is closed.
    ///
    /// @param changed called after each batch that may have changed the run's document
    Subscription onRun(int run, Runnable changed) {
        byRun.compute(
                run,
                (_, known) -> {
                    var listeners = known == null ? ConcurrentHashMap.<Runnable>newKeySet() : known;
                    listeners.add(changed);
                    return listeners;
                });
        return () ->
                byRun.computeIfPresent(
                        run,
                        (_, listeners) -> {
                            listeners.remove(changed);
                            return listeners.isEmpty() ? null : listeners;
                        });
    }

    /// Ends the listening.
    @FunctionalInterface
    interface Subscription {
        void close();
    }
}
