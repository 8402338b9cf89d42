package hms.cli;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import hms.artifact.PolicyId;
import hms.checks.lint.LintContext;
import hms.checks.lint.LintReport;
import hms.cli.ci.CiResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// Checks files, without a server.
@Command(
        name = "hms policy lint",
        description =
                "Says what is wrong or doubtful about policy artifacts. Needs no server; policies"
                        + " that are used are looked for beside the files.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms policy lint policies/*.yaml",
            "  hms policy lint pm25.yaml --strict"
        })
final class LintCommand extends HmsCommand {
    private static final int MOST_NEIGHBOURS = 500;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "policy artifacts")
    private List<String> files = List.of();

    @Option(names = "--strict", description = "warnings count as errors")
    private boolean strict;

    @Override
    int run(Invocation invocation) {
        var reports = lint(invocation, files);
        var passes = reports.stream().allMatch(report -> report.passes(strict));
        invocation.report(result(reports, passes));
        if (invocation.json()) {
            json(invocation, reports);
        } else {
            for (var report : reports) {
                FindingText.printResult(invocation, report.findings());
                var mark = report.passes(strict) ? "✓ " : Ink.HARM.of("✗ ");
                invocation.screen().line(mark + report.fileName() + ": " + report.summary());
            }
        }
        return passes ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static CiResult result(List<LintReport> reports, boolean passes) {
        long errors = reports.stream().mapToLong(LintReport::errors).sum();
        long warnings = reports.stream().mapToLong(LintReport::warnings).sum();
        var summary =
                Spelling.count(reports.size(), "file", "files")
                        + (errors > 0 ? ", " + Spelling.count(errors, "error", "errors") : "")
                        + (warnings > 0
                                ? ", " + Spelling.count(warnings, "warning", "warnings")
                                : "")
                        + (errors + warnings == 0 ? ", no findings" : "");
        var result = passes ? CiResult.passed(summary) : CiResult.failed(summary);
        return result.with(facts -> facts.put("errors", errors).put("warnings", warnings));
    }

    static List<LintReport> lint(Invocation invocation, List<String> files) {
        var contents = new ArrayList<byte[]>();
        var folders = new ArrayList<Path>();
        for (var file : files) {
            var path = invocation.environment().path(file);
            contents.add(Reading.bytes(path, file, LocalPolicy.MOST_ARTIFACT));
            folders.add(path.toAbsolutePath().getParent());
        }
        var clock = invocation.environment().clock();
        var neighbours = new HashMap<Path, Map<PolicyId, Artifact>>();
        var reports = new ArrayList<LintReport>();
        for (var i = 0; i < files.size(); i++) {
            var used = usedIn(contents.get(i), files.get(i));
            var known =
                    used.isEmpty()
                            ? Map.<PolicyId, Artifact>of()
                            : neighbours.computeIfAbsent(folders.get(i), LintCommand::policiesIn);
            var context = LintContext.alone(known, clock.instant(), clock.getZone());
            reports.add(LintReport.of(contents.get(i), files.get(i), Optional.empty(), context));
        }
        return reports;
    }

    private static List<PolicyId> usedIn(byte[] bytes, String name) {
        return ArtifactParser.parse(bytes, name, Optional.empty())
                        instanceof ParseResult.Parsed parsed
                ? List.copyOf(parsed.artifact().uses().values())
                : List.of();
    }

    /// The policies in a folder, the highest version of each.
    static Map<PolicyId, Artifact> policiesIn(Path folder) {
        var policies = new HashMap<PolicyId, Artifact>();
        try (var files = Files.list(folder)) {
            files.filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
                    .limit(MOST_NEIGHBOURS)
                    .forEach(file -> add(policies, file));
        } catch (IOException _) {
            return policies;
        }
        return policies;
    }

    private static void add(Map<PolicyId, Artifact> policies, Path file) {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LocalPolicy.MOST_ARTIFACT) {
                return;
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException _) {
            return;
        }
        if (ArtifactParser.parse(bytes, file.getFileName().toString(), Optional.empty())
                instanceof ParseResult.Parsed parsed) {
            policies.merge(
                    parsed.artifact().id(),
                    parsed.artifact(),
                    (a, b) -> a.version().compareTo(b.version()) >= 0 ? a : b);
        }
    }

    private static void json(Invocation invocation, List<LintReport> reports) {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("files");
        for (var report : reports) {
            var file = list.addObject().put("file", report.fileName());
            report.artifact().ifPresent(artifact -> file.put("policy", artifact.name()));
            file.put("errors", report.errors()).put("warnings", report.warnings());
            file.set("findings", FindingJson.write(report.findings()));
        }
        invocation.screen().raw(json.toString());
    }
}
