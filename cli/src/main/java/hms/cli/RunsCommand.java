package hms.cli;

import hms.client.ApiRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Lists runs.
@Command(
        name = "hms runs",
        description = "Lists runs, the newest first.",
        sortOptions = false,
        footer = {"", "Examples:", "  hms runs", "  hms runs --limit 100 --json"})
final class RunsCommand extends HmsCommand {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "how many, at most (20)")
    private int limit;

    @Option(names = "--before", paramLabel = "RUN", description = "only those before this one")
    private @Nullable String before;

    @Override
    int run(Invocation invocation) {
        var request = ApiRequest.get("/api/runs").query("limit", Integer.toString(limit));
        if (before != null) {
            request = request.query("before", Integer.toString(RunNumber.of(before)));
        }
        try (var link = invocation.reach()) {
            var answer = link.send(request);
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
        var zone = invocation.environment().clock().getZone();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("run", "status", "policies", "environment", "queued", "took"));
        for (var json : answer.path("runs")) {
            var run = new RunDocument(json);
            rows.add(
                    List.of(
                            "#" + run.number(),
                            run.status(),
                            brief(run),
                            run.environment(),
                            run.instant("queuedAt").map(at -> Moments.of(at, zone)).orElse(""),
                            took(run)));
        }
        if (rows.size() == 1) {
            screen.line("There are no runs.");
            return;
        }
        Table.lines(rows, screen.tableWidth()).forEach(screen::line);
        if (answer.path("before").isNumber()) {
            screen.line("  More: hms runs --before " + answer.path("before").asInt());
        }
    }

    private static String brief(RunDocument run) {
        var first = run.json().path("policies").path(0).asString("");
        return run.policyCount() > 1 ? first + " +" + (run.policyCount() - 1) : first;
    }

    private static String took(RunDocument run) {
        return run.took().map(Moments::of).orElse(run.isEnded() ? Moments.of(Duration.ZERO) : "");
    }
}
