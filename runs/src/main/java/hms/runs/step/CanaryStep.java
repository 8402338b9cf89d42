package hms.runs.step;

import hms.core.state.CanaryVerdict;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.runs.canary.CanaryTerms;
import hms.runs.canary.CanaryWatch;
import hms.runs.canary.Findings;
import hms.runs.telemetry.Telemetry;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lets some readers have the release before the others, and watches how they fare. Harm is found
/// at any look, health only at the end; what cannot be told then has not passed.
public final class CanaryStep implements BakingStep {

    static final Duration NEXT_LOOK = Duration.ofMillis(300);

    private static final String SHADOW = "shadow";

    private final Telemetry telemetry;
    private final CanaryWatch watch;

    public CanaryStep(Telemetry telemetry, CanaryWatch watch) {
        this.telemetry = telemetry;
        this.watch = watch;
    }

    @Override
    public StepOutcome run(StageRun stage) {
        if (SHADOW.equals(stage.stage().options().get("mode")) && !replacesAnything(stage)) {
            return StepResult.skipped("nothing is in force to compare it with");
        }
        var selector =
                Exposure.of(
                        CanaryTerms.scope(stage.run(), stage.stage()),
                        stage.run().number(),
                        telemetry.present(stage.environment()));
        return new Bake(
                digests(stage),
                Optional.of(selector),
                CanaryTerms.bake(stage.run(), stage.stage()));
    }

    static List<Digest> digests(StageRun stage) {
        return stage.members().stream().map(member -> member.artifact().digest()).toList();
    }

    private static boolean replacesAnything(StageRun stage) {
        return stage.run().members().stream()
                .anyMatch(
                        key ->
                                stage.state()
                                        .live()
                                        .inForce(
                                                new Line(stage.environment(), key.policy()),
                                                stage.at())
                                        .isPresent());
    }

    @Override
    public Look look(StageRun stage, Run.Phase.Baking baking, Instant now) {
        var window = new CanaryWatch.Window(baking.since(), baking.until(), now);
        var found = watch.look(stage.state(), stage.run(), stage.stage(), window);
        if (found.isEmpty()) {
            return new Look.Over(Judgement.gone());
        }
        var findings = found.get();
        if (findings.judged().isEmpty()) {
            return new Look.Again(NEXT_LOOK);
        }
        if (findings.judged().get() == CanaryVerdict.INCONCLUSIVE
                && findings.nobodyUsesIt()
                && !replacesAnything(stage)) {
            return new Look.Over(StepResult.skipped("no subscriber uses it yet"));
        }
        return new Look.Over(
                Judgement.of(findings, findings.judged().get(), widened(stage, findings)));
    }

    private static String widened(StageRun stage, Findings findings) {
        return Exposure.said(
                CanaryTerms.scope(stage.run(), stage.stage()),
                findings.about().selector(),
                findings.canary().subscribers() + findings.baseline().subscribers(),
                findings.canary().subscribers());
    }
}
