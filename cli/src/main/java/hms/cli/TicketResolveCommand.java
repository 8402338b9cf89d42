package hms.cli;

import hms.client.ApiRequest;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// Decides a ticket.
@Command(
        name = "hms ticket resolve",
        description = {
            "Decides a ticket, once and for all. The choice and the reason go on the ledger with your"
                    + " name; hms ticket show TICKET says what each choice does."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms ticket resolve 37 --choice uphold --reason \"The rule ignores region.\"",
            "  hms ticket resolve 37 --choice release --reason \"The sensor was broken.\"",
            "  hms ticket resolve 38 --choice agree --reason \"Staging is well.\""
        })
final class TicketResolveCommand extends HmsCommand {
    @Parameters(paramLabel = "TICKET", description = "its number")
    private String ticket = "";

    @Option(
            names = "--choice",
            paramLabel = "CHOICE",
            required = true,
            description =
                    "uphold or release a quarantine, agree to or refuse what asks to enter, or"
                            + " acknowledge what happened")
    private String choice = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why")
    private String reason = "";

    @Override
    int run(Invocation invocation) {
        var number = TicketNumber.of(ticket);
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("choice", choice.toLowerCase(Locale.ROOT))
                        .put("reason", reason);
        try (var link = invocation.reachToWrite()) {
            var answer = link.send(ApiRequest.post(Paths.ticket(number) + "/resolve").json(body));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
                return ExitCode.DONE;
            }
            var resolved = answer.json();
            var chosen = resolved.path("resolution").path("choice").asString(choice);
            invocation.screen().line("✓ Ticket " + number + " is decided: " + chosen);
            for (var each : resolved.path("choices")) {
                if (each.path("choice").asString("").equals(chosen)) {
                    invocation.screen().line("  " + each.path("consequence").asString(""));
                }
            }
            var run = resolved.path("run");
            if (resolved.path("kind").asString("").equals("gate") && run.isNumber()) {
                invocation.screen().line("  Follow it: hms run " + run.asInt() + " --follow");
            }
            return ExitCode.DONE;
        }
    }
}
