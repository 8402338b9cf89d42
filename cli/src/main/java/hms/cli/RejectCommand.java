package hms.cli;

import hms.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// Says no to a version.
@Command(
        name = "hms reject",
        description = "Rejects a version: it cannot be deployed any more.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hms reject epa-pm25-limit@2.0.0 --reason \"The limit is wrong.\""
        })
final class RejectCommand extends HmsCommand {
    @Parameters(paramLabel = "ID@VERSION", description = "which")
    private String what = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why")
    private String reason = "";

    @Override
    int run(Invocation invocation) {
        var name = VersionName.of(what);
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("version", name.version().toString())
                        .put("reason", reason);
        try (var link = invocation.reachToWrite()) {
            var path = Paths.policy(name.id().text()) + "/rejections";
            var answer = link.send(ApiRequest.post(path).json(body));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                invocation.screen().line("✓ " + name + " is rejected");
            }
            return ExitCode.DONE;
        }
    }
}
