package hms.runs.step;

import hms.checks.simulate.Simulation;
import hms.checks.simulate.SimulationReport;
import hms.checks.simulate.SimulationResult;
import hms.core.pipeline.file.Percent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Replays recorded scenarios against the live and the new version.
public final class SimulateStep implements Step {

    @Override
    public StepResult run(StageRun stage) {
        var threshold =
                Optional.ofNullable(stage.stage().options().get("threshold"))
                        .flatMap(Percent::parse)
                        .orElse(Simulation.USUAL_THRESHOLD);
        var reports = new ArrayList<SimulationReport>();
        var names = new ArrayList<String>();
        for (var member : stage.members()) {
            if (member.artifact().scenarios().isEmpty()) {
                continue;
            }
            switch (replay(stage, member, threshold)) {
                case SimulationResult.Malformed m -> {
                    return StepResult.failed(Replays.first(m.findings()));
                }
                case SimulationResult.Replayed r -> {
                    reports.add(r.report());
                    names.add(member.key().toString());
                }
            }
        }
        if (reports.isEmpty()) {
            return StepResult.skipped("no scenarios");
        }
        return judged(reports, names);
    }

    private static SimulationResult replay(
            StageRun stage, StageRun.Member member, BigDecimal threshold) {
        return Replays.replay(
                stage.live(member.key())
                        .map(l -> new Replays.Asked(l.artifact(), stage.uses(l.artifact()))),
                new Replays.Asked(member.artifact(), stage.uses(member.artifact())),
                stage.files(member.submitted()),
                threshold,
                stage.at(),
                stage.state().configuration().zone());
    }

    private static StepResult judged(List<SimulationReport> reports, List<String> names) {
        var evidence = Replays.json(reports, names);
        for (int i = 0; i < reports.size(); i++) {
            var report = reports.get(i);
            if (!report.passed()) {
                return StepResult.failed(
                        names.get(i)
                                + ": "
                                + report.summary()
                                + "; at least "
                                + report.threshold()
                                        .movePointRight(2)
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + "% have to adapt",
                        evidence);
            }
        }
        return StepResult.passed(
                reports.size() == 1 ? reports.getFirst().summary() : Replays.together(reports),
                evidence);
    }
}
