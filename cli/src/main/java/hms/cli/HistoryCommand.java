package hms.cli;

import hms.client.ApiRequest;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows all that has happened to a policy.
@Command(
        name = "hms history",
        description =
                "Shows a policy's versions with who approved them, when each was or is in force, and"
                        + " the ledger's entries about it.",
        sortOptions = false,
        footer = {"", "Example:", "  hms history epa-pm25-limit"})
final class HistoryCommand extends HmsCommand {
    @Parameters(paramLabel = "ID", description = "the policy")
    private String id = "";

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "production",
            description = "the environment (production)")
    private String environment = "";

    @Override
    int run(Invocation invocation) {
        var request =
                ApiRequest.get(Paths.policy(VersionName.id(id).text()) + "/history")
                        .query("env", DeployOptions.environment(environment));
        try (var link = invocation.reach()) {
            var answer = link.send(request);
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                tell(invocation, answer.json());
            }
            return ExitCode.DONE;
        }
    }

    private static void tell(Invocation invocation, JsonNode history) {
        var screen = invocation.screen();
        var zone = invocation.environment().clock().getZone();
        screen.line(Ink.STRONG.of("Versions"));
        for (var version : history.path("versions")) {
            version(screen, zone, version);
        }
        screen.line(Ink.STRONG.of("In force"));
        if (history.path("timeline").isEmpty()) {
            screen.line("  Never yet.");
        }
        for (var stretch : history.path("timeline")) {
            var until =
                    RunDocument.instant(stretch, "until")
                            .map(at -> " until " + Moments.of(at, zone))
                            .orElse("");
            screen.line(
                    "  %s  from %s%s%s"
                            .formatted(
                                    stretch.path("version").asString(""),
                                    at(stretch, "from", zone),
                                    until,
                                    stretch.path("retroactive").asBoolean(false)
                                            ? " (retroactive)"
                                            : ""));
        }
        screen.line(Ink.STRONG.of("Ledger"));
        for (var entry : history.path("entries")) {
            screen.line(
                    "  %6d  %s  %s: %s"
                            .formatted(
                                    entry.path("index").asLong(0),
                                    RunDocument.instant(entry, "at")
                                            .map(at -> Moments.precise(at, zone))
                                            .orElse("?"),
                                    entry.path("by").asString(""),
                                    entry.path("sentence").asString("")));
        }
    }

    private static void version(Screen screen, ZoneId zone, JsonNode version) {
        var citation =
                RunDocument.text(version.path("published"), "citation")
                        .map(c -> ", " + c)
                        .orElse("");
        screen.line(
                "  %s  %s, submitted %s by %s%s"
                        .formatted(
                                version.path("version").asString(""),
                                version.path("status").asString(""),
                                at(version, "submittedAt", zone),
                                version.path("by").asString(""),
                                citation));
        for (var approval : version.path("approvals")) {
            screen.line(
                    "    approved %s by %s  %s"
                            .formatted(
                                    at(approval, "at", zone),
                                    approval.path("by").asString(""),
                                    Ink.QUIET.of(approval.path("key").asString(""))));
        }
    }

    private static String at(JsonNode object, String name, ZoneId zone) {
        return RunDocument.instant(object, name).map(at -> Moments.of(at, zone)).orElse("?");
    }
}
