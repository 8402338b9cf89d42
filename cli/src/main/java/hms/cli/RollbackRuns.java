package hms.cli;

import hms.cli.ci.CiResult;
import hms.cli.ci.LogFolder;
import hms.cli.ci.RollbackScript;
import hms.cli.ci.StageProcess;
import hms.cli.ci.StageProcess.Exit;
import hms.core.pipeline.file.Times;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Runs the rollback script on this machine, once for each policy of a release that has failed.
///
/// @param timeout for how long each may run
record RollbackRuns(Invocation invocation, RollbackScript script, Duration timeout) {

    /// What a script is to take back.
    ///
    /// @param from the version that had been rolled out
    /// @param to the version from before; empty if there was none
    /// @param environment where it failed
    /// @param run the number of the run
    /// @param stage where it failed, as the run names it; empty if a person ended it
    record Task(
            String policy,
            String from,
            Optional<String> to,
            String environment,
            int run,
            String stage) {
        Map<String, String> variables() {
            return Map.of(
                    "HMS_POLICY", policy,
                    "HMS_FROM", from,
                    "HMS_TO", to.orElse(""),
                    "HMS_ENV", environment,
                    "HMS_RUN", Integer.toString(run),
                    "HMS_STAGE", stage);
        }
    }

    /// How one has ended.
    ///
    /// @param exitCode empty if it was ended
    /// @param problem empty if it did what it should
    /// @param log all that it wrote
    record Done(Task task, OptionalInt exitCode, String problem, String log) {
        boolean isGood() {
            return problem.isEmpty();
        }
    }

    /// Runs it for each; one that fails does not keep the others from being taken back.
    List<Done> run(List<Task> tasks) {
        var done = new ArrayList<Done>();
        for (var task : tasks) {
            done.add(run(task));
        }
        return done;
    }

    private Done run(Task task) {
        try {
            var folder = invocation.environment().folder();
            var logs = LogFolder.open(folder, folder);
            var log = logs.file("rollback-run-%d-%s.log".formatted(task.run(), task.policy()));
            var variables = new HashMap<>(invocation.environment().variables());
            variables.remove(CiResult.VARIABLE);
            variables.putAll(task.variables());
            var process =
                    new StageProcess(
                            List.of(script.path().toAbsolutePath().toString()),
                            folder,
                            variables,
                            timeout,
                            log);
            return done(task, process.run(() -> {}), logs.shown(log), StageProcess.lastLine(log));
        } catch (IOException e) {
            return new Done(
                    task, OptionalInt.empty(), "could not be run: " + Reading.reason(e), "");
        }
    }

    private Done done(Task task, Exit exit, String log, String said) {
        return switch (exit) {
            case Exit.Status(var code) ->
                    new Done(
                            task,
                            OptionalInt.of(code),
                            code == 0
                                    ? ""
                                    : "exit status " + code + (said.isEmpty() ? "" : ": " + said),
                            log);
            case Exit.TimedOut _ ->
                    new Done(
                            task,
                            OptionalInt.empty(),
                            "ended after its time limit of " + Times.text(timeout),
                            log);
            case Exit.Interrupted() -> new Done(task, OptionalInt.empty(), "interrupted", log);
        };
    }
}
