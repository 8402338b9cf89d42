package hms.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The whole story.
@Command(
        name = "hms demo",
        description = {
            "Tells the whole story on real input, in a temporary folder: keys, approvals, a"
                    + " deployment, a refusal, a simulation, publication, a rollback, a crash, and"
                    + " the proof of all of it. Then it keeps on serving."
        },
        sortOptions = false)
final class DemoCommand extends HmsCommand {
    @Option(names = "--exit", description = "end after the story")
    private boolean exit;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "where to serve (any port that is free)")
    private int port;

    @Override
    int run(Invocation invocation) {
        var environment = invocation.environment();
        return environment.program().demo().run(new Demo.Options(exit, port), environment);
    }
}
