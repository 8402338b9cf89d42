package hms.runs.step;

import hms.artifact.Bucket;
import hms.artifact.Canary;
import hms.artifact.Selector;
import hms.core.command.Command.Found;
import hms.core.decide.Onset;
import hms.core.pipeline.Stage;
import hms.core.pipeline.file.Percent;
import hms.core.pipeline.file.Times;
import hms.core.state.ArtifactKey;
import hms.core.state.CanaryVerdict;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.StageOutcome;
import hms.runs.canary.CanaryWatch;
import hms.runs.target.SmokeTests;
import hms.runs.telemetry.Telemetry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Makes the release what readers of the environment get: all at once or, with `steps`, share by
/// share, each watched for the `pause` like a canary. With `converge` it then waits until that
/// share of the subscribers obeys it, and fails if they do not within the time.
///
/// Nobody loses again what he has: a step that is smaller than the canary before it is left out.
public final class RolloutStep implements BakingStep {

    private static final Duration USUAL_PAUSE = Duration.ofMinutes(1);
    private static final Duration USUAL_WITHIN = Duration.ofMinutes(1);

    /// Who begins to use a policy because it is new says so within this time. Before, that nobody
    /// is behind says nothing.
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final Telemetry telemetry;
    private final CanaryWatch watch;
    private final SmokeTests smoke;

    public RolloutStep(Telemetry telemetry, CanaryWatch watch, SmokeTests smoke) {
        this.telemetry = telemetry;
        this.watch = watch;
        this.smoke = smoke;
    }

    @Override
    public StepOutcome run(StageRun stage) {
        var first = hasRolledOut(stage) ? Optional.<Selector>empty() : nextStep(stage);
        if (first.isPresent() && isObserved(stage)) {
            return new Bake(CanaryStep.digests(stage), first, pause(stage.stage()));
        }
        return isWatched(stage)
                ? new Bake(CanaryStep.digests(stage), Optional.empty(), within(stage.stage()))
                : rolledOut(stage, Optional.empty());
    }

    /// Whether there is something to wait for once it is live: subscribers that obey it, pages that
    /// show it.
    private boolean isWatched(StageRun stage) {
        return (converge(stage.stage()).isPresent() && isObserved(stage))
                || smoke.hasAny(stage.state(), stage.environment(), true);
    }

    /// Whether anybody can be watched: subscribers were seen, and it is in force at once.
    private static boolean isObserved(StageRun stage) {
        return stage.state().live().seen().contains(stage.environment())
                && stage.run().members().stream().anyMatch(key -> !isToCome(stage, key));
    }

    private static boolean isToCome(StageRun stage, ArtifactKey key) {
        return Onset.of(
                        stage.state(),
                        stage.state().policies().submitted(key).orElseThrow(),
                        stage.run().options(),
                        stage.run().environment(),
                        stage.environment(),
                        stage.at())
                .isAfter(stage.at());
    }

    private static boolean hasRolledOut(StageRun stage) {
        return stage.run().members().stream()
                .anyMatch(
                        key ->
                                stage.state()
                                        .live()
                                        .history(line(stage, key))
                                        .hasRolledOut(stage.run().number()));
    }

    private static Line line(StageRun stage, ArtifactKey key) {
        return new Line(stage.environment(), key.policy());
    }

    @Override
    public Look look(StageRun stage, Run.Phase.Baking baking, Instant now) {
        return hasRolledOut(stage) ? converging(stage, baking, now) : stepping(stage, baking, now);
    }

    private Look stepping(StageRun stage, Run.Phase.Baking baking, Instant now) {
        var window = new CanaryWatch.Window(baking.since(), baking.until(), now);
        var found = watch.look(stage.state(), stage.run(), stage.stage(), window);
        if (found.isEmpty()) {
            return new Look.Over(Judgement.gone());
        }
        var findings = found.get();
        if (findings.judged().isEmpty()) {
            return new Look.Again(CanaryStep.NEXT_LOOK);
        }
        var verdict = findings.judged().get();
        if (verdict != CanaryVerdict.PASSED) {
            return new Look.Over(
                    Judgement.of(
                            findings, verdict, "at " + findings.about().selector().text() + ": "));
        }
        var next = nextStep(stage);
        if (next.isPresent()) {
            return new Look.Further(
                    new Bake(CanaryStep.digests(stage), next, pause(stage.stage())));
        }
        return isWatched(stage)
                ? new Look.Further(
                        new Bake(
                                CanaryStep.digests(stage), Optional.empty(), within(stage.stage())))
                : new Look.Over(rolledOut(stage, Optional.of(findings.json())));
    }

    /// The next share that is more than what some readers have already.
    private Optional<Selector> nextStep(StageRun stage) {
        var has =
                stage.run().members().stream()
                        .flatMap(
                                key ->
                                        stage
                                                .state()
                                                .live()
                                                .history(line(stage, key))
                                                .canary()
                                                .stream())
                        .filter(canary -> canary.run() == stage.run().number())
                        .map(Canary::selector)
                        .max(Comparator.comparingInt(Selector::buckets));
        int more = has.map(Selector::buckets).orElse(0);
        boolean others = has.filter(selector -> !selector.attributes().isEmpty()).isPresent();
        return steps(stage.stage()).stream()
                .filter(s -> s.buckets() > more || (others && s.buckets() == more))
                .filter(s -> s.buckets() < Bucket.COUNT)
                .findFirst()
                .map(
                        step ->
                                Exposure.of(
                                        step,
                                        stage.run().number(),
                                        telemetry.present(stage.environment())));
    }

    private static List<Selector> steps(Stage stage) {
        return Optional.ofNullable(stage.options().get("steps")).stream()
                .flatMap(text -> Arrays.stream(text.split("\\s*,\\s*", -1)))
                .flatMap(text -> Selector.parse(text).stream())
                .toList();
    }

    private static Duration pause(Stage stage) {
        return time(stage, "pause", USUAL_PAUSE);
    }

    private static Duration within(Stage stage) {
        return time(stage, "within", USUAL_WITHIN);
    }

    private static Duration time(Stage stage, String option, Duration usual) {
        return Optional.ofNullable(stage.options().get(option)).flatMap(Times::parse).orElse(usual);
    }

    private static Optional<BigDecimal> converge(Stage stage) {
        return Optional.ofNullable(stage.options().get("converge")).flatMap(Percent::parse);
    }

    private static StepResult rolledOut(StageRun stage, Optional<byte[]> evidence) {
        return passed(stage, stage.environment() + ", scope global", evidence);
    }

    private static StepResult passed(StageRun stage, String summary, Optional<byte[]> evidence) {
        return new StepResult(
                StageOutcome.PASSED,
                summary,
                evidence,
                new Found.Digests(CanaryStep.digests(stage)),
                List.of());
    }

    /// Who obeys the release by now.
    private Look converging(StageRun stage, Run.Phase.Baking baking, Instant now) {
        var share = converge(stage.stage()).orElse(BigDecimal.ZERO);
        var reached = new ArrayList<Arrival.Reached>();
        for (var member : stage.members()) {
            if (!isToCome(stage, member.key())) {
                reached.add(
                        new Arrival.Reached(
                                member.key(),
                                telemetry.convergence(
                                        stage.environment(),
                                        member.key().policy(),
                                        member.artifact().digest(),
                                        baking.since())));
            }
        }
        var arrival = new Arrival(share, reached);
        boolean asks = converge(stage.stage()).isPresent() && isObserved(stage);
        boolean young = asks && now.isBefore(telemetry.since().plus(telemetry.interval(false)));
        boolean early = asks && arrival.isUnheardOf() && now.isBefore(baking.since().plus(SETTLE));
        boolean arrived = !asks || (arrival.isComplete() && !young && !early);
        var tests = arrived ? Optional.of(round(stage)) : NOT_ASKED;
        if (tests.filter(round -> round.complaint().isEmpty()).isPresent()) {
            return new Look.Over(
                    passed(
                            stage,
                            said(stage, asks, arrival, tests.get()),
                            asks ? Optional.of(arrival.json()) : Optional.empty()));
        }
        if (now.isBefore(baking.until()) || young) {
            return new Look.Again(CanaryStep.NEXT_LOOK);
        }
        return new Look.Over(
                tests.flatMap(SmokeTests.Round::complaint)
                        .map(why -> StepResult.failed("smoke test failed: " + why))
                        .orElseGet(() -> StepResult.failed(arrival.complaint(), arrival.json())));
    }

    private SmokeTests.Round round(StageRun stage) {
        return smoke.round(stage.state(), stage.run(), stage.environment(), true);
    }

    private static final Optional<SmokeTests.Round> NOT_ASKED = Optional.empty();

    private static String said(
            StageRun stage, boolean asks, Arrival arrival, SmokeTests.Round tests) {
        var who = asks ? arrival.summary() : stage.environment() + ", scope global";
        return tests.asked() == 0
                ? who
                : who
                        + " · "
                        + tests.asked()
                        + (tests.asked() == 1 ? " smoke test" : " smoke tests");
    }
}
