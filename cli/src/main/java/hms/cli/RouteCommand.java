package hms.cli;

import hms.client.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows where policies would go.
@Command(
        name = "hms route",
        description =
                "Shows which targets of each environment would get policies. Nothing is kept, and"
                        + " nothing is sent anywhere.",
        sortOptions = false,
        footer = {"", "Examples:", "  hms route policies/pm25.yaml", "  hms route policies/*.yaml"})
final class RouteCommand extends HmsCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "policy artifacts")
    private List<String> files = List.of();

    @Override
    int run(Invocation invocation) {
        var policies = LocalPolicy.read(invocation, files);
        var release = LocalPolicy.release(invocation.environment().folder(), policies);
        invocation.files(release.shown());
        try (var link = invocation.reach()) {
            var answer = link.send(release.on(ApiRequest.post("/api/route")));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                show(invocation, answer.json());
            }
            return ExitCode.DONE;
        }
    }

    private static void show(Invocation invocation, JsonNode answer) {
        var screen = invocation.screen();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("policy", "environment", "goes to", "not to"));
        for (var policy : answer.path("policies")) {
            var name = policy.path("id").asString("") + "@" + policy.path("version").asString("");
            for (var environment : policy.path("environments")) {
                rows.add(
                        List.of(
                                name,
                                environment.path("environment").asString(""),
                                targets(environment, "targets", "the config store alone"),
                                targets(environment, "others", "")));
                name = "";
            }
        }
        Table.lines(rows, screen.tableWidth()).forEach(screen::line);
    }

    private static String targets(JsonNode environment, String which, String otherwise) {
        var names =
                StreamSupport.stream(environment.path(which).spliterator(), false)
                        .map(
                                target ->
                                        target.path("name").asString("")
                                                + " ("
                                                + target.path("kind").asString("")
                                                + ")")
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? otherwise : names;
    }
}
