package hms.cli.ci;

import hms.core.pipeline.file.CiPipeline;
import hms.core.pipeline.file.CiPipeline.BuiltIn;
import hms.core.pipeline.file.CiPipeline.CiStage;
import hms.core.pipeline.file.CiPipeline.Scripted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Stages that can be begun: every script is there, can be read by the shell, and names rollback
/// scripts that exist.
final class CiPlan {
    private static final Duration CHECK = Duration.ofSeconds(30);
    private static final int MOST_SAID = 4_096;

    private final Shell shell;
    private final LogFolder logs;
    private final List<Step> steps;

    /// @param script the file that the shell gets
    /// @param log gets what it writes
    /// @param results gets what its commands report
    record Step(CiStage stage, Path script, Path log, Path results) {}

    private CiPlan(Shell shell, LogFolder logs, List<Step> steps) {
        this.shell = shell;
        this.logs = logs;
        this.steps = List.copyOf(steps);
    }

    /// @param folder where scripts start
    /// @param variables their environment
    /// @throws CiRefused if one stage of it cannot be begun
    static CiPlan of(
            CiPipeline pipeline, Path folder, Map<String, String> variables, LogFolder logs)
            throws IOException {
        var shell = Shell.find(variables);
        var scripts = new ArrayList<String>();
        for (var stage : pipeline.stages()) {
            scripts.add(script(pipeline, stage));
            requireRollback(stage, scripts.getLast(), folder);
        }
        logs.clear();
        var steps = new ArrayList<Step>();
        for (int i = 0; i < scripts.size(); i++) {
            var stage = pipeline.stages().get(i);
            var name = (i + 1) + "-" + stage.id();
            var step =
                    new Step(
                            stage,
                            logs.file(name + ".sh"),
                            logs.file(name + ".log"),
                            logs.file(name + ".jsonl"));
            Files.writeString(step.script(), scripts.get(i) + "\n");
            requireReadable(shell, step, folder, variables);
            steps.add(step);
        }
        return new CiPlan(shell, logs, steps);
    }

    Shell shell() {
        return shell;
    }

    LogFolder logs() {
        return logs;
    }

    List<Step> steps() {
        return steps;
    }

    private static String script(CiPipeline pipeline, CiStage stage) {
        return switch (stage) {
            case Scripted scripted -> scripted.script();
            case BuiltIn builtIn -> new LocalStage(pipeline, builtIn).script();
        };
    }

    private static void requireRollback(CiStage stage, String script, Path folder) {
        for (var rollback : RollbackScript.in(script, folder)) {
            rollback.problem()
                    .ifPresent(
                            problem -> {
                                throw new CiRefused(
                                        stage.place() + ": " + problem.what(), problem.remedy());
                            });
        }
    }

    private static void requireReadable(
            Shell shell, Step step, Path folder, Map<String, String> variables) throws IOException {
        var check =
                new StageProcess(shell.check(step.script()), folder, variables, CHECK, step.log());
        var exit = check.run(() -> {});
        if (!exit.equals(new StageProcess.Exit.Status(0))) {
            var said = StageProcess.tail(step.log(), MOST_SAID).lines().findFirst().orElse("");
            throw new CiRefused(
                    step.stage().place()
                            + ".script cannot be read by "
                            + shell.program().getFileName()
                            + ": "
                            + LogLines.shown(said.replace(step.script() + ": ", "")),
                    "Mend it; no stage was begun.");
        }
        Files.deleteIfExists(step.log());
    }
}
