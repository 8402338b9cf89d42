package hms.cli;

import hms.client.ApiRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows what is to come.
@Command(
        name = "hms rehearse",
        description =
                "Goes over every future date of every policy, and says what changes, begins and ends"
                        + " when, and what is wrong with the dates: gaps, overlaps, rules that read"
                        + " what has ended, local times that clocks skip or show twice.",
        sortOptions = false,
        footer = {"", "Examples:", "  hms rehearse", "  hms rehearse --until 2030-01-01 --strict"})
final class RehearseCommand extends HmsCommand {
    @Option(
            names = "--until",
            paramLabel = "DATE",
            description = "how far; over all dates there are without")
    private @Nullable String until;

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "production",
            description = "the environment (production)")
    private String environment = "";

    @Option(names = "--strict", description = "exit with 1 if something is wrong")
    private boolean strict;

    @Override
    int run(Invocation invocation) {
        var request =
                ApiRequest.get("/api/rehearsal")
                        .query("env", DeployOptions.environment(environment));
        if (until != null) {
            request = request.query("until", until);
        }
        try (var link = invocation.reach()) {
            var answer = link.send(request);
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                RehearsalText.print(invocation.screen(), answer.json());
            }
            var faults = answer.json().path("faults").asInt(0);
            return strict && faults > 0 ? ExitCode.REFUSED : ExitCode.DONE;
        }
    }
}
