package hms.cli;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.checks.scan.RecentScans;
import hms.checks.scan.Scan;
import hms.checks.scan.ScanFinding;
import hms.checks.scan.ScanReport;
import hms.checks.scan.ScanRules;
import hms.checks.scan.ScanTarget;
import hms.checks.scan.builtin.ScanSets;
import hms.cli.ci.CiResult;
import hms.trust.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Holds packages against rule sets, without a server.
@Command(
        name = "hms scan",
        description =
                "Looks for personal data in policies, their scenarios and tests (privacy), and for"
                        + " rules that discriminate (ethics). Needs no server.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms scan pkg.tgz",
            "  hms scan policies/pm25.yaml --rules privacy,ethics"
        })
final class ScanCommand extends HmsCommand {
    private static final int SHOWN = 50;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "policy artifacts, or packages in any format")
    private List<String> files = List.of();

    @Option(
            names = "--rules",
            paramLabel = "SET,…",
            description = "which rule sets: privacy, ethics (all)")
    private String rules = "";

    private record Scanned(LocalPackage about, ScanReport report) {}

    @Override
    int run(Invocation invocation) {
        var sets = sets();
        var packages = files.stream().map(name -> LocalPackage.read(invocation, name)).toList();
        var known = new HashMap<PolicyId, Artifact>();
        packages.forEach(
                each -> each.policies().forEach(p -> known.put(p.artifact().id(), p.artifact())));
        List<Scanned> scanned;
        try (var executor =
                Executors.newFixedThreadPool(sets.size(), Thread.ofVirtual().factory())) {
            var scan = new Scan(new RecentScans(sets.size()), executor);
            scanned =
                    packages.stream()
                            .map(
                                    each ->
                                            new Scanned(
                                                    each,
                                                    scan(invocation, scan, sets, each, known)))
                            .toList();
        }
        scanned.forEach(each -> invocation.report(result(each, scanned.size() > 1)));
        if (invocation.json()) {
            json(invocation, scanned);
        } else {
            scanned.forEach(each -> print(invocation, each));
        }
        return scanned.stream().allMatch(each -> each.report().passed())
                ? ExitCode.DONE
                : ExitCode.REFUSED;
    }

    private static CiResult result(Scanned scanned, boolean isNamed) {
        var report = scanned.report();
        var summary = (isNamed ? scanned.about().shown() + ": " : "") + report.summary();
        var result = report.passed() ? CiResult.passed(summary) : CiResult.failed(summary);
        return result.with(facts -> facts.put("findings", report.findings().size()));
    }

    private List<ScanRules> sets() {
        return switch (ScanSets.named(rules)) {
            case Verdict.Accepted<List<ScanRules>>(var sets) -> sets;
            case Verdict.Refused<List<ScanRules>>(var reason) ->
                    throw Failure.usage(
                            Spelling.sentence(reason), "Name them as in --rules privacy,ethics.");
        };
    }

    private static ScanReport scan(
            Invocation invocation,
            Scan scan,
            List<ScanRules> sets,
            LocalPackage each,
            Map<PolicyId, Artifact> known) {
        var companions = new HashMap<>(known);
        companions.putAll(each.neighbours());
        var clock = invocation.environment().clock();
        return scan.run(
                new ScanTarget(each.policies(), companions, clock.instant(), clock.getZone()),
                sets);
    }

    private static void print(Invocation invocation, Scanned scanned) {
        var screen = invocation.screen();
        var findings = scanned.report().findings();
        for (var finding : findings.stream().limit(SHOWN).toList()) {
            print(screen, scanned.about(), finding);
        }
        if (findings.size() > SHOWN) {
            screen.line(
                    "  and %s more; --json has them"
                            .formatted(Spelling.number(findings.size() - SHOWN)));
        }
        var mark = scanned.report().passed() ? "✓ " : Ink.HARM.of("✗ ");
        screen.line(mark + scanned.about().shown() + ": " + scanned.report().summary());
    }

    private static void print(Screen screen, LocalPackage about, ScanFinding finding) {
        var mark = finding.isBlocking() ? Ink.HARM.of("✗ ") : Ink.WAIT.of("! ");
        var file = about.file(finding.policy(), finding.file());
        var place =
                file
                        + (finding.line() == 0 ? "" : ":" + finding.line())
                        + (finding.column() == 0 ? "" : ":" + finding.column())
                        + (finding.path().startsWith("$.") ? " (" + finding.path() + ")" : "");
        screen.line(mark + place + "  " + finding.ruleset() + "/" + finding.rule());
        screen.line("  " + Spelling.sentence(finding.message()));
        screen.line("  " + Ink.QUIET.of(Spelling.sentence(finding.remedy())));
    }

    private static void json(Invocation invocation, List<Scanned> scanned) {
        var json = JsonNodeFactory.instance.objectNode();
        var files = json.putArray("files");
        for (var each : scanned) {
            var file = files.addObject().put("file", each.about().shown());
            JsonMapper.shared()
                    .readTree(each.report().toJson())
                    .properties()
                    .forEach(member -> file.set(member.getKey(), member.getValue()));
        }
        json.put("passed", scanned.stream().allMatch(each -> each.report().passed()));
        invocation.screen().raw(json.toString());
    }
}
