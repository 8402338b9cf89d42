package hms.cli.ci;

import hms.cli.ci.CiPlan.Step;
import hms.core.pipeline.file.CiPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One passage through a pipeline file: stage after stage, until one fails.
public final class CiRun {
    /// For how long a stage may run that says nothing of it.
    public static final Duration USUAL_TIMEOUT = Duration.ofHours(1);

    private final Path folder;
    private final Map<String, String> variables;
    private final List<String> again;
    private final Duration timeout;
    private final Clock clock;

    /// @param folder where scripts start
    /// @param variables what they inherit
    /// @param again the command that starts this program
    /// @param timeout for how long a stage may run that says nothing of it
    public CiRun(
            Path folder,
            Map<String, String> variables,
            List<String> again,
            Duration timeout,
            Clock clock) {
        this.folder = folder;
        this.variables = Map.copyOf(variables);
        this.again = List.copyOf(again);
        this.timeout = timeout;
        this.clock = clock;
    }

    /// @return how each stage has ended, in their order
    /// @throws CiRefused if it cannot be begun; then nothing was run
    public List<StageEnd> run(CiPipeline pipeline, LogFolder logs, CiListener listener)
            throws IOException {
        var plan = CiPlan.of(pipeline, folder, variables, logs);
        var ends = new ArrayList<StageEnd>();
        try (var launcher = Launcher.of(again)) {
            boolean going = true;
            for (var step : plan.steps()) {
                var end =
                        going
                                ? stage(plan, step, launcher, listener)
                                : new StageEnd.NotRun(step.stage());
                going &= end instanceof StageEnd.Passed;
                ends.add(end);
                listener.ended(end);
            }
        }
        return ends;
    }

    private StageEnd stage(CiPlan plan, Step step, Launcher launcher, CiListener listener)
            throws IOException {
        listener.started(step.stage());
        var started = clock.instant();
        var limit = step.stage().timeout().orElse(timeout);
        var process =
                new StageProcess(
                        plan.shell().command(step.script()),
                        folder,
                        environment(step, launcher),
                        limit,
                        step.log());
        var reports = new Reports(step, listener);
        var exit = process.run(reports::look);
        reports.close();
        var took = Duration.between(started, clock.instant());
        return reports.failure(exit, limit)
                .<StageEnd>map(
                        reason ->
                                new StageEnd.Failed(
                                        step.stage(), reports.results(), took, step.log(), reason))
                .orElseGet(
                        () ->
                                new StageEnd.Passed(
                                        step.stage(), reports.results(), took, step.log()));
    }

    private Map<String, String> environment(Step step, Launcher launcher) {
        var all = new HashMap<>(variables);
        all.put("PATH", launcher.path(variables));
        all.put(CiResult.VARIABLE, step.results().toString());
        all.put("HMS_CI_STAGE", step.stage().id());
        return all;
    }
}
