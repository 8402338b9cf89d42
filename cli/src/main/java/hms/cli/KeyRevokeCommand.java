package hms.cli;

import hms.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Takes a key off the keyring.
@Command(
        name = "hms key revoke",
        description =
                "Takes a key off the keyring: from now on its approvals count for nothing new. What"
                        + " was deployed with them stays.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hms key revoke SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8"
        })
final class KeyRevokeCommand extends HmsCommand {
    @Parameters(paramLabel = "FINGERPRINT", description = "as hms key list shows it")
    private String fingerprint = "";

    @Override
    int run(Invocation invocation) {
        if (!fingerprint.matches("SHA256:[A-Za-z0-9+/]{43}")) {
            throw Failure.usage(
                    "\"" + fingerprint + "\" is no fingerprint of a key.",
                    "It begins with SHA256: and hms key list shows it.");
        }
        try (var link = invocation.reachToWrite()) {
            var path = "/api/keys/" + ApiRequest.segment(fingerprint);
            var answer = link.send(ApiRequest.of("DELETE", path));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                invocation.screen().line("✓ Key revoked: " + fingerprint);
            }
            return ExitCode.DONE;
        }
    }
}
