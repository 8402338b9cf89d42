package hms.cli;

import hms.cli.ci.CiListener;
import hms.cli.ci.CiRefused;
import hms.cli.ci.CiRun;
import hms.cli.ci.JUnitReport;
import hms.cli.ci.LogFolder;
import hms.cli.ci.StageEnd;
import hms.core.pipeline.file.CiPipeline;
import hms.core.pipeline.file.CiPipelineFile;
import hms.core.pipeline.file.ConfigRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs a pipeline file on this machine.
@Command(
        name = "hms ci run",
        description =
                "Runs the stages of a pipeline file on this machine, one after the other, until one"
                        + " fails. The whole file is checked before the first stage. Scripts start in"
                        + " this folder, or in the one that holds .hms-ci, if the file lies there.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms ci run .hms-ci/policy-pipeline.yml",
            "  hms ci run .hms-ci/policy-pipeline.yml --junit report.xml --verbose"
        })
final class CiRunCommand extends HmsCommand {
    private static final Path HOME = Path.of(".hms-ci");
    private static final long MOST_BYTES = 1L << 20;
    private static final Duration UNTIL_LIVE = Duration.ofHours(25);

    @Parameters(paramLabel = "FILE", description = "the pipeline file")
    private String file = "";

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "write JUnit XML: a test case for each stage")
    private @Nullable String junit;

    @Option(
            names = "--wait",
            description =
                    "stay until what was scheduled is live; else it ends once it is scheduled")
    private boolean wait;

    @Option(names = "--verbose", description = "show what scripts write")
    private boolean verbose;

    @Override
    int run(Invocation invocation) {
        var pipeline = read(invocation);
        var report = Optional.ofNullable(junit).map(name -> invocation.environment().path(name));
        report.map(Path::getParent).ifPresent(CiRunCommand::requireFolder);
        try {
            var logs = LogFolder.open(folder(invocation), invocation.environment().folder());
            var ends = runner(invocation).run(pipeline, logs, listener(invocation, pipeline, logs));
            if (report.isPresent()) {
                Files.write(report.get(), JUnitReport.of(pipeline, ends));
            }
            if (invocation.json()) {
                invocation.screen().raw(CiVoice.result(pipeline, ends, logs));
            }
            return ends.stream().allMatch(StageEnd.Passed.class::isInstance)
                    ? ExitCode.DONE
                    : ExitCode.REFUSED;
        } catch (CiRefused e) {
            throw Failure.refused(String.valueOf(e.getMessage()), e.remedy());
        } catch (IOException e) {
            throw Failure.refused(
                    "The pipeline could not be run: " + Reading.reason(e) + ".",
                    "Check the folder, and the room on its disk.");
        }
    }

    private CiPipeline read(Invocation invocation) {
        var bytes = Reading.bytes(invocation.environment().path(file), file, MOST_BYTES);
        try {
            return CiPipelineFile.parse(file, bytes);
        } catch (ConfigRefused e) {
            throw Failure.refused(
                    Spelling.sentence(String.valueOf(e.getMessage())), "No stage was begun.");
        }
    }

    private static void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw Failure.refused(
                    "There is no folder " + folder + " for the JUnit report.",
                    "Make it; no stage was begun.");
        }
    }

    private CiRun runner(Invocation invocation) {
        var environment = invocation.environment();
        return new CiRun(
                folder(invocation),
                variables(invocation),
                environment.program().again().get(),
                wait ? UNTIL_LIVE : CiRun.USUAL_TIMEOUT,
                environment.clock());
    }

    /// Where scripts start: the working folder, or, for a file in a folder `.hms-ci`, the one which
    /// that is in.
    private Path folder(Invocation invocation) {
        var environment = invocation.environment();
        return Optional.ofNullable(environment.path(file).getParent())
                .filter(home -> home.endsWith(HOME))
                .map(Path::getParent)
                .orElseGet(environment::folder);
    }

    /// What scripts inherit: wherever they start, server, data and keys are those of this command.
    private Map<String, String> variables(Invocation invocation) {
        var environment = invocation.environment();
        var variables = new HashMap<>(environment.variables());
        invocation.options().server().ifPresent(url -> variables.put("HMS_URL", url));
        variables.put("HMS_DATA", invocation.dataFolder().toString());
        environment
                .variable("HMS_KEYS")
                .ifPresent(keys -> variables.put("HMS_KEYS", environment.path(keys).toString()));
        if (wait) {
            variables.put(PromoteCommand.WAIT, "1");
        }
        return variables;
    }

    private CiListener listener(Invocation invocation, CiPipeline pipeline, LogFolder logs) {
        return invocation.json()
                ? CiVoice.forPrograms(invocation.screen(), logs, verbose)
                : CiVoice.forPeople(
                        invocation.screen(),
                        invocation.environment().clock(),
                        pipeline,
                        logs,
                        verbose);
    }
}
