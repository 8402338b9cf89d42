package hms.core.state;

import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.trust.Digest;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.pcollections.PVector;

/// One passage of a release through a pipeline.
///
/// @param stages  as the pipeline stood when the run was queued
/// @param actor   principal that asked for it
/// @param phase   where it stands
/// @param done    stages that ended, in order
/// @param built   the package, once there is one
/// @param entries ledger indices of its entries, in order
public record Run(
        int number,
        EnvironmentId environment,
        String pipeline,
        List<Stage> stages,
        List<ArtifactKey> members,
        RunOptions options,
        String actor,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Phase phase,
        PVector<StageRecord> done,
        Optional<BuiltPackage> built,
        PVector<Long> entries) {

    /// Where a run stands; one record a state.
    public sealed interface Phase {

        /// Waits for its turn: another run holds a claim on one of its policies.
        record Queued() implements Phase {}

        /// Between two stages: the next one is due.
        record Ready() implements Phase {}

        /// @param attempt 1 for the first
        record InStage(String stage, Instant since, int attempt) implements Phase {}

        /// What the stage made visible is watched.
        ///
        /// @param since when the watching began
        /// @param until when it has been watched for long enough
        record Baking(String stage, Instant started, int attempt, Instant since, Instant until)
                implements Phase {}

        /// The stage cannot begin yet.
        ///
        /// @param until when it can; absent: when a person has agreed
        record Waiting(String stage, Instant since, WaitReason reason, Optional<Instant> until)
                implements Phase {}

        /// It does not succeed. Its targets are being brought what was there before.
        ///
        /// @param status what it ends as
        record TakingBack(RunStatus status, Instant since, Optional<String> stage, String error)
                implements Phase {}

        /// A person stopped it; it goes on where it was.
        record Halted(Phase before, Instant since) implements Phase {}

        /// Delivered; waits for its instant. Holds no claim.
        record Scheduled(Instant until) implements Phase {}

        record Ended(RunStatus status, Instant at, Optional<String> stage, Optional<String> error)
                implements Phase {}
    }

    /// A stage that ended.
    public record StageRecord(
            String stage,
            Instant started,
            Instant ended,
            StageOutcome outcome,
            String summary,
            Optional<Digest> evidence) {}

    /// @param blob where the bytes are kept
    public record BuiltPackage(Digest sha256, long sizeBytes, String format, Digest blob) {}

    public RunStatus status() {
        return switch (phase) {
            case Phase.Queued q -> RunStatus.QUEUED;
            case Phase.Ready r -> RunStatus.RUNNING;
            case Phase.InStage s -> RunStatus.RUNNING;
            case Phase.Baking b -> RunStatus.RUNNING;
            case Phase.Waiting w -> RunStatus.WAITING;
            case Phase.TakingBack t -> RunStatus.RUNNING;
            case Phase.Halted h -> RunStatus.HALTED;
            case Phase.Scheduled s -> RunStatus.SCHEDULED;
            case Phase.Ended e -> e.status();
        };
    }

    /// What is watched now, also while the run is halted: harm does not wait.
    public Optional<Phase.Baking> baking() {
        return switch (phase) {
            case Phase.Baking b -> Optional.of(b);
            case Phase.Halted h ->
                    h.before() instanceof Phase.Baking b ? Optional.of(b) : Optional.empty();
            case Phase.Queued q -> Optional.empty();
            case Phase.Ready r -> Optional.empty();
            case Phase.InStage s -> Optional.empty();
            case Phase.Waiting w -> Optional.empty();
            case Phase.TakingBack t -> Optional.empty();
            case Phase.Scheduled s -> Optional.empty();
            case Phase.Ended e -> Optional.empty();
        };
    }

    /// Where a stage acts: in the environment that its id names, else where the run goes.
    public EnvironmentId environmentOf(Stage stage) {
        return stage.environmentName().map(EnvironmentId::new).orElse(environment);
    }

    /// The environments that it passes through, in the order of its stages; where it goes is the
    /// last.
    public List<EnvironmentId> environments() {
        var all = new LinkedHashSet<EnvironmentId>();
        for (var stage : stages) {
            stage.environmentName().map(EnvironmentId::new).ifPresent(all::add);
        }
        all.remove(environment);
        all.add(environment);
        return List.copyOf(all);
    }

    /// The run's lines: each of its policies in each of its environments.
    public List<Line> lines() {
        var policies = members.stream().map(ArtifactKey::policy).distinct().toList();
        return environments().stream()
                .flatMap(each -> policies.stream().map(policy -> new Line(each, policy)))
                .toList();
    }

    /// Whether a stage of the kind has begun in the environment, or ended.
    public boolean hasBegun(StageKind kind, EnvironmentId where) {
        return stages.stream()
                .limit(done.size() + (isAtWork() ? 1 : 0))
                .anyMatch(s -> s.uses() == kind && environmentOf(s).equals(where));
    }

    private boolean isAtWork() {
        return switch (phase) {
            case Phase.InStage in -> true;
            case Phase.Baking b -> true;
            case Phase.Halted h -> in(h.before()).isAtWork();
            case Phase.Queued q -> false;
            case Phase.Ready r -> false;
            case Phase.Waiting w -> false;
            case Phase.TakingBack t -> false;
            case Phase.Scheduled s -> false;
            case Phase.Ended e -> false;
        };
    }

    public boolean ended() {
        return phase instanceof Phase.Ended;
    }

    /// The stage that is running or comes next; empty once all have ended.
    public Optional<Stage> next() {
        return done.size() < stages.size()
                ? Optional.of(stages.get(done.size()))
                : Optional.empty();
    }

    /// How the stage ended, if it did.
    public Optional<StageRecord> record(String stage) {
        return done.stream().filter(r -> r.stage().equals(stage)).findFirst();
    }

    Run in(Phase next) {
        return new Run(
                number,
                environment,
                pipeline,
                stages,
                members,
                options,
                actor,
                queuedAt,
                startedAt,
                next,
                done,
                built,
                entries);
    }

    Run started(Instant at) {
        return new Run(
                number,
                environment,
                pipeline,
                stages,
                members,
                options,
                actor,
                queuedAt,
                Optional.of(at),
                new Phase.Ready(),
                done,
                built,
                entries);
    }

    Run with(StageRecord record) {
        return new Run(
                number,
                environment,
                pipeline,
                stages,
                members,
                options,
                actor,
                queuedAt,
                startedAt,
                new Phase.Ready(),
                done.plus(record),
                built,
                entries);
    }

    Run with(BuiltPackage built) {
        return new Run(
                number,
                environment,
                pipeline,
                stages,
                members,
                options,
                actor,
                queuedAt,
                startedAt,
                phase,
                done,
                Optional.of(built),
                entries);
    }

    Run noted(long index) {
        return new Run(
                number,
                environment,
                pipeline,
                stages,
                members,
                options,
                actor,
                queuedAt,
                startedAt,
                phase,
                done,
                built,
                entries.plus(index));
    }
}
