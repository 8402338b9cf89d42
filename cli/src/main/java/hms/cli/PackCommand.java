package hms.cli;

import hms.artifact.Finding;
import hms.artifact.SignedApproval;
import hms.checks.lint.LintReport;
import hms.checks.pack.PackResult;
import hms.checks.pack.PackageContents;
import hms.checks.pack.PackageFormat;
import hms.checks.pack.PackagedPolicy;
import hms.checks.pack.Packager;
import hms.checks.pack.PackedPackage;
import hms.cli.ci.CiResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// Makes a package, without a server.
@Command(
        name = "hms policy pack",
        description =
                "Packs policies, the files that they name, and the approvals in FILE.sig beside them."
                        + " The same content gives the same bytes. Needs no server.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms policy pack policies/pm25.yaml --out pkg.tgz",
            "  hms policy pack policies/*.yaml --format zip"
        })
final class PackCommand extends HmsCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "policy artifacts")
    private List<String> files = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where to write it (ID-VERSION.tgz)")
    private @Nullable String out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "tgz, zip, json or xml (as --out ends; tgz)")
    private @Nullable String format;

    @Override
    int run(Invocation invocation) {
        var chosen = format();
        var policies = LocalPolicy.read(invocation, files);
        requireSound(invocation);
        var approvals = new ArrayList<SignedApproval>();
        policies.forEach(policy -> approvals.addAll(SignatureFile.read(policy)));
        var contents =
                new PackageContents(
                        policies.stream()
                                .map(p -> new PackagedPolicy(p.artifact(), p.files()))
                                .toList(),
                        approvals,
                        Optional.empty());
        return switch (Packager.pack(contents, chosen)) {
            case PackResult.Packed packed ->
                    written(invocation, contents, approvals.size(), packed.packed());
            case PackResult.Refused refused ->
                    throw Failure.findings("There can be no such package.", refused.findings());
        };
    }

    private PackageFormat format() {
        if (format != null) {
            return PackageFormat.named(format)
                    .orElseThrow(
                            () ->
                                    Failure.usage(
                                            "There is no format \"" + format + "\".",
                                            "There are tgz, zip, json and xml."));
        }
        var name = out == null ? "" : out;
        return PackageFormat.named(name.substring(name.lastIndexOf('.') + 1))
                .orElse(PackageFormat.TGZ);
    }

    private void requireSound(Invocation invocation) {
        var errors =
                LintCommand.lint(invocation, files).stream()
                        .map(LintReport::findings)
                        .flatMap(List::stream)
                        .filter(Finding::isError)
                        .toList();
        if (!errors.isEmpty()) {
            throw Failure.findings("Nothing was packed.", errors);
        }
    }

    private int written(
            Invocation invocation, PackageContents contents, int approvals, PackedPackage packed) {
        var name = out == null ? usualName(contents, packed) : out;
        write(invocation.environment().path(name), name, packed.bytes(), "--out");
        invocation.report(
                CiResult.passed(name + " created")
                        .marked("📦")
                        .with(facts -> facts.put("sha256", packed.digest().toString())));
        var screen = invocation.screen();
        if (invocation.json()) {
            screen.raw(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("file", name)
                            .put("format", packed.format().extension())
                            .put("sha256", packed.digest().toString())
                            .put("sizeBytes", packed.size())
                            .put("policies", contents.policies().size())
                            .put("approvals", approvals)
                            .toString());
            return ExitCode.DONE;
        }
        screen.line(
                "✓ %s  %s, %s, %s bytes"
                        .formatted(
                                name,
                                Spelling.count(contents.policies().size(), "policy", "policies"),
                                Spelling.count(approvals, "approval", "approvals"),
                                Spelling.number(packed.size())));
        screen.line("  " + packed.digest());
        return ExitCode.DONE;
    }

    private static String usualName(PackageContents contents, PackedPackage packed) {
        var first = contents.policies().getFirst().artifact();
        var name =
                contents.policies().size() == 1
                        ? first.id() + "-" + first.version()
                        : "release-" + contents.manifest().root().hex().substring(0, 12);
        return name + "." + packed.format().extension();
    }

    /// The whole file or none.
    ///
    /// @param option the option that names it
    static void write(Path file, String shown, byte[] bytes, String option) {
        if (Files.isDirectory(file)) {
            throw Failure.refused(shown + " is a folder.", "Name a file with " + option + ".");
        }
        try {
            var beside = file.resolveSibling("." + file.getFileName() + ".part");
            Files.write(beside, bytes);
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.refused(
                    shown + " could not be written: " + Reading.reason(e) + ".",
                    "Check the folder, or name another file with " + option + ".");
        }
    }
}
