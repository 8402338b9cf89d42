package hms.server.view;

import hms.artifact.Bucket;
import hms.artifact.Selector;
import hms.core.event.EventCodec;
import hms.core.event.Recorded;
import hms.core.event.RunEvent;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Run;
import hms.core.state.RunOptions;
import hms.core.state.Runs;
import hms.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a run: of an open one from the state, of one that ended from its entries.
///
/// @param entry index of its last entry
/// @param tags what it was tagged
record RunFacts(
        int number,
        EnvironmentId environment,
        String pipeline,
        List<Stage> stages,
        List<ArtifactKey> members,
        String actor,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Run.Phase phase,
        List<Run.StageRecord> done,
        Optional<Run.BuiltPackage> built,
        List<String> tags,
        long entry) {

    static RunFacts of(Run run, List<String> tags) {
        return new RunFacts(
                run.number(),
                run.environment(),
                run.pipeline(),
                titled(run.stages(), run.options()),
                run.members(),
                run.actor(),
                run.queuedAt(),
                run.startedAt(),
                run.phase(),
                run.done(),
                run.built(),
                tags,
                run.entries().getLast());
    }

    /// The stages, the canaries among them named by whom the run has them for.
    private static List<Stage> titled(List<Stage> stages, RunOptions options) {
        return options.canary().isEmpty()
                ? stages
                : stages.stream().map(stage -> titled(stage, options.canary().get())).toList();
    }

    private static Stage titled(Stage stage, Selector selector) {
        if (stage.uses() != StageKind.CANARY) {
            return stage;
        }
        var where = String.join(", ", selector.attributes().values());
        var share = selector.buckets() == Bucket.COUNT ? "" : " " + selector.percent() + " traffic";
        return new Stage(
                stage.id(),
                stage.uses(),
                "Canary" + share + (where.isEmpty() ? "" : " (" + where + ")"),
                stage.options());
    }

    static RunFacts of(Runs.Closed closed, Ledger ledger, Pipelines pipelines) {
        var fold = new Fold();
        for (long index : closed.entries()) {
            fold.add(index, EventCodec.decode(ledger.entry(index)));
        }
        return fold.facts(closed, pipelines);
    }

    /// The stage that runs, if one does.
    Optional<Run.Phase.InStage> inStage() {
        return inStage(phase);
    }

    private static Optional<Run.Phase.InStage> inStage(Run.Phase phase) {
        return switch (phase) {
            case Run.Phase.InStage in -> Optional.of(in);
            case Run.Phase.Baking b ->
                    Optional.of(new Run.Phase.InStage(b.stage(), b.started(), b.attempt()));
            case Run.Phase.Halted halted -> inStage(halted.before());
            case Run.Phase.Queued _ -> Optional.empty();
            case Run.Phase.Ready _ -> Optional.empty();
            case Run.Phase.Waiting _ -> Optional.empty();
            case Run.Phase.TakingBack _ -> Optional.empty();
            case Run.Phase.Scheduled _ -> Optional.empty();
            case Run.Phase.Ended _ -> Optional.empty();
        };
    }

    /// What is watched now, also while the run is halted.
    Optional<Run.Phase.Baking> baking() {
        var watched = phase instanceof Run.Phase.Halted halted ? halted.before() : phase;
        return watched instanceof Run.Phase.Baking b ? Optional.of(b) : Optional.empty();
    }

    /// Reads the entries of one run, in order.
    private static final class Fold {
        private final List<ArtifactKey> members = new ArrayList<>();
        private final List<Run.StageRecord> done = new ArrayList<>();
        private final List<String> tags = new ArrayList<>();
        private String actor = Recorded.SYSTEM;
        private String pipeline = "";
        private RunOptions options = RunOptions.DEFAULT;
        private Optional<List<String>> applying = Optional.empty();
        private long queued;
        private long last;
        private Instant since = Instant.EPOCH;
        private @Nullable Instant started;
        private Run.@Nullable BuiltPackage built;
        private @Nullable String stage;

        void add(long index, Recorded entry) {
            last = index;
            if (!(entry.event() instanceof RunEvent event)) {
                return;
            }
            switch (event) {
                case RunEvent.RunMembers e -> members.addAll(e.members());
                case RunEvent.RunQueued e -> {
                    members.addAll(e.members());
                    pipeline = e.pipeline();
                    applying = e.stages();
                    options = e.options();
                    actor = entry.actor();
                    queued = index;
                }
                case RunEvent.RunStarted _ -> started = entry.at();
                case RunEvent.StageStarted _ -> since = entry.at();
                case RunEvent.StageFinished e ->
                        done.add(
                                new Run.StageRecord(
                                        e.stage(),
                                        since,
                                        entry.at(),
                                        e.outcome(),
                                        e.summary(),
                                        e.evidence()));
                case RunEvent.PackageBuilt e ->
                        built =
                                new Run.BuiltPackage(
                                        e.sha256(), e.sizeBytes(), e.format(), e.blob());
                case RunEvent.ReleaseTagged e -> tags.add(e.tag());
                case RunEvent.StageBaking _ -> {}
                case RunEvent.CanaryJudged _ -> {}
                case RunEvent.RunWaiting _ -> {}
                case RunEvent.RunTakingBack _ -> {}
                case RunEvent.RunScheduled _ -> {}
                case RunEvent.RunHalted _ -> {}
                case RunEvent.RunResumed _ -> {}
                case RunEvent.RunEnded e -> stage = e.stage().orElse(null);
            }
        }

        RunFacts facts(Runs.Closed closed, Pipelines pipelines) {
            return new RunFacts(
                    closed.number(),
                    closed.environment(),
                    pipeline,
                    titled(
                            pipelines
                                    .before(pipeline, queued)
                                    .map(hms.core.pipeline.Pipeline::stages)
                                    .orElse(List.of())
                                    .stream()
                                    .filter(
                                            s ->
                                                    applying.map(ids -> ids.contains(s.id()))
                                                            .orElse(true))
                                    .toList(),
                            options),
                    members,
                    actor,
                    closed.queuedAt(),
                    Optional.ofNullable(started),
                    new Run.Phase.Ended(
                            closed.status(),
                            closed.endedAt(),
                            Optional.ofNullable(stage),
                            closed.error()),
                    done,
                    Optional.ofNullable(built),
                    tags,
                    last);
        }
    }
}
