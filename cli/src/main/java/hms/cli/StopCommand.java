package hms.cli;

import hms.client.ApiRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// What halting, resuming and aborting have in common.
abstract class StopCommand extends HmsCommand {
    @Parameters(paramLabel = "RUN", description = "its number")
    private String run = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why")
    private @Nullable String reason;

    /// The act, as the API names it.
    abstract String act();

    /// What has become of the run, and what can be done next.
    abstract String told(int number);

    @Override
    int run(Invocation invocation) {
        var number = RunNumber.of(run);
        var body = JsonNodeFactory.instance.objectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        try (var link = invocation.reachToWrite()) {
            var answer = link.send(ApiRequest.post(Paths.run(number) + "/" + act()).json(body));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
                return ExitCode.DONE;
            }
            told(number).lines().forEach(invocation.screen()::line);
            return after(invocation, link, number);
        }
    }

    /// What else there is to do, with a run that nobody else drives for example.
    int after(Invocation invocation, Link link, int number) {
        return ExitCode.DONE;
    }
}
