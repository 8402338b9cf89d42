package hms.runs.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.checks.scan.Scan;
import hms.checks.scan.ScanFinding;
import hms.checks.scan.ScanReport;
import hms.checks.scan.ScanRules;
import hms.checks.scan.ScanTarget;
import hms.checks.scan.builtin.ScanSets;
import hms.trust.Verdict;
import java.util.List;

/// Holds the release against rule sets: those that the stage's option `rules` names, or all.
public final class ScanStep implements Step {

    /// The stage's option that names the rule sets.
    public static final String RULES = "rules";

    private final Scan scan;

    public ScanStep(Scan scan) {
        this.scan = scan;
    }

    @Override
    public StepResult run(StageRun stage) {
        return switch (ScanSets.named(stage.stage().options().getOrDefault(RULES, ""))) {
            case Verdict.Refused<List<ScanRules>>(var reason) ->
                    StepResult.failed(reason + "; correct the option " + RULES + " of the stage");
            case Verdict.Accepted<List<ScanRules>>(var sets) -> judged(report(stage, sets));
        };
    }

    private ScanReport report(StageRun stage, List<ScanRules> sets) {
        return scan.run(
                new ScanTarget(
                        Companions.policies(stage),
                        Companions.of(stage),
                        stage.at(),
                        stage.state().configuration().zone()),
                sets);
    }

    private static StepResult judged(ScanReport report) {
        var evidence = report.toJson().getBytes(UTF_8);
        if (report.passed()) {
            return StepResult.passed(report.summary(), evidence);
        }
        var first = report.findings().stream().filter(ScanFinding::isBlocking).findFirst();
        return StepResult.failed(
                report.summary() + ": " + first.map(ScanFinding::text).orElseThrow(), evidence);
    }
}
