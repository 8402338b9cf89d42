package hms.artifact;

import hms.trust.Digest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Which version of one policy is in force when, in one environment: the one place where that is
/// decided, on servers and in clients. Immutable.
///
/// It is what a list of [Act] in the order of their recording adds up to. An [Entry] takes
/// precedence over all that were recorded before it, from its `from` on:
///
/// - An interval that began before is cut off there. It never comes back, not even when its
///   successor ends: a rule that ended does not fall back to an older one.
/// - An interval that begins there or later is gone, unless it was still to come when the new entry
///   became active: what is scheduled stays scheduled, and begins in the new entry's place. To drop
///   it, use [#withoutPending].
/// - A retroactive entry has a `from` before its activation, so it also replaces what had been in
///   force since.
/// - An entry with a `datedFrom` answers for the time between that and its `from` too, but only
///   where nothing else was in force: it adds to the past and overrides nothing of it.
/// - What reaches back does so only once it is active: before, [Entry#scheduled] stands for it, and
///   [#activate] puts it in that one's place.
///
/// All intervals are half-open: an instant belongs to the interval that begins with it.
public final class Timeline {
    private final ZoneId zone;
    private final List<Act> acts;
    private final List<Interval> intervals;
    private final List<Suspension> suspensions;

    private Timeline(
            ZoneId zone, List<Act> acts, List<Interval> intervals, List<Suspension> suspensions) {
        this.zone = zone;
        this.acts = List.copyOf(acts);
        this.intervals = List.copyOf(intervals);
        this.suspensions = List.copyOf(suspensions);
    }

    /// The timeline of a policy that nothing is known about yet.
    ///
    /// @param zone the zone in which its days are counted
    public static Timeline empty(ZoneId zone) {
        return new Timeline(zone, List.of(), List.of(), List.of());
    }

    /// The timeline of these acts, in the order of their recording.
    public static Timeline of(ZoneId zone, List<? extends Act> acts) {
        var timeline = empty(zone);
        for (var act : acts) {
            timeline = timeline.plus(act);
        }
        return timeline;
    }

    /// A timeline as it was delivered: what is in force when, without the acts that led to it.
    ///
    /// @param intervals in order, none overlapping another
    public static Timeline delivered(
            ZoneId zone, List<Interval> intervals, List<Suspension> suspensions) {
        for (var i = 1; i < intervals.size(); i++) {
            if (!intervals.get(i - 1).isBefore(intervals.get(i).from())) {
                throw new IllegalArgumentException(
                        "the interval from "
                                + intervals.get(i).from()
                                + " begins before the one ahead of it has ended");
            }
        }
        return new Timeline(zone, List.of(), intervals, suspensions);
    }

    /// Something on record that changes what is in force.
    public sealed interface Act {
        /// `before` with this act recorded after all that it has.
        Timeline on(Timeline before);
    }

    /// A version is put in force, by a deployment or a rollback. A suspension ends when it becomes
    /// active.
    ///
    /// @param version the version
    /// @param digest the digest of its exact bytes
    /// @param from from when it is in force in answers about dates
    /// @param until the first instant at which it no longer is, by its own `expires`; where that is
    ///     not after `from`, the policy has ended with this entry
    /// @param activatedAt when systems switch, or switched, to it: `from`, or later for a
    ///     retroactive version
    /// @param retroactive whether `from` lies before the activation on a legal basis
    /// @param datedFrom the earliest date of its values, where it has dated values and no
    ///     `effective` of its own
    public record Entry(
            Version version,
            Digest digest,
            Instant from,
            Optional<Instant> until,
            Instant activatedAt,
            boolean retroactive,
            Optional<Instant> datedFrom)
            implements Act {

        public Entry {
            activatedAt = activatedAt.isBefore(from) ? from : activatedAt;
        }

        /// An entry that is in force from its activation.
        public static Entry activated(
                Version version, Digest digest, Instant from, Optional<Instant> until) {
            return new Entry(version, digest, from, until, from, false, Optional.empty());
        }

        /// What stands for this entry until it is active: the same without what reaches back. Empty
        /// if it ends before it is active.
        public Optional<Entry> scheduled() {
            return until.isPresent() && !until.get().isAfter(activatedAt)
                    ? Optional.empty()
                    : Optional.of(activated(version, digest, activatedAt, until));
        }

        @Override
        public Timeline on(Timeline before) {
            return before.enter(this);
        }
    }

    /// Whatever is in force is suspended from `since` on. Without effect where it is already.
    public record Suspend(Instant since) implements Act {
        @Override
        public Timeline on(Timeline before) {
            if (before.suspensions.stream().anyMatch(suspension -> suspension.covers(since))) {
                return before.with(this, before.intervals, before.suspensions);
            }
            var more = append(before.suspensions, new Suspension(since, Optional.empty()));
            return before.with(this, before.intervals, more);
        }
    }

    /// The suspension, if there is one, ends at `at`.
    public record Lift(Instant at) implements Act {
        @Override
        public Timeline on(Timeline before) {
            return before.with(this, before.intervals, before.lifted(at));
        }
    }

    /// What is in force at `at` ends then, and what would begin later never does: a repeal.
    public record End(Instant at) implements Act {
        @Override
        public Timeline on(Timeline before) {
            var kept =
                    before.intervals.stream()
                            .filter(interval -> interval.from().isBefore(at))
                            .map(interval -> interval.endingBy(at))
                            .toList();
            return before.with(this, kept, before.suspensions);
        }
    }

    /// A stretch of time in which one entry is in force.
    ///
    /// @param entry the entry
    /// @param from its first instant
    /// @param until the first instant after it, if it is known
    public record Interval(Entry entry, Instant from, Optional<Instant> until) {
        private boolean isBefore(Instant instant) {
            return until.isPresent() && !until.get().isAfter(instant);
        }

        private Interval endingBy(Instant instant) {
            return until.isPresent() && until.get().isBefore(instant)
                    ? this
                    : new Interval(entry, from, Optional.of(instant));
        }
    }

    /// A stretch of time in which whatever is in force is suspended.
    ///
    /// @param since its first instant
    /// @param until the first instant after it, if it has ended
    public record Suspension(Instant since, Optional<Instant> until) {
        private boolean covers(Instant instant) {
            return !since.isAfter(instant) && until.map(instant::isBefore).orElse(true);
        }
    }

    /// This timeline with one more act, recorded after all that it has.
    public Timeline plus(Act act) {
        return act.on(this);
    }

    private Timeline with(Act act, List<Interval> nextIntervals, List<Suspension> nextSuspensions) {
        return new Timeline(zone, append(acts, act), nextIntervals, nextSuspensions);
    }

    private Timeline enter(Entry entry) {
        var next = new ArrayList<Interval>();
        for (var interval : intervals) {
            if (interval.from().isBefore(entry.from())) {
                next.add(interval.endingBy(entry.from()));
            } else if (interval.from().isAfter(entry.activatedAt())) {
                next.add(interval);
            }
        }
        var successor =
                next.stream()
                        .map(Interval::from)
                        .filter(start -> start.isAfter(entry.from()))
                        .findFirst();
        next.addAll(pieces(entry, next));
        var until = entry.until().map(end -> end.isBefore(entry.from()) ? entry.from() : end);
        next.add(new Interval(entry, entry.from(), earlier(until, successor)));
        next.sort(Comparator.comparing(Interval::from));
        return with(entry, next, lifted(entry.activatedAt()));
    }

    /// The free stretches between `datedFrom` and `from`.
    private static List<Interval> pieces(Entry entry, List<Interval> taken) {
        var pieces = new ArrayList<Interval>();
        var free = entry.datedFrom().orElse(entry.from());
        for (var interval : taken) {
            if (!interval.from().isBefore(entry.from())) {
                break;
            }
            if (interval.from().isAfter(free)) {
                pieces.add(new Interval(entry, free, Optional.of(interval.from())));
            }
            if (!interval.isBefore(free)) {
                free = interval.until().orElse(Instant.MAX);
            }
        }
        if (free.isBefore(entry.from())) {
            pieces.add(new Interval(entry, free, Optional.of(entry.from())));
        }
        return pieces;
    }

    /// This timeline with an entry that was recorded as scheduled and is now active: it counts in
    /// full, with what reaches back, in the place of its scheduled form.
    public Timeline activate(Entry entry) {
        var scheduled = entry.scheduled();
        if (scheduled.isEmpty() || !acts.contains(scheduled.get())) {
            return acts.contains(entry) ? this : plus(entry);
        }
        var changed = new ArrayList<>(acts);
        changed.set(acts.lastIndexOf(scheduled.get()), entry);
        return of(zone, changed);
    }

    /// This timeline without the entries that become active only after `now`: what a rollback or a
    /// cancelled schedule leaves. Intervals that they would have cut off go on.
    public Timeline withoutPending(Instant now) {
        return without(entry -> entry.activatedAt().isAfter(now));
    }

    /// This timeline as if these entries had not been recorded.
    public Timeline without(Predicate<Entry> gone) {
        return of(
                zone,
                acts.stream()
                        .filter(act -> !(act instanceof Entry entry && gone.test(entry)))
                        .toList());
    }

    private List<Suspension> lifted(Instant at) {
        return suspensions.stream()
                .filter(suspension -> suspension.since().isBefore(at))
                .map(
                        suspension ->
                                new Suspension(
                                        suspension.since(),
                                        earlier(suspension.until(), Optional.of(at))))
                .toList();
    }

    /// What was, is or will be in force at an instant.
    public Answer answer(Instant on) {
        var index = indexOf(on);
        if (index < 0) {
            return intervals.isEmpty()
                    ? new Answer.NotFound()
                    : new Answer.NotYetInForce(intervals.get(0).from());
        }
        var interval = intervals.get(index);
        if (interval.isBefore(on)) {
            var end = interval.until().orElseThrow();
            return new Answer.Ended(LegalTime.dayOf(end.minusNanos(1), zone), end);
        }
        for (var suspension : suspensions) {
            if (suspension.covers(on)) {
                return new Answer.Suspended(suspension.since());
            }
        }
        return new Answer.InForce(interval.entry(), interval.from(), interval.until());
    }

    /// The index of the last interval that begins at or before `on`; -1 if there is none.
    private int indexOf(Instant on) {
        var low = 0;
        var high = intervals.size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (intervals.get(middle).from().isAfter(on)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low - 1;
    }

    /// The first instant after `after` at which the answer may change, for a timer to wait for.
    public Optional<Instant> nextChange(Instant after) {
        var next = Optional.<Instant>empty();
        var index = indexOf(after);
        for (var i = Math.max(index, 0); i < intervals.size() && i <= index + 1; i++) {
            var interval = intervals.get(i);
            next = earlier(next, Optional.of(interval.from()).filter(at -> at.isAfter(after)));
            next = earlier(next, interval.until().filter(at -> at.isAfter(after)));
        }
        for (var suspension : suspensions) {
            next = earlier(next, Optional.of(suspension.since()).filter(at -> at.isAfter(after)));
            next = earlier(next, suspension.until().filter(at -> at.isAfter(after)));
        }
        return next;
    }

    /// The intervals in order; none overlaps another.
    public List<Interval> intervals() {
        return intervals;
    }

    /// The acts in the order of their recording.
    public List<Act> acts() {
        return acts;
    }

    /// The entries in the order of their recording.
    public List<Entry> entries() {
        return acts.stream().filter(Entry.class::isInstance).map(Entry.class::cast).toList();
    }

    /// What is still needed by those who only look forward from `since`: the interval that it is
    /// in, or the last one that ended before, and all that follow; likewise of the suspensions. As
    /// delivered, without the acts.
    public Timeline onwards(Instant since) {
        var first = Math.max(indexOf(since), 0);
        return new Timeline(
                zone,
                List.of(),
                intervals.subList(Math.min(first, intervals.size()), intervals.size()),
                suspensions.stream()
                        .filter(suspension -> suspension.until().map(since::isBefore).orElse(true))
                        .toList());
    }

    /// The suspensions in the order of their recording.
    public List<Suspension> suspensions() {
        return suspensions;
    }

    /// The intervals that begin after `now`, in order.
    public List<Interval> pending(Instant now) {
        return intervals.stream().filter(interval -> interval.from().isAfter(now)).toList();
    }

    /// The zone in which days are counted.
    public ZoneId zone() {
        return zone;
    }

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isPresent() ? a : b;
        }
        return a.get().isAfter(b.get()) ? b : a;
    }

    private static <T> List<T> append(List<T> list, T element) {
        var longer = new ArrayList<>(list);
        longer.add(element);
        return Collections.unmodifiableList(longer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timeline that
                && zone.equals(that.zone)
                && acts.equals(that.acts)
                && intervals.equals(that.intervals)
                && suspensions.equals(that.suspensions);
    }

    @Override
    public int hashCode() {
        return intervals.hashCode();
    }

    @Override
    public String toString() {
        return "Timeline" + intervals + (suspensions.isEmpty() ? "" : " suspended " + suspensions);
    }
}
