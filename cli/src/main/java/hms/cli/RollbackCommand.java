package hms.cli;

import hms.client.ApiRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// Goes back to an earlier version.
@Command(
        name = "hms rollback",
        description = {
            "Makes an earlier version live again, at once. It needs no new approval. Unfinished runs"
                    + " of the policy end, and its pending schedules are cancelled."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms rollback epa-pm25-limit@1.5.0",
            "  hms rollback epa-pm25-limit@1.5.0 --reason \"Sensors disagree.\""
        })
final class RollbackCommand extends HmsCommand {
    @Parameters(paramLabel = "ID@VERSION", description = "the version to go back to")
    private String what = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why")
    private @Nullable String reason;

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "production",
            description = "the environment (production)")
    private String environment = "";

    @Override
    int run(Invocation invocation) {
        var name = VersionName.of(what);
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("env", DeployOptions.environment(environment))
                        .put("version", name.version().toString());
        if (reason != null) {
            body.put("reason", reason);
        }
        try (var link = invocation.reachToWrite()) {
            var answer =
                    link.send(
                            ApiRequest.post(Paths.policy(name.id().text()) + "/rollback")
                                    .json(body)
                                    .idempotencyKey(UUID.randomUUID().toString()));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
                return ExitCode.DONE;
            }
            var done = answer.json();
            var from =
                    RunDocument.text(done, "from")
                            .map(version -> ", in place of " + version)
                            .orElse("");
            invocation
                    .screen()
                    .line(
                            "✓ %s is live in %s%s  —  %s"
                                    .formatted(
                                            name,
                                            done.path("env").asString(""),
                                            from,
                                            Moments.seconds(done.path("tookMs").asLong(0))));
            return ExitCode.DONE;
        }
    }
}
