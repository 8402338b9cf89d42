package hms.cli;

import hms.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Takes another configuration over.
@Command(
        name = "hms config apply",
        description =
                "Shows what an hms.yaml would change, asks, and has the server take it over without a"
                        + " restart. What the file does not name any more goes.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms config apply hms.yaml",
            "  hms config apply hms.yaml --dry-run"
        })
final class ConfigApplyCommand extends HmsCommand {
    private static final long LARGEST = 256L * 1024;

    @Parameters(
            paramLabel = "FILE",
            description = "the configuration, as docs/configuration.md has it")
    private String file = "";

    @Option(names = "--dry-run", description = "only say what it would change")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "change it without asking")
    private boolean yes;

    @Override
    int run(Invocation invocation) {
        var bytes = Reading.bytes(invocation.environment().path(file), file, LARGEST);
        try (var link = invocation.reachToWrite()) {
            var planned = link.send(request(bytes).query("dryRun", "true"));
            var changes = planned.json().path("changes");
            boolean only = dryRun || changes.isEmpty();
            if (invocation.json() && only) {
                invocation.screen().raw(planned.text());
                return ExitCode.DONE;
            }
            if (!invocation.json()) {
                show(invocation, planned.json());
            }
            if (only) {
                return ExitCode.DONE;
            }
            if (!yes && !agreed(invocation)) {
                return ExitCode.REFUSED;
            }
            var applied = link.send(request(bytes));
            if (invocation.json()) {
                invocation.screen().raw(applied.text());
            } else {
                done(invocation, applied.json());
            }
            return ExitCode.DONE;
        }
    }

    private static ApiRequest request(byte[] bytes) {
        return ApiRequest.of("PUT", "/api/configuration").bytes("application/yaml", bytes);
    }

    private static void show(Invocation invocation, JsonNode planned) {
        var screen = invocation.screen();
        if (planned.path("changes").isEmpty()) {
            screen.line("The configuration says this already. Nothing is to be done.");
        }
        for (var change : planned.path("changes")) {
            screen.line("• " + change.path("what").asString(""));
            RunDocument.text(change, "before")
                    .ifPresent(before -> screen.line("  " + Ink.HARM.of("- ") + before));
            RunDocument.text(change, "after")
                    .ifPresent(after -> screen.line("  " + Ink.ACCENT.of("+ ") + after));
        }
        planned.path("notes").forEach(note -> screen.line(Ink.WAIT.of("! ") + note.asString("")));
    }

    private static boolean agreed(Invocation invocation) {
        var screen = invocation.screen();
        if (!screen.canAsk()) {
            throw Failure.usage(
                    "Whether to change it has to be asked, and nobody is there to answer.",
                    "Say it with --yes.");
        }
        if (screen.ask("Change it? [y/N] ")) {
            return true;
        }
        screen.note("Nothing was changed.");
        return false;
    }

    private static void done(Invocation invocation, JsonNode applied) {
        var entry = applied.path("ledger").path("index");
        invocation
                .screen()
                .line(
                        "✓ Changed"
                                + (entry.isNumber()
                                        ? ", on the ledger as entry " + entry.asLong()
                                        : ""));
    }
}
