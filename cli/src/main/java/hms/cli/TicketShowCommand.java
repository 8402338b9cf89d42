package hms.cli;

import hms.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows one ticket.
@Command(
        name = "hms ticket show",
        description =
                "Shows a ticket: what happened, who is affected now, the facts, and what each choice"
                        + " would do.",
        sortOptions = false,
        footer = {"", "Example:", "  hms ticket show 37"})
final class TicketShowCommand extends HmsCommand {
    @Parameters(paramLabel = "TICKET", description = "its number")
    private String ticket = "";

    @Override
    int run(Invocation invocation) {
        var number = TicketNumber.of(ticket);
        try (var link = invocation.reach()) {
            var answer = link.send(ApiRequest.get(Paths.ticket(number)));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                new TicketText(invocation, answer.json()).show();
            }
            return ExitCode.DONE;
        }
    }
}
