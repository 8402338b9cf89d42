package hms.cli;

import hms.client.ApiRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// Lists tokens.
@Command(
        name = "hms token list",
        description = "Lists the tokens that were issued, without the tokens themselves.",
        sortOptions = false)
final class TokenListCommand extends HmsCommand {
    @Override
    int run(Invocation invocation) {
        try (var link = invocation.reach()) {
            var answer = link.send(ApiRequest.get("/api/tokens"));
            var screen = invocation.screen();
            if (invocation.json()) {
                screen.raw(answer.text());
                return ExitCode.DONE;
            }
            var now = invocation.environment().clock().instant();
            var zone = invocation.environment().clock().getZone();
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("id", "for", "state", "until", "only for", "scopes"));
            for (var token : answer.json().path("tokens")) {
                var expires = RunDocument.instant(token, "expires");
                rows.add(
                        List.of(
                                token.path("id").asString(""),
                                token.path("for").asString(""),
                                state(token, expires.orElse(Instant.MAX), now),
                                expires.map(at -> Moments.of(at, zone)).orElse("–"),
                                limits(token),
                                KeyListCommand.words(token.path("scopes"))));
            }
            if (rows.size() == 1) {
                screen.line(
                        "No token was issued. Issue one: hms token new --scope SCOPE --for NAME");
            } else {
                Table.lines(rows, screen.tableWidth()).forEach(screen::line);
            }
            return ExitCode.DONE;
        }
    }

    private static String state(JsonNode token, Instant expires, Instant now) {
        if (token.path("revoked").asBoolean(false)) {
            return "revoked";
        }
        return expires.isAfter(now) ? "good" : "expired";
    }

    private static String limits(JsonNode token) {
        var policies = KeyListCommand.words(token.path("policies"));
        var environments = KeyListCommand.words(token.path("environments"));
        return policies.isEmpty() || environments.isEmpty()
                ? policies + environments
                : policies + " in " + environments;
    }
}
