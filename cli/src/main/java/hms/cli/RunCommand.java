package hms.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows one run.
@Command(
        name = "hms run",
        description = "Shows a run: its stages, how it ended, and which outcomes it changed.",
        sortOptions = false,
        footer = {"", "Examples:", "  hms run 184", "  hms run 184 --follow --verbose"})
final class RunCommand extends HmsCommand {
    @Parameters(paramLabel = "RUN", description = "its number")
    private String run = "";

    @Option(names = "--follow", description = "watch it until it ends")
    private boolean follow;

    @Option(names = "--verbose", description = "show all stages, with their times")
    private boolean verbose;

    @Override
    int run(Invocation invocation) {
        var number = RunNumber.of(run);
        try (var link = invocation.reach()) {
            if (follow) {
                return Deployment.watch(invocation, link, number, verbose);
            }
            var follower = new RunFollower(link, number);
            var document = follower.read();
            if (invocation.json()) {
                invocation.screen().raw(document.json().toString());
                return ExitCode.DONE;
            }
            var display =
                    new RunDisplay(invocation.screen(), invocation.environment().clock(), verbose);
            display.update(document);
            var isBaking = display.wantsCanary();
            display.end();
            if (isBaking) {
                follower.canary()
                        .ifPresent(
                                figures ->
                                        CanaryChart.lines(
                                                        figures,
                                                        invocation.environment().clock().instant(),
                                                        invocation.screen().tableWidth())
                                                .forEach(invocation.screen()::line));
            }
            new RunVerdict(invocation, link, document).tell();
            return ExitCode.DONE;
        }
    }
}
