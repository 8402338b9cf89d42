package hms.cli;

import hms.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Takes a token back.
@Command(
        name = "hms token revoke",
        description = "Takes a token back: nobody gets in with it any more.",
        sortOptions = false,
        footer = {"", "Example:", "  hms token revoke t-4f1c"})
final class TokenRevokeCommand extends HmsCommand {
    @Parameters(paramLabel = "ID", description = "as hms token list shows it; not the token itself")
    private String id = "";

    @Override
    int run(Invocation invocation) {
        if (id.length() > 200 || id.isBlank()) {
            throw Failure.usage(
                    "That is no id of a token.", "hms token list shows them; it is not the token.");
        }
        try (var link = invocation.reachToWrite()) {
            var path = "/api/tokens/" + ApiRequest.segment(id);
            var answer = link.send(ApiRequest.of("DELETE", path));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                invocation.screen().line("✓ Token revoked: " + id);
            }
            return ExitCode.DONE;
        }
    }
}
