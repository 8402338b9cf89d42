package hms.core.state;

import hms.artifact.Canary;
import hms.artifact.LivePolicy;
import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import hms.artifact.Version;
import hms.core.event.LiveEvent;
import hms.trust.Digest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/// What is in force in every environment, and how it came to be: the truth behind every read.
///
/// @param changed by environment: every policy by the index of the last entry that readers have to
///     hear of
/// @param seen environments in which a subscriber was ever seen
/// @param zone the zone in which days are counted
public record Live(
        PMap<Line, History> lines,
        PMap<EnvironmentId, TreePMap<Long, PolicyId>> changed,
        PSet<EnvironmentId> seen,
        ZoneId zone) {

    static final Live EMPTY =
            new Live(
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePSet.empty(),
                    ZoneOffset.UTC);

    /// What these lines amount to.
    public static Live of(PMap<Line, History> lines, PSet<EnvironmentId> seen, ZoneId zone) {
        PMap<EnvironmentId, TreePMap<Long, PolicyId>> changed = HashTreePMap.empty();
        for (var entry : lines.entrySet()) {
            changed = entered(changed, entry.getKey(), -1, entry.getValue().changed());
        }
        return new Live(lines, changed, seen, zone);
    }

    Live in(ZoneId legalZone) {
        return new Live(lines, changed, seen, legalZone);
    }

    /// Every policy of an environment by the ledger index of the last entry that readers have to
    /// hear of: what changed since a revision is the tail from there.
    public TreePMap<Long, PolicyId> changes(EnvironmentId environment) {
        return changed.getOrDefault(environment, TreePMap.empty());
    }

    private static PMap<EnvironmentId, TreePMap<Long, PolicyId>> entered(
            PMap<EnvironmentId, TreePMap<Long, PolicyId>> changed,
            Line line,
            long before,
            long after) {
        if (before == after) {
            return changed;
        }
        var policies = changed.getOrDefault(line.environment(), TreePMap.empty());
        return changed.plus(line.environment(), policies.minus(before).plus(after, line.policy()));
    }

    /// One policy in one environment.
    ///
    /// @param changes  everything that ever changed it, in the order of the ledger
    /// @param timeline what the changes amount to
    public record History(PVector<Change> changes, Timeline timeline) {

        static History empty(ZoneId zone) {
            return new History(TreePVector.empty(), Timeline.empty(zone));
        }

        /// The history that these changes amount to.
        ///
        /// @param zone the zone in which its days are counted
        public static History of(ZoneId zone, PVector<Change> changes) {
            return new History(changes, empty(zone).fold(changes));
        }

        /// What was known at a time: the fold of the changes up to then.
        public Timeline knownAt(Instant at) {
            if (changes.isEmpty() || !at.isBefore(changes.get(changes.size() - 1).at())) {
                return timeline;
            }
            return fold(changes.stream().filter(c -> !c.at().isAfter(at)).toList());
        }

        /// The version that is in force at the instant.
        public Optional<Timeline.Entry> inForce(Instant at) {
            return entry(timeline, at);
        }

        /// What would be in force at the instant without the entry of that index and all later
        /// ones.
        public Optional<Timeline.Entry> inForceBefore(long index, Instant at) {
            return entry(fold(changes.stream().filter(c -> c.index() < index).toList()), at);
        }

        /// Whether this run has delivered a version here, to all readers.
        public boolean hasRolledOut(int run) {
            return changes.stream().anyMatch(c -> c instanceof RolledOut r && r.run() == run);
        }

        /// Versions that wait for their instant, as of `now`.
        public List<RolledOut> pending(Instant now) {
            return changes.stream()
                    .filter(RolledOut.class::isInstance)
                    .map(RolledOut.class::cast)
                    .filter(r -> r.entry().from().isAfter(now))
                    .filter(r -> !cancelled(r))
                    .toList();
        }

        private boolean cancelled(RolledOut rolledOut) {
            return changes.stream()
                    .anyMatch(
                            c ->
                                    c instanceof Cancelled cancelled
                                            && cancelled.index() > rolledOut.index()
                                            && cancelled
                                                    .version()
                                                    .equals(rolledOut.entry().version()));
        }

        private History plus(Change change) {
            return new History(changes.plus(change), after(timeline, change));
        }

        /// Index of the last entry that readers have to hear of; -1 if there is none. That an
        /// instant came is not news to them: they have known it from the beginning.
        public long changed() {
            return news().map(Change::index).orElse(-1L);
        }

        private Optional<Change> news() {
            for (int i = changes.size() - 1; i >= 0; i--) {
                if (!(changes.get(i) instanceof Activated)) {
                    return Optional.of(changes.get(i));
                }
            }
            return Optional.empty();
        }

        /// What readers have to know, as of the last change that they have to hear of.
        public LivePolicy policy(PolicyId id) {
            var since = news().map(Change::at).orElse(Instant.EPOCH);
            return new LivePolicy(id, timeline.onwards(since), canary());
        }

        /// The version that some readers have before the others, if there is one.
        public Optional<Canary> canary() {
            for (int i = changes.size() - 1; i >= 0; i--) {
                switch (changes.get(i)) {
                    case CanaryOn c -> {
                        return Optional.of(c.canary());
                    }
                    case CanaryOff c -> {
                        return Optional.empty();
                    }
                    case RolledOut c -> {
                        return Optional.empty();
                    }
                    case RolledBack c -> {
                        return Optional.empty();
                    }
                    case Withdrawn c -> {
                        return Optional.empty();
                    }
                    case Activated c -> {}
                    case Cancelled c -> {}
                }
            }
            return Optional.empty();
        }

        /// When the version first went out here, to all readers or to some.
        public Optional<Instant> firstOut(Version version) {
            return changes.stream()
                    .filter(
                            c ->
                                    switch (c) {
                                        case RolledOut r -> r.entry().version().equals(version);
                                        case CanaryOn r -> r.canary().version().equals(version);
                                        case RolledBack r -> r.entry().version().equals(version);
                                        case Activated r -> false;
                                        case Cancelled r -> false;
                                        case Withdrawn r -> false;
                                        case CanaryOff r -> false;
                                    })
                    .map(Change::at)
                    .findFirst();
        }

        private Timeline fold(List<Change> some) {
            var folded = Timeline.empty(timeline.zone());
            for (var change : some) {
                folded = after(folded, change);
            }
            return folded;
        }

        private static Timeline after(Timeline before, Change change) {
            return switch (change) {
                case RolledOut c -> before.plus(c.entry());
                case RolledBack c -> before.plus(c.entry());
                case Activated c -> c.full().isPresent() ? before.activate(c.full().get()) : before;
                case Cancelled c ->
                        before.without(
                                e -> e.version().equals(c.version()) && e.from().isAfter(c.at()));
                case Withdrawn c -> before.plus(new Timeline.End(c.at()));
                case CanaryOn c -> before;
                case CanaryOff c -> before;
            };
        }
    }

    /// One change of what is in force.
    public sealed interface Change {
        long index();

        Instant at();
    }

    /// @param run the run that delivered it
    public record RolledOut(long index, Instant at, int run, Timeline.Entry entry)
            implements Change {}

    /// @param full the entry as it counts from its activation on: with what its dated values say of
    /// the
    ///     time before
    public record Activated(
            long index,
            Instant at,
            int run,
            Version version,
            Instant activatedAt,
            Optional<Timeline.Entry> full)
            implements Change {}

    public record Cancelled(long index, Instant at, Version version) implements Change {}

    public record RolledBack(long index, Instant at, Optional<Version> from, Timeline.Entry entry)
            implements Change {}

    public record Withdrawn(long index, Instant at, Version version) implements Change {}

    /// Some readers have a version before the others, from here on, or more of them.
    public record CanaryOn(long index, Instant at, Canary canary) implements Change {}

    /// Nobody has it before the others any more.
    public record CanaryOff(long index, Instant at, int run) implements Change {}

    private static Optional<Timeline.Entry> entry(Timeline timeline, Instant at) {
        return timeline.answer(at).inForce().map(hms.artifact.Answer.InForce::entry);
    }

    public History history(Line line) {
        var known = lines.get(line);
        return known == null ? History.empty(zone) : known;
    }

    /// The version in force at the instant.
    public Optional<Timeline.Entry> inForce(Line line, Instant at) {
        return entry(history(line).timeline(), at);
    }

    Live apply(long index, Instant at, LiveEvent event, Policies policies) {
        return switch (event) {
            case LiveEvent.RulePublished e -> this;
            case LiveEvent.VersionRolledOut e -> {
                var dated =
                        policies.submitted(new ArtifactKey(e.policy(), e.version()))
                                .flatMap(Policies.Submitted::datedFrom);
                var entry =
                        new Timeline.Entry(
                                e.version(),
                                e.digest(),
                                e.from(),
                                e.until(),
                                later(e.from(), at),
                                e.retroactive(),
                                e.from().isAfter(at) ? Optional.empty() : dated);
                yield plus(e.environment(), e.policy(), new RolledOut(index, at, e.run(), entry));
            }
            case LiveEvent.VersionActivated e ->
                    plus(
                            e.environment(),
                            e.policy(),
                            new Activated(
                                    index,
                                    at,
                                    e.run(),
                                    e.version(),
                                    e.activatedAt(),
                                    full(e, policies)));
            case LiveEvent.ScheduleCancelled e ->
                    plus(e.environment(), e.policy(), new Cancelled(index, at, e.version()));
            case LiveEvent.VersionRolledBack e ->
                    plus(
                            e.environment(),
                            e.policy(),
                            new RolledBack(index, at, e.from(), rolledBackEntry(at, e)));
            case LiveEvent.VersionWithdrawn e ->
                    plus(e.environment(), e.policy(), new Withdrawn(index, at, e.version()));
            case LiveEvent.CanaryStarted e ->
                    plus(
                            e.environment(),
                            e.policy(),
                            new CanaryOn(
                                    index,
                                    at,
                                    new Canary(
                                            e.run(),
                                            e.version(),
                                            e.digest(),
                                            e.selector(),
                                            e.shadow(),
                                            at)));
            case LiveEvent.CanaryWidened e -> {
                var before = history(new Line(e.environment(), e.policy())).canary().orElseThrow();
                yield plus(
                        e.environment(),
                        e.policy(),
                        new CanaryOn(
                                index,
                                at,
                                new Canary(
                                        before.run(),
                                        before.version(),
                                        before.digest(),
                                        e.selector(),
                                        before.shadow(),
                                        before.since())));
            }
            case LiveEvent.CanaryEnded e ->
                    plus(e.environment(), e.policy(), new CanaryOff(index, at, e.run()));
            case LiveEvent.RuleWithdrawn e -> this;
            case LiveEvent.SubscriberSeen e ->
                    new Live(lines, changed, seen.plus(e.environment()), zone);
        };
    }

    private Optional<Timeline.Entry> full(LiveEvent.VersionActivated e, Policies policies) {
        var dated =
                policies.submitted(new ArtifactKey(e.policy(), e.version()))
                        .flatMap(Policies.Submitted::datedFrom);
        return history(new Line(e.environment(), e.policy())).changes().stream()
                .filter(c -> c instanceof RolledOut r && r.run() == e.run())
                .map(c -> ((RolledOut) c).entry())
                .filter(entry -> entry.version().equals(e.version()))
                .filter(entry -> entry.datedFrom().isEmpty() && dated.isPresent())
                .findFirst()
                .map(
                        entry ->
                                new Timeline.Entry(
                                        entry.version(),
                                        entry.digest(),
                                        entry.from(),
                                        entry.until(),
                                        entry.activatedAt(),
                                        entry.retroactive(),
                                        dated));
    }

    private static Timeline.Entry rolledBackEntry(Instant at, LiveEvent.VersionRolledBack e) {
        return new Timeline.Entry(e.to(), e.digest(), at, e.until(), at, false, Optional.empty());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private Live plus(EnvironmentId environment, PolicyId policy, Change change) {
        var line = new Line(environment, policy);
        var before = history(line);
        var after = before.plus(change);
        return new Live(
                lines.plus(line, after),
                entered(changed, line, before.changed(), after.changed()),
                seen,
                zone);
    }

    /// Digest of the version that the line's history last rolled out under that number.
    public Optional<Digest> digestOf(Line line, Version version) {
        return history(line).changes().stream()
                .filter(RolledOut.class::isInstance)
                .map(c -> ((RolledOut) c).entry())
                .filter(e -> e.version().equals(version))
                .map(Timeline.Entry::digest)
                .findFirst();
    }
}
