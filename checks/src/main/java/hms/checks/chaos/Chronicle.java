package hms.checks.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What came of an experiment so far. Several threads write to it.
final class Chronicle {
    private final Consumer<Happening> listener;
    private final List<Happening> happenings = new ArrayList<>();
    private final SortedMap<Integer, Tally> seconds = new TreeMap<>();
    private final List<Killed> away = new ArrayList<>();
    private int unsaid;
    private long saidSecond = -1;
    private long begun;
    private long ended;

    /// @param listener told of everything at once, on the thread that found it
    Chronicle(Consumer<Happening> listener) {
        this.listener = listener;
    }

    /// Replicas that were killed together and are not back.
    private record Killed(Duration at, List<Cluster.Replica> replicas, int before) {}

    private static final class Tally {
        private final List<Duration> took = new ArrayList<>();
        private int ok;
        private int failed;
    }

    synchronized void begun() {
        begun++;
    }

    /// @param at when the probe was made
    synchronized void answered(Duration at, Duration took, Cluster.Probe probe, Duration now) {
        ended++;
        var tally = seconds.computeIfAbsent((int) at.toSeconds(), _ -> new Tally());
        tally.took.add(took);
        if (probe.ok()) {
            tally.ok++;
            return;
        }
        tally.failed++;
        unsaid++;
        if (now.toSeconds() > saidSecond) {
            saidSecond = now.toSeconds();
            tell(new Happening.Missed(now, unsaid, probe.said()));
            unsaid = 0;
        }
    }

    synchronized void done(Duration at, Fault fault, List<Cluster.Replica> hit, int ready) {
        if (fault instanceof Fault.Kill) {
            away.add(new Killed(at, hit, ready));
        }
        tell(new Happening.Done(at, fault, names(hit)));
    }

    synchronized void undone(Duration at, Fault fault, String reason) {
        tell(new Happening.Undone(at, fault, reason));
    }

    /// The replicas as they are now.
    synchronized void seen(Duration at, List<Cluster.Replica> replicas) {
        int ready = (int) replicas.stream().filter(Cluster.Replica::ready).count();
        for (var killed : List.copyOf(away)) {
            boolean gone =
                    killed.replicas().stream()
                            .noneMatch(each -> isThere(replicas, each.instance()));
            if (gone && ready >= killed.before()) {
                away.remove(killed);
                tell(new Happening.Back(at, names(killed.replicas()), at.minus(killed.at())));
            }
        }
    }

    private static boolean isThere(List<Cluster.Replica> replicas, String instance) {
        return replicas.stream().anyMatch(each -> each.instance().equals(instance));
    }

    private void tell(Happening happening) {
        happenings.add(happening);
        listener.accept(happening);
    }

    private static List<String> names(List<Cluster.Replica> replicas) {
        return replicas.stream().map(Cluster.Replica::name).toList();
    }

    synchronized boolean isSettled() {
        return away.isEmpty() && begun == ended;
    }

    /// The names of those that were killed and are not back.
    synchronized List<String> missing() {
        return away.stream()
                .flatMap(killed -> killed.replicas().stream())
                .map(Cluster.Replica::name)
                .distinct()
                .sorted()
                .toList();
    }

    synchronized long unanswered() {
        return begun - ended;
    }

    synchronized List<Happening> happenings() {
        return happenings.stream().sorted(Comparator.comparing(Happening::at)).toList();
    }

    synchronized List<Second> seconds() {
        return seconds.entrySet().stream()
                .map(
                        each ->
                                new Second(
                                        each.getKey(),
                                        each.getValue().ok,
                                        each.getValue().failed,
                                        p99(each.getValue().took).orElse(Duration.ZERO)))
                .collect(Collectors.toUnmodifiableList());
    }

    /// Nearest rank.
    private static Optional<Duration> p99(List<Duration> took) {
        var sorted = took.stream().sorted().toList();
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1));
    }
}
