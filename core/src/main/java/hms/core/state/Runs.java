package hms.core.state;

import hms.core.event.RunEvent;
import hms.core.pipeline.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/// Runs and the claims they hold. Of runs that ended only what a list shows stays; the rest is read
/// from their entries.
///
/// @param last number of the newest run; 0 before the first
/// @param parts members named by entries whose closing one is still to come, within a batch
/// @param byLine open runs that have a policy in an environment, in the order of their numbers
/// @param claims which run may touch a policy in an environment
public record Runs(
        int last,
        TreePMap<Integer, Run> open,
        TreePMap<Integer, Closed> closed,
        PMap<Integer, PVector<ArtifactKey>> parts,
        PMap<Line, Integer> claims,
        PMap<Line, PVector<Integer>> byLine) {

    static final Runs EMPTY =
            new Runs(
                    0,
                    TreePMap.empty(),
                    TreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty());

    /// A run that ended.
    ///
    /// @param first       the first of its members, in the order they were named
    /// @param memberCount how many there were
    /// @param entries     ledger indices of its entries
    public record Closed(
            int number,
            EnvironmentId environment,
            ArtifactKey first,
            int memberCount,
            RunStatus status,
            Instant queuedAt,
            Instant endedAt,
            Optional<String> error,
            PVector<Long> entries) {}

    public Optional<Run> open(int number) {
        return Optional.ofNullable(open.get(number));
    }

    public Optional<Closed> closed(int number) {
        return Optional.ofNullable(closed.get(number));
    }

    public Optional<Run> holder(Line line) {
        return Optional.ofNullable(claims.get(line)).flatMap(this::open);
    }

    /// Open runs that have the policy among their members, in the order of their numbers.
    public List<Run> openOf(Line line) {
        return byLine.getOrDefault(line, TreePVector.empty()).stream()
                .flatMap(number -> open(number).stream())
                .toList();
    }

    Runs apply(long index, Instant at, String actor, RunEvent event, Configuration config) {
        return switch (event) {
            case RunEvent.RunMembers e ->
                    new Runs(
                            last,
                            open,
                            closed,
                            parts.plus(
                                    e.run(),
                                    parts.getOrDefault(e.run(), TreePVector.empty())
                                            .plusAll(e.members())),
                            claims,
                            byLine);
            case RunEvent.RunQueued e -> queued(index, at, actor, e, config);
            case RunEvent.RunStarted e -> claimed(noted(e.run(), index).started(at));
            case RunEvent.StageStarted e ->
                    with(
                            noted(e.run(), index)
                                    .in(new Run.Phase.InStage(e.stage(), at, e.attempt())));
            case RunEvent.StageBaking e -> {
                var run = noted(e.run(), index);
                yield with(run.in(baking(run, at, e)));
            }
            case RunEvent.CanaryJudged e -> with(noted(e.run(), index));
            case RunEvent.StageFinished e -> {
                var run = noted(e.run(), index);
                var since = began(run.phase(), at);
                yield with(
                        run.with(
                                new Run.StageRecord(
                                        e.stage(),
                                        since,
                                        at,
                                        e.outcome(),
                                        e.summary(),
                                        e.evidence())));
            }
            case RunEvent.PackageBuilt e ->
                    with(
                            noted(e.run(), index)
                                    .with(
                                            new Run.BuiltPackage(
                                                    e.sha256(),
                                                    e.sizeBytes(),
                                                    e.format(),
                                                    e.blob())));
            case RunEvent.ReleaseTagged e -> with(noted(e.run(), index));
            case RunEvent.RunScheduled e ->
                    released(noted(e.run(), index).in(new Run.Phase.Scheduled(e.until())));
            case RunEvent.RunWaiting e ->
                    with(
                            noted(e.run(), index)
                                    .in(
                                            new Run.Phase.Waiting(
                                                    e.stage(), at, e.reason(), e.until())));
            case RunEvent.RunTakingBack e ->
                    with(
                            noted(e.run(), index)
                                    .in(
                                            new Run.Phase.TakingBack(
                                                    e.status(), at, e.stage(), e.error())));
            case RunEvent.RunHalted e -> {
                var run = noted(e.run(), index);
                yield with(run.in(new Run.Phase.Halted(run.phase(), at)));
            }
            case RunEvent.RunResumed e -> {
                var run = noted(e.run(), index);
                yield with(
                        switch (run.phase()) {
                            case Run.Phase.Halted halted -> run.in(halted.before());
                            case Run.Phase.Waiting w -> run.in(new Run.Phase.Ready());
                            case Run.Phase.Queued q -> run;
                            case Run.Phase.Ready r -> run;
                            case Run.Phase.InStage i -> run;
                            case Run.Phase.Baking i -> run;
                            case Run.Phase.TakingBack t -> run;
                            case Run.Phase.Scheduled c -> run;
                            case Run.Phase.Ended x -> run;
                        });
            }
            case RunEvent.RunEnded e -> ended(index, at, e);
        };
    }

    private static Run.Phase.Baking baking(Run run, Instant at, RunEvent.StageBaking e) {
        return switch (run.phase()) {
            case Run.Phase.InStage in ->
                    new Run.Phase.Baking(e.stage(), in.since(), in.attempt(), at, e.until());
            case Run.Phase.Baking b ->
                    new Run.Phase.Baking(e.stage(), b.started(), b.attempt(), at, e.until());
            case Run.Phase.Queued q -> throw notIn(e);
            case Run.Phase.Ready r -> throw notIn(e);
            case Run.Phase.Halted h -> throw notIn(e);
            case Run.Phase.Waiting w -> throw notIn(e);
            case Run.Phase.TakingBack t -> throw notIn(e);
            case Run.Phase.Scheduled s -> throw notIn(e);
            case Run.Phase.Ended x -> throw notIn(e);
        };
    }

    private static IllegalStateException notIn(RunEvent.StageBaking e) {
        return new IllegalStateException(
                "run #" + e.run() + " is not in " + e.stage() + ", which is said to be watched");
    }

    private static Instant began(Run.Phase phase, Instant at) {
        return switch (phase) {
            case Run.Phase.InStage in -> in.since();
            case Run.Phase.Baking b -> b.started();
            case Run.Phase.Halted h -> began(h.before(), at);
            case Run.Phase.Queued q -> at;
            case Run.Phase.Ready r -> at;
            case Run.Phase.Waiting w -> w.since();
            case Run.Phase.TakingBack t -> at;
            case Run.Phase.Scheduled s -> at;
            case Run.Phase.Ended e -> at;
        };
    }

    /// Notes an entry that concerns the run but is not one of its own, such as a publication.
    Runs touched(int run, long index) {
        return open.containsKey(run) ? with(noted(run, index)) : this;
    }

    private Run noted(int run, long index) {
        return open(run).orElseThrow().noted(index);
    }

    private Runs queued(
            long index, Instant at, String actor, RunEvent.RunQueued e, Configuration config) {
        var members = new ArrayList<ArtifactKey>(parts.getOrDefault(e.run(), TreePVector.empty()));
        members.addAll(e.members());
        var run =
                new Run(
                        e.run(),
                        e.environment(),
                        e.pipeline(),
                        stages(e, config),
                        List.copyOf(members),
                        e.options(),
                        actor,
                        at,
                        Optional.empty(),
                        new Run.Phase.Queued(),
                        TreePVector.empty(),
                        Optional.empty(),
                        TreePVector.singleton(index));
        var lines = byLine;
        for (var line : run.lines()) {
            lines = lines.plus(line, lines.getOrDefault(line, TreePVector.empty()).plus(e.run()));
        }
        return new Runs(
                e.run(), open.plus(e.run(), run), closed, parts.minus(e.run()), claims, lines);
    }

    private static List<Stage> stages(RunEvent.RunQueued e, Configuration config) {
        var all = config.pipeline(e.pipeline()).orElseThrow().stages();
        return e.stages().isEmpty()
                ? all
                : all.stream().filter(s -> e.stages().get().contains(s.id())).toList();
    }

    private Runs ended(long index, Instant at, RunEvent.RunEnded e) {
        var run = noted(e.run(), index);
        var freed = released(run);
        return new Runs(
                last,
                open.minus(e.run()),
                closed.plus(
                        e.run(),
                        new Closed(
                                run.number(),
                                run.environment(),
                                run.members().getFirst(),
                                run.members().size(),
                                e.status(),
                                run.queuedAt(),
                                at,
                                e.error(),
                                run.entries())),
                parts,
                freed.claims,
                without(run));
    }

    private PMap<Line, PVector<Integer>> without(Run run) {
        var lines = byLine;
        for (var line : run.lines()) {
            var left =
                    lines.getOrDefault(line, TreePVector.empty())
                            .minus(Integer.valueOf(run.number()));
            lines = left.isEmpty() ? lines.minus(line) : lines.plus(line, left);
        }
        return lines;
    }

    private Runs claimed(Run run) {
        var map = claims;
        for (var line : run.lines()) {
            map = map.plus(line, run.number());
        }
        return new Runs(last, open.plus(run.number(), run), closed, parts, map, byLine);
    }

    private Runs released(Run run) {
        var map = claims;
        for (var line : run.lines()) {
            if (Integer.valueOf(run.number()).equals(map.get(line))) {
                map = map.minus(line);
            }
        }
        return new Runs(last, open.plus(run.number(), run), closed, parts, map, byLine);
    }

    private Runs with(Run run) {
        return new Runs(last, open.plus(run.number(), run), closed, parts, claims, byLine);
    }
}
