package hms.cli;

import hms.audit.LedgerExport;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/// Writes a ledger out, for others to verify.
@Command(
        name = "hms audit export",
        description =
                "Writes the ledger into files that verify without this program: checkpoint, tree,"
                        + " entries, public content, and approvals with the keys that made them.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms audit export --out ledger-2026",
            "  hms audit export --data /var/lib/hms --out ledger-2026.tgz",
            "",
            "It is made from a data folder, also while a server runs on it."
        })
final class AuditExportCommand extends HmsCommand {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "a new folder, or a new file that ends in .tgz")
    private String out = "";

    @Override
    int run(Invocation invocation) {
        var to = invocation.environment().path(out);
        try (var source = FolderLedger.open(invocation.dataFolder(), Optional.empty())) {
            var summary =
                    out.endsWith(".tgz")
                            ? LedgerExport.toArchive(source.ledger(), source.key(), to)
                            : LedgerExport.toFolder(source.ledger(), source.key(), to);
            tell(invocation, summary);
            return ExitCode.DONE;
        } catch (IOException e) {
            throw Failure.refused(
                    "The export could not be written: " + e.getMessage() + ".",
                    "Name another folder or file with --out.");
        }
    }

    private void tell(Invocation invocation, LedgerExport.Summary summary) {
        var screen = invocation.screen();
        if (invocation.json()) {
            screen.raw(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("to", summary.to().toString())
                            .put("entries", summary.entries())
                            .put("root", summary.root().toString())
                            .put("blobs", summary.blobs())
                            .put("approvals", summary.approvals())
                            .toString());
            return;
        }
        screen.line(
                "✓ %s  %s, %s, %s"
                        .formatted(
                                out,
                                Spelling.count(summary.entries(), "entry", "entries"),
                                Spelling.count(summary.blobs(), "content", "contents"),
                                Spelling.count(summary.approvals(), "approval", "approvals")));
        screen.line("  Verify it: hms audit verify --export " + out);
    }
}
