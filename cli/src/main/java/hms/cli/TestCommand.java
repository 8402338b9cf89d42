package hms.cli;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.checks.test.PackageTests;
import hms.checks.test.TestOutcome;
import hms.checks.test.TestReport;
import hms.cli.ci.CiResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Runs the tests that packages bring along, without a server.
@Command(
        name = "hms policy test",
        description =
                "Runs the tests of policies or packages: examples for their schemas, cases for their"
                        + " rules, and that a client takes each and answers as it should. Needs no"
                        + " server.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms policy test policies/pm25.yaml",
            "  hms policy test pkg.tgz --junit build/tests.xml"
        })
final class TestCommand extends HmsCommand {
    private static final int SHOWN = 50;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "policy artifacts, or packages in any format")
    private List<String> files = List.of();

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "also write the result as JUnit XML")
    private @Nullable String junit;

    private record Tested(LocalPackage about, TestReport report) {}

    @Override
    int run(Invocation invocation) {
        var packages = files.stream().map(name -> LocalPackage.read(invocation, name)).toList();
        var known = new HashMap<PolicyId, Artifact>();
        packages.forEach(
                each -> each.policies().forEach(p -> known.put(p.artifact().id(), p.artifact())));
        var tested = packages.stream().map(each -> test(invocation, each, known)).toList();
        if (junit != null) {
            junit(invocation, junit, tested);
        }
        tested.forEach(each -> invocation.report(result(each, tested.size() > 1)));
        if (invocation.json()) {
            json(invocation, tested);
        } else {
            tested.forEach(each -> print(invocation, each));
        }
        return tested.stream().allMatch(each -> each.report().passed())
                ? ExitCode.DONE
                : ExitCode.REFUSED;
    }

    private static CiResult result(Tested tested, boolean isNamed) {
        var report = tested.report();
        var summary = (isNamed ? tested.about().shown() + ": " : "") + report.summary();
        var result = report.passed() ? CiResult.passed(summary) : CiResult.failed(summary);
        return result.with(
                facts ->
                        facts.put("tests", report.count()).put("failed", report.failures().size()));
    }

    private static Tested test(
            Invocation invocation, LocalPackage each, Map<PolicyId, Artifact> known) {
        var companions = new HashMap<>(known);
        companions.putAll(each.neighbours());
        var clock = invocation.environment().clock();
        return new Tested(
                each,
                PackageTests.run(
                        each.policies(),
                        companions,
                        clock.instant(),
                        clock.getZone(),
                        new InMemorySdk()));
    }

    private static void print(Invocation invocation, Tested tested) {
        var screen = invocation.screen();
        var report = tested.report();
        FindingText.printResult(invocation, report.problems().stream().limit(SHOWN).toList());
        var failures = report.failures();
        for (var failure : failures.stream().limit(SHOWN).toList()) {
            var miss = failure.miss().orElseThrow();
            screen.line(Ink.HARM.of("✗ ") + place(tested.about(), failure) + "  " + failure.name());
            screen.line("  expected " + miss.expected());
            screen.line("  found    " + miss.found());
        }
        if (failures.size() > SHOWN) {
            screen.line(
                    "  and %s more; --json and --junit have all"
                            .formatted(Spelling.number(failures.size() - SHOWN)));
        }
        var mark = report.passed() ? "✓ " : Ink.HARM.of("✗ ");
        screen.line(mark + tested.about().shown() + ": " + report.summary());
    }

    private static String place(LocalPackage about, TestOutcome test) {
        var file = about.file(test.policy(), test.file());
        return test.line() == 0 ? file : "%s:%d:%d".formatted(file, test.line(), test.column());
    }

    private static void junit(Invocation invocation, String name, List<Tested> tested) {
        var all =
                new TestReport(
                        tested.stream().flatMap(each -> each.report().tests().stream()).toList(),
                        tested.stream()
                                .flatMap(each -> each.report().problems().stream())
                                .toList());
        PackCommand.write(
                invocation.environment().path(name),
                name,
                all.toJunit().getBytes(StandardCharsets.UTF_8),
                "--junit");
    }

    private static void json(Invocation invocation, List<Tested> tested) {
        var mapper = JsonMapper.shared();
        var json = JsonNodeFactory.instance.objectNode();
        var list = new ArrayList<TestReport>();
        var files = json.putArray("files");
        for (var each : tested) {
            list.add(each.report());
            var file = files.addObject().put("file", each.about().shown());
            mapper.readTree(each.report().toJson())
                    .properties()
                    .forEach(member -> file.set(member.getKey(), member.getValue()));
        }
        json.put("passed", list.stream().allMatch(TestReport::passed));
        json.put("tests", list.stream().mapToLong(TestReport::count).sum());
        json.put("failed", list.stream().mapToLong(report -> report.failures().size()).sum());
        invocation.screen().raw(json.toString());
    }
}
