package hms.core.state;

import hms.artifact.PolicyId;
import hms.core.event.TargetEvent;
import hms.trust.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// What each target was brought last, and which have to be brought something again.
public record Targets(PMap<TargetId, Served> served, PMap<TargetId, Behind> behind) {

    static final Targets EMPTY = new Targets(HashTreePMap.empty(), HashTreePMap.empty());

    /// @param run the run that brought it; 0 where it was brought what a rollback left
    /// @param sequence of the newest shipment that it may have
    public record Served(
            int run, TargetOutcome outcome, long sequence, Digest shipment, Instant at) {}

    /// A target that may have something else than what is in force.
    ///
    /// @param since index of the entry that said so last
    /// @param first when it was said first
    /// @param runs the runs that are taken back there
    /// @param attempts how many have failed
    /// @param due when the next one is
    public record Behind(
            long since,
            Instant first,
            List<Integer> runs,
            List<PolicyId> policies,
            int attempts,
            Instant due) {
        public Behind {
            runs = List.copyOf(runs);
            policies = List.copyOf(policies);
        }

        private Behind with(long index, Instant at, TargetEvent.TargetsBehind e) {
            var all = new TreeSet<>(policies);
            all.addAll(e.policies());
            var each = new ArrayList<>(runs);
            e.run().ifPresent(each::add);
            return new Behind(index, first, each, List.copyOf(all), 0, at);
        }
    }

    public Optional<Served> served(TargetId target) {
        return Optional.ofNullable(served.get(target));
    }

    public Optional<Behind> behind(TargetId target) {
        return Optional.ofNullable(behind.get(target));
    }

    /// Targets at which a run is still to be taken back.
    public List<TargetId> toTakeBack(int run) {
        return behind.entrySet().stream()
                .filter(each -> each.getValue().runs().contains(run))
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    Targets apply(long index, Instant at, TargetEvent event) {
        return switch (event) {
            case TargetEvent.TargetServed e ->
                    switch (e.outcome()) {
                        case DELIVERED, UNSURE ->
                                new Targets(
                                        served.plus(
                                                e.target(),
                                                new Served(
                                                        e.run(),
                                                        e.outcome(),
                                                        e.sequence(),
                                                        e.shipment(),
                                                        at)),
                                        behind);
                        case REFUSED, UNTOUCHED -> this;
                    };
            case TargetEvent.TargetsBehind e -> behind(index, at, e);
            case TargetEvent.TargetCaughtUp e ->
                    new Targets(
                            served.plus(
                                    e.target(),
                                    new Served(
                                            0,
                                            TargetOutcome.DELIVERED,
                                            e.sequence(),
                                            e.shipment(),
                                            at)),
                            behind.minus(e.target()));
            case TargetEvent.TargetMissed e -> missed(e);
        };
    }

    private Targets behind(long index, Instant at, TargetEvent.TargetsBehind e) {
        var next = behind;
        for (var target : e.targets()) {
            var before =
                    next.getOrDefault(target, new Behind(index, at, List.of(), List.of(), 0, at));
            next = next.plus(target, before.with(index, at, e));
        }
        return new Targets(served, next);
    }

    private Targets missed(TargetEvent.TargetMissed e) {
        var before = behind.get(e.target());
        if (before == null) {
            return this;
        }
        return new Targets(
                served,
                e.next().isEmpty()
                        ? behind.minus(e.target())
                        : behind.plus(
                                e.target(),
                                new Behind(
                                        before.since(),
                                        before.first(),
                                        before.runs(),
                                        before.policies(),
                                        e.attempt(),
                                        e.next().get())));
    }
}
