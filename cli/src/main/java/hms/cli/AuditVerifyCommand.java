package hms.cli;

import hms.audit.Finding;
import hms.audit.LedgerEvidence;
import hms.audit.LedgerFold;
import hms.audit.LedgerVerification;
import hms.audit.LogFiles;
import hms.audit.VerificationReport;
import hms.client.ApiRefused;
import hms.client.ApiRequest;
import hms.ledger.LedgerUnreadable;
import hms.trust.JdkEd25519;
import hms.trust.MalformedException;
import hms.trust.NoteVerifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/// Verifies a ledger.
@Command(
        name = "hms audit verify",
        description =
                "Reads every entry, rebuilds the tree from them, and holds it against the signed"
                        + " checkpoint. Works on a data folder (also while a server runs on it), on an"
                        + " export, and on what a server shows.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms audit verify",
            "  hms audit verify --data /var/lib/hms",
            "  hms audit verify --export ledger-2026.tgz --key \"$(cat log.vkey)\""
        })
final class AuditVerifyCommand extends HmsCommand {
    private static final String LOG = "/log/";

    @Option(
            names = "--export",
            paramLabel = "DIR",
            description = "an export: its folder, or its .tgz")
    private @Nullable String export;

    @Option(
            names = "--key",
            paramLabel = "VKEY",
            description = "the log's verifier key, if you have it from elsewhere")
    private @Nullable String key;

    @Override
    int run(Invocation invocation) {
        var given = Optional.ofNullable(key).map(AuditVerifyCommand::parse);
        if (export != null) {
            var path = invocation.environment().path(export);
            return verify(invocation, LedgerEvidence.ofExport(path), given, export);
        }
        if (invocation.options().data().isEmpty() && invocation.namesServer()) {
            return shown(invocation, given);
        }
        try (var stored = FolderLedger.open(invocation.dataFolder(), given)) {
            var evidence = LedgerEvidence.of(stored.ledger());
            return tell(invocation, verify(evidence, stored.key()), stored.file().toString());
        }
    }

    /// What a server shows to all the world.
    private static int shown(Invocation invocation, Optional<NoteVerifier> given) {
        try (var link = invocation.reach()) {
            var where = link.server() + LOG;
            LogFiles files = (name, mostBytes) -> read(link, name, mostBytes);
            return verify(invocation, LedgerEvidence.ofLog(files, where), given, where);
        }
    }

    private static byte[] read(Link link, String name, int mostBytes) {
        try {
            var bytes = link.send(ApiRequest.get(LOG + name)).bytes();
            if (bytes.length > mostBytes) {
                throw new LedgerUnreadable(name + " is larger than " + mostBytes + " bytes", null);
            }
            return bytes;
        } catch (ApiRefused refused) {
            throw new LedgerUnreadable(
                    "the server does not show " + name + ": " + refused.problem().title(), refused);
        }
    }

    /// Verifies with the key that is given, or else with the one that the log itself states.
    private static int verify(
            Invocation invocation,
            LedgerEvidence opened,
            Optional<NoteVerifier> given,
            String where) {
        try (var evidence = opened) {
            var verifier =
                    given.or(evidence::statedKey)
                            .orElseThrow(
                                    () ->
                                            Failure.refused(
                                                    "The log does not say what key it has.",
                                                    "Give its verifier key with --key."));
            if (given.isEmpty() && !invocation.json()) {
                invocation
                        .screen()
                        .note(
                                Ink.WAIT.of("! ")
                                        + "The key is the one that the log itself states. To rely"
                                        + " on it, give the one that you know: --key VKEY");
            }
            return tell(invocation, verify(evidence, verifier), where);
        }
    }

    /// Reads a verifier key as the user gives it.
    private static NoteVerifier parse(String text) {
        try {
            return NoteVerifier.parse(text.strip());
        } catch (MalformedException e) {
            throw Failure.usage(
                    "That is no verifier key: " + e.getMessage() + ".",
                    "It looks like NAME+HASH+BASE64; an export has it in log.vkey.");
        }
    }

    private static VerificationReport verify(LedgerEvidence evidence, NoteVerifier key) {
        return LedgerVerification.verify(evidence, key, JdkEd25519.verifier(), new LedgerFold(key));
    }

    /// What a parser says of a spoiled entry has several lines.
    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static int tell(Invocation invocation, VerificationReport report, String where) {
        var screen = invocation.screen();
        if (invocation.json()) {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("good", report.isGood())
                    .put("ledger", where)
                    .put("entries", report.entries())
                    .put("root", report.root().toString())
                    .put("key", report.key().toString())
                    .put("tiles", report.tiles())
                    .put("blobs", report.blobs());
            report.last().ifPresent(at -> json.put("last", at.toString()));
            var findings = json.putArray("findings");
            report.findings().stream().map(Finding::text).forEach(findings::add);
            json.put("more", report.more());
            screen.raw(json.toString());
        } else {
            report.lines().stream().map(AuditVerifyCommand::firstLine).forEach(screen::line);
            screen.line("  read from " + where);
        }
        return report.isGood() ? ExitCode.DONE : ExitCode.REFUSED;
    }
}
