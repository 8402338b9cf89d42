package hms.runs.step;

import hms.artifact.Artifact;
import hms.artifact.Finding;
import hms.artifact.PolicyId;
import hms.checks.lint.LintContext;
import hms.checks.lint.LintReport;
import hms.core.event.EventCodec;
import hms.core.state.Line;
import hms.runs.Signatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Holds the release against everything that can be said without running it: schema, rules,
/// versions, dates, prose, and the signatures over the exact bytes.
public final class ValidateStep implements Step {

    private final Signatures signatures;

    public ValidateStep(Signatures signatures) {
        this.signatures = signatures;
    }

    @Override
    public StepResult run(StageRun stage) {
        var findings =
                stage.members().parallelStream()
                        .flatMap(member -> findings(stage, member).stream())
                        .toList();
        var unsigned =
                signatures.problems(
                        stage.state(),
                        stage.run().members(),
                        stage.run().environment(),
                        stage.at());
        var evidence = evidence(findings, unsigned);
        if (!unsigned.isEmpty()) {
            return StepResult.failed(unsigned.getFirst(), evidence);
        }
        long errors = findings.stream().filter(Finding::isError).count();
        long warnings = findings.size() - errors;
        if (errors > 0) {
            return StepResult.failed(
                    findings.stream().filter(Finding::isError).findFirst().orElseThrow().text(),
                    evidence);
        }
        if (warnings > 0 && stage.run().options().strict()) {
            return StepResult.failed("strict: " + findings.getFirst().text(), evidence);
        }
        return StepResult.passed(
                warnings == 0 ? "" : warnings + (warnings == 1 ? " warning" : " warnings"),
                evidence);
    }

    private static List<Finding> findings(StageRun stage, StageRun.Member member) {
        var findings =
                new ArrayList<>(LintReport.findings(member.artifact(), context(stage, member)));
        findings.addAll(missing(stage, member.artifact()));
        return findings;
    }

    private static LintContext context(StageRun stage, StageRun.Member member) {
        var policies = new LinkedHashMap<PolicyId, Artifact>();
        member.artifact()
                .uses()
                .values()
                .forEach(id -> stage.companion(id).ifPresent(m -> policies.put(id, m.artifact())));
        return new LintContext(
                stage.live(member.key()).map(StageRun.Member::artifact),
                stage.state()
                        .live()
                        .history(new Line(stage.run().environment(), member.key().policy()))
                        .timeline(),
                policies,
                stage.at(),
                stage.state().configuration().zone());
    }

    /// Policies that its rules read and that are nowhere: neither in force where it goes, nor of
    /// this release.
    private static List<Finding> missing(StageRun stage, Artifact artifact) {
        return artifact.uses().entrySet().stream()
                .filter(use -> stage.companion(use.getValue()).isEmpty())
                .map(
                        use ->
                                Finding.error(
                                        "uses-not-live",
                                        "it uses "
                                                + use.getValue()
                                                + " as "
                                                + use.getKey()
                                                + ", which is not in force in "
                                                + stage.run().environment()
                                                + " and not part of this release",
                                        artifact.source().fileName(),
                                        "deploy " + use.getValue() + " first, or with it"))
                .toList();
    }

    private static byte[] evidence(List<Finding> findings, List<String> unsigned) {
        return EventCodec.mapper()
                .writeValueAsBytes(Map.of("findings", findings, "signatures", unsigned));
    }
}
