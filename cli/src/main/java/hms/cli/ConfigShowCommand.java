package hms.cli;

import hms.client.ApiRequest;
import picocli.CommandLine.Command;

/// Shows the configuration.
@Command(
        name = "hms config show",
        description =
                "Shows the configuration that stands on the ledger, as an hms.yaml. Secrets are"
                        + " references in it; what belongs to the server's process, such as"
                        + " publicUrl, is not in it.",
        sortOptions = false,
        footer = {"", "Example:", "  hms config show > hms.yaml"})
final class ConfigShowCommand extends HmsCommand {
    @Override
    int run(Invocation invocation) {
        try (var link = invocation.reach()) {
            var answer = link.send(ApiRequest.get("/api/configuration"));
            invocation
                    .screen()
                    .raw(
                            invocation.json()
                                    ? answer.text()
                                    : answer.json().path("yaml").asString(""));
            return ExitCode.DONE;
        }
    }
}
