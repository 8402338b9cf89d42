package hms.runs.telemetry;

import hms.artifact.Context;
import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.checks.canary.Activity;
import hms.checks.canary.Signals;
import hms.core.state.EnvironmentId;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// All that subscribers reported, for any number of threads.
///
/// It is in memory and may be lost: reports are cumulative, so that after a restart the next ones
/// bring everything back but who fell silent meanwhile. What it holds is bounded; what is beyond is
/// not taken.
public final class Telemetry {

    /// The interval while nothing is watched.
    public static final Duration CALM = Duration.ofSeconds(10);

    /// The interval while a canary is watched.
    public static final Duration CLOSE = Duration.ofSeconds(1);

    private static final int MOST_A_SECOND = 1_000;
    private static final int MOST_SUBSCRIBERS = 50_000;
    private static final int MOST_POLICIES = 400_000;
    private static final int MOST_WATCHES = 64;
    private static final int NAMED = 20;
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final Duration LEFT_FORGOTTEN = Duration.ofMinutes(10);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Instant since;
    private final Map<EnvironmentId, Map<String, Subscriber>> environments =
            new ConcurrentHashMap<>();
    private final Map<Integer, Watch> watches = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicLong subscribers = new AtomicLong();
    private final AtomicLong policies = new AtomicLong();
    private final LongAdder reports = new LongAdder();
    private Instant swept;

    public Telemetry(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
        this.swept = since;
    }

    /// What became of a report.
    public sealed interface Answer {

        /// @param interval after which the next one is wanted
        record Next(Duration interval) implements Answer {}

        /// There is no room for another subscriber, or for so many policies of it.
        record Full(String why) implements Answer {}
    }

    /// Takes a report. One that is older than the last of its instance changes nothing.
    ///
    /// @param watched whether a canary or a rollout is watched in its environment
    public Answer take(Report report, boolean watched) {
        var now = clock.instant();
        reports.increment();
        sweep(now);
        var known =
                environments.computeIfAbsent(report.environment(), e -> new ConcurrentHashMap<>());
        var subscriber = known.get(report.instance());
        int before = subscriber == null ? 0 : subscriber.size();
        if (subscriber == null && subscribers.get() >= MOST_SUBSCRIBERS) {
            return new Answer.Full("there are " + MOST_SUBSCRIBERS + " subscribers already");
        }
        int more = report.uses().size() - before;
        if (more > 0 && policies.get() + more > MOST_POLICIES) {
            return new Answer.Full("subscribers report more policies than this server keeps");
        }
        if (subscriber == null) {
            var made = new Subscriber(report.reader());
            var other = known.putIfAbsent(report.instance(), made);
            subscriber = other == null ? made : other;
            if (other == null) {
                subscribers.incrementAndGet();
            }
        }
        var wait = interval(watched);
        if (subscriber.take(
                report,
                now,
                wait,
                (policy, group, counters, joined) ->
                        watch(group.run(), now)
                                .ifPresent(w -> grew(w, policy, group, counters, joined, now)))) {
            policies.addAndGet(more);
        }
        return new Answer.Next(wait);
    }

    private static void grew(
            Watch watch,
            PolicyId policy,
            Report.Trial group,
            Report.Counters counters,
            boolean joined,
            Instant now) {
        if (joined) {
            watch.joined(policy, group.canary());
        }
        watch.add(policy, group.canary(), counters, now);
    }

    /// When the next report is wanted: so that there are at most a thousand a second.
    public Duration interval(boolean watched) {
        var usual = watched ? CLOSE : CALM;
        var bounded = Duration.ofMillis(subscribers.get() * 1_000 / MOST_A_SECOND);
        return bounded.compareTo(usual) > 0 ? bounded : usual;
    }

    private Optional<Watch> watch(int run, Instant now) {
        synchronized (watches) {
            var known = watches.get(run);
            if (known == null) {
                known = new Watch(now);
                watches.put(run, known);
                if (watches.size() > MOST_WATCHES) {
                    watches.remove(watches.keySet().iterator().next());
                }
            }
            return Optional.of(known);
        }
    }

    private @Nullable Watch known(int run) {
        synchronized (watches) {
            return watches.get(run);
        }
    }

    /// Forgets who has been away for long.
    private void sweep(Instant now) {
        synchronized (this) {
            if (now.isBefore(swept.plus(SWEEP))) {
                return;
            }
            swept = now;
        }
        environments.values().forEach(known -> known.values().removeIf(s -> forget(s, now)));
    }

    private boolean forget(Subscriber subscriber, Instant now) {
        var time = subscriber.left() ? LEFT_FORGOTTEN : FORGOTTEN;
        if (!subscriber.heard().plus(time).isBefore(now)) {
            return false;
        }
        subscribers.decrementAndGet();
        policies.addAndGet(-subscriber.size());
        return true;
    }

    /// Since when reports are kept. What happened before is not known.
    public Instant since() {
        return since;
    }

    /// How many subscribers are known, in all environments.
    public long size() {
        return subscribers.get();
    }

    /// How many reports came since the start.
    public long reports() {
        return reports.sum();
    }

    /// What somebody may obey of a policy.
    public interface Allowed {
        boolean allows(PolicyId policy, Optional<Digest> digest);
    }

    /// How many subscribers of an environment are there, and how many of them obey nothing but what
    /// they should.
    public Convergence standing(EnvironmentId environment, Allowed allowed) {
        var now = clock.instant();
        long count = 0;
        long on = 0;
        for (var one : all(environment)) {
            if (one.isPresent(now)) {
                count++;
                boolean isRight =
                        one.obeys().entrySet().stream()
                                .allMatch(e -> allowed.allows(e.getKey(), e.getValue()));
                on += isRight ? 1 : 0;
            }
        }
        return new Convergence(count, on, List.of());
    }

    /// What one side of a canary signalled about a policy.
    public Signals signals(int run, PolicyId policy, boolean canary) {
        var watch = known(run);
        return watch == null ? Signals.NONE : watch.signals(policy, canary, 0, 0);
    }

    /// Subscribers of an environment that are still there.
    public List<Context> present(EnvironmentId environment) {
        var now = clock.instant();
        return all(environment).stream()
                .filter(s -> s.isPresent(now))
                .map(Subscriber.Seen::reader)
                .toList();
    }

    private List<Subscriber.Seen> all(EnvironmentId environment) {
        return environments.getOrDefault(environment, Map.of()).values().stream()
                .map(Subscriber::seen)
                .toList();
    }

    /// Which canary is asked about.
    ///
    /// @param members the policies of the run that have it, with the digests of their new versions
    /// @param selector for whom it is
    /// @param since when it began
    public record Canary(
            EnvironmentId environment,
            int run,
            Map<PolicyId, Digest> members,
            Selector selector,
            Instant since) {
        public Canary {
            members = Map.copyOf(members);
        }
    }

    /// Both sides of a canary.
    public record Sides<T>(T canary, T baseline) {}

    /// What is known of a canary now.
    ///
    /// @param signals by policy
    /// @param subscribers how many belong to each side, and how many of them are silent
    public record Figures(
            Map<PolicyId, Sides<Signals>> signals, Sides<Heads> subscribers, Series series) {}

    /// @param count how many belong to it
    /// @param silent of them, those that fell silent
    /// @param late of them, those whose reports are overdue and who may yet count as silent
    public record Heads(long count, long silent, long late) {}

    public Figures figures(Canary canary) {
        var now = clock.instant();
        var seen = all(canary.environment());
        var signals = new LinkedHashMap<PolicyId, Sides<Signals>>();
        var watch = known(canary.run());
        for (var member : canary.members().entrySet()) {
            signals.put(
                    member.getKey(),
                    new Sides<>(
                            signals(watch, seen, canary, member, true, now),
                            signals(watch, seen, canary, member, false, now)));
        }
        return new Figures(
                signals,
                new Sides<>(heads(seen, canary, true, now), heads(seen, canary, false, now)),
                watch == null ? Series.EMPTY : watch.series());
    }

    private static Signals signals(
            @Nullable Watch watch,
            List<Subscriber.Seen> seen,
            Canary canary,
            Map.Entry<PolicyId, Digest> member,
            boolean isCanary,
            Instant now) {
        if (watch == null) {
            return Signals.NONE;
        }
        var group = new Report.Trial(canary.run(), isCanary);
        long present = 0;
        long converged = 0;
        for (var one : seen) {
            if (one.isPresent(now) && group.equals(one.groups().get(member.getKey()))) {
                present++;
                var digest = one.obeys().getOrDefault(member.getKey(), Optional.empty());
                converged += digest.isPresent() && digest.get().equals(member.getValue()) ? 1 : 0;
            }
        }
        return watch.signals(member.getKey(), isCanary, present, converged);
    }

    private static Heads heads(
            List<Subscriber.Seen> seen, Canary canary, boolean isCanary, Instant now) {
        long count = 0;
        long silent = 0;
        long late = 0;
        for (var one : seen) {
            if (belongs(one, canary, isCanary)) {
                count++;
                silent += one.isSilent(now) ? 1 : 0;
                late += one.isLate(now) ? 1 : 0;
            }
        }
        return new Heads(count, silent, late);
    }

    /// Whether a subscriber is on that side: as it says itself or, if it has not said a word since
    /// the canary began though its reports came until then, as it was selected.
    private static boolean belongs(Subscriber.Seen one, Canary canary, boolean isCanary) {
        for (var policy : canary.members().keySet()) {
            var group = one.groups().get(policy);
            if (group != null && group.run() == canary.run()) {
                return group.canary() == isCanary;
            }
        }
        return one.heard().isBefore(canary.since())
                && !one.left()
                && one.wasWellAt(canary.since())
                && canary.members().keySet().stream().anyMatch(one.obeys()::containsKey)
                && canary.selector().selects(one.reader(), canary.run()) == isCanary;
    }

    /// How many evaluations each side had before the last third of the window, and in it.
    public static Sides<Activity> activity(Figures figures, Instant from, Instant now) {
        var third = from.plus(Duration.between(from, now).multipliedBy(2).dividedBy(3));
        return new Sides<>(
                activity(figures, figures.subscribers().canary(), from, third, true),
                activity(figures, figures.subscribers().baseline(), from, third, false));
    }

    private static Activity activity(
            Figures figures, Heads heads, Instant from, Instant third, boolean canary) {
        long lately = figures.series().evaluationsFrom(third, canary);
        long before = figures.series().evaluationsFrom(from, canary) - lately;
        return new Activity(heads.count(), heads.silent(), before, lately);
    }

    /// Who of the subscribers that use a policy obeys which version of it.
    ///
    /// @param count how many there are that were heard since the instant asked about, or shortly
    ///     before
    /// @param on how many of them obey the version asked about
    /// @param laggards the first of those who do not, by key
    public record Convergence(long count, long on, List<Laggard> laggards) {}

    /// @param has what it obeys; absent if nothing
    /// @param silent whether nothing has come from it for too long
    public record Laggard(String key, Optional<Digest> has, boolean silent) {}

    /// @param from when the version went out; who had fallen silent before is not counted
    public Convergence convergence(
            EnvironmentId environment, PolicyId policy, Digest digest, Instant from) {
        var now = clock.instant();
        long count = 0;
        long on = 0;
        var laggards = new ArrayList<Laggard>();
        for (var one : all(environment)) {
            var has = one.obeys().get(policy);
            if (has == null || one.left() || one.isSilent(from)) {
                continue;
            }
            count++;
            if (has.isPresent() && has.get().equals(digest)) {
                on++;
            } else {
                laggards.add(new Laggard(one.reader().key(), has, one.isSilent(now)));
            }
        }
        laggards.sort(Comparator.comparing(Laggard::key));
        return new Convergence(count, on, laggards.subList(0, Math.min(NAMED, laggards.size())));
    }

    /// What subscribers of an environment obey of a policy: how many which digest, `Optional.empty`
    /// for nothing.
    public Map<Optional<Digest>, Long> versions(EnvironmentId environment, PolicyId policy) {
        var now = clock.instant();
        var counts = new LinkedHashMap<Optional<Digest>, Long>();
        for (var one : all(environment)) {
            var has = one.obeys().get(policy);
            if (has != null && one.isPresent(now)) {
                counts.merge(has, 1L, Long::sum);
            }
        }
        return counts;
    }
}
