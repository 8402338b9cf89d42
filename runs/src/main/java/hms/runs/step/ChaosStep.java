package hms.runs.step;

import hms.checks.chaos.ClusterFault;
import hms.checks.chaos.Experiment;
import hms.checks.chaos.Pace;
import hms.checks.chaos.Plan;
import hms.checks.chaos.Report;
import hms.checks.chaos.Terms;
import hms.core.pipeline.file.Times;
import hms.core.state.Configuration;
import hms.core.state.Run;
import hms.core.state.State;
import hms.runs.port.ClusterAccess;
import hms.runs.target.TargetDesk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Does harm to the clusters of an environment while they are asked: a release that does not bear
/// it does not go on. If the run ends meanwhile, so does the harm.
public final class ChaosStep implements Step {

    private static final Duration USUAL_TIME = Duration.ofSeconds(20);
    private static final long LOOK_MS = 200;

    private final TargetDesk desk;
    private final Map<String, ClusterAccess> access;
    private final Supplier<State> state;
    private final Supplier<Pace> pace;
    private final Executor tasks;
    private final LongSupplier seeds;

    /// @param access by the kind of target
    /// @param state as it is now
    /// @param pace begins with each experiment
    /// @param tasks where probes and faults block; a thread for each in earnest
    /// @param seeds for stages that name none
    public ChaosStep(
            TargetDesk desk,
            Map<String, ClusterAccess> access,
            Supplier<State> state,
            Supplier<Pace> pace,
            Executor tasks,
            LongSupplier seeds) {
        this.desk = desk;
        this.access = Map.copyOf(access);
        this.state = state;
        this.pace = pace;
        this.tasks = tasks;
        this.seeds = seeds;
    }

    @Override
    public StepResult run(StageRun stage) {
        var targets =
                stage.state().configuration().targetsOf(stage.environment()).stream()
                        .filter(target -> access.containsKey(target.kind()))
                        .toList();
        var reports = new ArrayList<Report>();
        try {
            for (var target : targets) {
                var report = experiment(stage, target);
                if (report.isEmpty()) {
                    return StepResult.failed("broken off: the run does not go on");
                }
                reports.add(report.get());
                if (!report.get().passed()) {
                    break;
                }
            }
        } catch (ClusterFault e) {
            return StepResult.failed(e.what());
        }
        return reports.isEmpty()
                ? StepResult.skipped("no cluster here")
                : result(reports.getLast(), reports);
    }

    private static StepResult result(Report last, List<Report> reports) {
        var evidence =
                reports.stream().map(Report::json).reduce((a, b) -> a + "," + b).orElseThrow();
        var bytes = ("[" + evidence + "]").getBytes(StandardCharsets.UTF_8);
        return last.passed()
                ? StepResult.passed(last.summary(), bytes)
                : StepResult.failed(last.summary(), bytes);
    }

    /// Empty if the run ended meanwhile.
    private Optional<Report> experiment(StageRun stage, Configuration.Target target) {
        var cluster =
                Objects.requireNonNull(access.get(target.kind())).cluster(desk.destination(target));
        var options = stage.stage().options();
        var time = Optional.ofNullable(options.get("time")).flatMap(Times::parse);
        var seed = Optional.ofNullable(options.get("seed")).map(Long::valueOf);
        var plan =
                Plan.of(
                        seed.orElseGet(seeds::getAsLong),
                        cluster.replicas().size(),
                        time.orElse(USUAL_TIME));
        try (var one = Executors.newVirtualThreadPerTaskExecutor()) {
            var experiment =
                    new Experiment(
                            cluster.hasFront() ? plan : plan.killsOnly(),
                            Terms.USUAL,
                            cluster,
                            pace.get(),
                            tasks,
                            event -> {});
            return watched(one.submit(experiment::run), stage, one);
        }
    }

    private Optional<Report> watched(
            Future<Report> experiment, StageRun stage, ExecutorService one) {
        while (true) {
            try {
                return Optional.of(experiment.get(LOOK_MS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                if (!goesOn(stage)) {
                    experiment.cancel(true);
                    return Optional.empty();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException fault
                        ? fault
                        : new IllegalStateException("chaos could not be made", e.getCause());
            } catch (InterruptedException e) {
                one.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private boolean goesOn(StageRun stage) {
        return state.get()
                .runs()
                .open(stage.run().number())
                .map(Run::phase)
                .filter(phase -> !(phase instanceof Run.Phase.TakingBack))
                .isPresent();
    }
}
