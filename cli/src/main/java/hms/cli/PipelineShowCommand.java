package hms.cli;

import hms.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows a pipeline.
@Command(
        name = "hms pipeline show",
        description = "Shows the pipeline through which releases reach an environment, as a file.",
        sortOptions = false,
        footer = {"", "Example:", "  hms pipeline show --env production"})
final class PipelineShowCommand extends HmsCommand {
    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "production",
            description = "the environment (production)")
    private String environment = "";

    @Override
    int run(Invocation invocation) {
        var request =
                ApiRequest.get("/api/pipeline")
                        .query("env", DeployOptions.environment(environment));
        try (var link = invocation.reach()) {
            var answer = link.send(request);
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                answer.json().path("yaml").asString("").lines().forEach(invocation.screen()::line);
            }
            return ExitCode.DONE;
        }
    }
}
