package hms.cli;

import hms.client.ApiRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows entries.
@Command(
        name = "hms audit show",
        description = "Shows the ledger's last entries, or one of them with its proof.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms audit show",
            "  hms audit show 17",
            "  hms audit show --from 100 --limit 50"
        })
final class AuditShowCommand extends HmsCommand {
    @Parameters(paramLabel = "N", arity = "0..1", description = "the index of an entry")
    private @Nullable Long index;

    @Option(names = "--from", paramLabel = "N", description = "the first entry to list")
    private @Nullable Long from;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "how many to list, at most (20)")
    private int limit;

    @Override
    int run(Invocation invocation) {
        try (var link = invocation.reach()) {
            if (index != null) {
                var answer = link.send(ApiRequest.get("/api/ledger/entries/" + index));
                if (invocation.json()) {
                    invocation.screen().raw(answer.text());
                } else {
                    one(invocation, answer.json());
                }
                return ExitCode.DONE;
            }
            var first = from == null ? first(link) : from;
            var answer =
                    link.send(
                            ApiRequest.get("/api/ledger/entries")
                                    .query("from", Long.toString(first))
                                    .query("limit", Integer.toString(limit)));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                answer.json().path("entries").forEach(entry -> line(invocation, entry));
            }
            return ExitCode.DONE;
        }
    }

    private long first(Link link) {
        var size = link.send(ApiRequest.get("/api/ledger")).json().path("size").asLong(0);
        return Math.max(0, size - limit);
    }

    private static void line(Invocation invocation, JsonNode entry) {
        invocation
                .screen()
                .line(
                        "%6d  %s  %s: %s"
                                .formatted(
                                        entry.path("index").asLong(0),
                                        Ink.QUIET.of(at(invocation, entry)),
                                        who(entry),
                                        entry.path("sentence").asString("")));
    }

    private static void one(Invocation invocation, JsonNode entry) {
        var screen = invocation.screen();
        screen.line(
                Ink.STRONG.of(
                        "Entry "
                                + entry.path("index").asLong(0)
                                + "  "
                                + entry.path("type").asString("")));
        screen.line(who(entry) + ": " + entry.path("sentence").asString(""));
        screen.line(at(invocation, entry));
        screen.line("Leaf hash  " + entry.path("leafHash").asString(""));
        screen.line("");
        entry.path("entry").toPrettyString().lines().forEach(screen::line);
        RunDocument.text(entry, "proof")
                .ifPresent(
                        proof -> {
                            screen.line("");
                            proof.lines().forEach(screen::line);
                        });
    }

    private static String who(JsonNode entry) {
        return RunDocument.text(entry, "by").orElse(entry.path("actor").asString("?"));
    }

    private static String at(Invocation invocation, JsonNode entry) {
        var zone = invocation.environment().clock().getZone();
        return RunDocument.instant(entry, "at").map(at -> Moments.precise(at, zone)).orElse("");
    }
}
