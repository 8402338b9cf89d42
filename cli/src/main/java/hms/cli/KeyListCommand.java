package hms.cli;

import hms.client.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Lists the keyring.
@Command(
        name = "hms key list",
        description = "Lists the keys on the keyring, with their owners and roles.",
        sortOptions = false)
final class KeyListCommand extends HmsCommand {
    @Override
    int run(Invocation invocation) {
        try (var link = invocation.reach()) {
            var answer = link.send(ApiRequest.get("/api/keys"));
            var screen = invocation.screen();
            if (invocation.json()) {
                screen.raw(answer.text());
                return ExitCode.DONE;
            }
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("owner", "roles", "state", "key"));
            for (var key : answer.json().path("keys")) {
                rows.add(
                        List.of(
                                key.path("owner").asString(""),
                                words(key.path("roles")),
                                key.path("revokedAt").isNumber() ? "revoked" : "good",
                                key.path("key").asString("")));
            }
            if (rows.size() == 1) {
                screen.line("No key is enrolled. Make one: hms key new NAME");
            } else {
                Table.lines(rows, screen.tableWidth()).forEach(screen::line);
            }
            return ExitCode.DONE;
        }
    }

    static String words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(node -> node.asString(""))
                .collect(Collectors.joining(", "));
    }
}
