package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.client.ApiRequest;
import hms.trust.MalformedException;
import hms.trust.OpenSshKey;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// Puts a public key on the keyring.
@Command(
        name = "hms key enrol",
        description = "Puts a public key, its owner and roles on the ledger's keyring.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms key enrol ~/.ssh/id_ed25519.pub --owner \"EPA Chief\" --role administrator"
        })
final class KeyEnrolCommand extends HmsCommand {
    private static final long MOST_BYTES = 16 * 1024;

    @Parameters(paramLabel = "FILE", description = "the public key (ssh-ed25519 AAAA…)")
    private String file = "";

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            required = true,
            description = "whose approvals it makes")
    private String owner = "";

    @Option(names = "--role", paramLabel = "ROLE", split = ",", description = "a role of its owner")
    private List<String> roles = List.of();

    @Override
    int run(Invocation invocation) {
        var path = invocation.environment().path(file);
        var text = new String(Reading.bytes(path, file, MOST_BYTES), UTF_8).strip();
        var key = parse(text);
        try (var link = invocation.reachToWrite()) {
            var answer = link.send(request(key, owner, roles));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                invocation.screen().line("✓ Key enrolled for " + owner);
                invocation.screen().line("  " + key.fingerprint());
            }
            return ExitCode.DONE;
        }
    }

    private OpenSshKey parse(String text) {
        if (text.contains("PRIVATE KEY")) {
            throw Failure.refused(
                    file + " is a private key. Nothing was sent.",
                    "Name its public part: " + file + ".pub");
        }
        try {
            return OpenSshKey.parse(text);
        } catch (MalformedException e) {
            throw Failure.refused(
                    file + " is no public key that can be enrolled: " + e.getMessage() + ".",
                    "Name an Ed25519 key's .pub file.");
        }
    }

    static ApiRequest request(OpenSshKey key, String owner, List<String> roles) {
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("publicKey", key.toString())
                        .put("owner", owner);
        var list = body.putArray("roles");
        roles.forEach(list::add);
        return ApiRequest.post("/api/keys").json(body);
    }
}
