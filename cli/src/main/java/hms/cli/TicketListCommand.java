package hms.cli;

import hms.client.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Lists tickets.
@Command(
        name = "hms ticket list",
        description = "Lists the tickets that wait for a decision, the newest first.",
        sortOptions = false,
        footer = {"", "Examples:", "  hms ticket list", "  hms ticket list --all"})
final class TicketListCommand extends HmsCommand {
    @Option(names = "--all", description = "also those that were decided")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "how many, at most (50)")
    private int limit;

    @Option(names = "--before", paramLabel = "TICKET", description = "only those before this one")
    private @Nullable String before;

    @Override
    int run(Invocation invocation) {
        var request =
                ApiRequest.get("/api/tickets")
                        .query("status", all ? "all" : "open")
                        .query("limit", Integer.toString(limit));
        if (before != null) {
            request = request.query("before", Integer.toString(TicketNumber.of(before)));
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

    private void show(Invocation invocation, JsonNode answer) {
        var screen = invocation.screen();
        var zone = invocation.environment().clock().getZone();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ticket", "status", "what", "run", "opened"));
        for (var ticket : answer.path("tickets")) {
            var run = ticket.path("run");
            rows.add(
                    List.of(
                            Integer.toString(ticket.path("ticket").asInt(0)),
                            ticket.path("status").asString(""),
                            ticket.path("title").asString(""),
                            run.isNumber() ? "#" + run.asInt() : "",
                            RunDocument.instant(ticket, "openedAt")
                                    .map(at -> Moments.of(at, zone))
                                    .orElse("")));
        }
        if (rows.size() == 1) {
            screen.line(all ? "There are no tickets." : "Nothing waits for you.");
            return;
        }
        Table.lines(rows, screen.tableWidth()).forEach(screen::line);
        if (answer.path("before").isNumber()) {
            screen.line(
                    "  More: hms ticket list "
                            + (all ? "--all " : "")
                            + "--before "
                            + answer.path("before").asInt());
        }
    }
}
