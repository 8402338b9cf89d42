package hms.runs.canary;

import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.checks.canary.Activity;
import hms.checks.canary.Check;
import hms.checks.canary.Foreseen;
import hms.checks.canary.Judge;
import hms.checks.canary.Look;
import hms.checks.canary.Range;
import hms.checks.canary.Signals;
import hms.checks.canary.Verdict;
import hms.core.pipeline.Stage;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Run;
import hms.core.state.State;
import hms.runs.content.Library;
import hms.runs.telemetry.Telemetry;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Looks at a run's canary: what was reported, what was foreseen, and what both come to.
public final class CanaryWatch {

    /// Added to an interval, for reports that are on their way.
    private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

    private final Telemetry telemetry;
    private final Foresight foresight;
    private final Outsiders outsiders;

    public CanaryWatch(Telemetry telemetry, Library library, Outsiders outsiders) {
        this.telemetry = telemetry;
        this.foresight = new Foresight(library);
        this.outsiders = outsiders;
    }

    /// What is watched, and when.
    ///
    /// @param from since when, of this stage
    /// @param until when it has been watched for long enough
    public record Window(Instant from, Instant until, Instant now) {
        boolean over() {
            return !now.isBefore(until);
        }
    }

    /// One policy's part.
    record Part(
            PolicyId policy,
            Digest digest,
            Signals canary,
            Signals baseline,
            Judge.Judged judged) {}

    /// Empty if no member of the run has a canary.
    public Optional<Findings> look(State state, Run run, Stage stage, Window window) {
        var where = run.environmentOf(stage);
        var canary = canary(state, run, where);
        if (canary.isEmpty()) {
            return Optional.empty();
        }
        boolean shadow = shadow(state, run, where);
        var figures = telemetry.figures(canary.get());
        var settles = settles(window.from());
        boolean settled = !window.now().isBefore(settles);
        var foreseen = foresight.of(state, run);
        var parts = new ArrayList<Part>();
        var checks = new ArrayList<Check>();
        for (var member : canary.get().members().entrySet()) {
            var sides = figures.signals().getOrDefault(member.getKey(), NOTHING);
            var first =
                    state.live().inForce(new Line(where, member.getKey()), window.now()).isEmpty();
            var look = new Look(window.over(), settled, shadow, first);
            var judged =
                    Judge.policy(
                            CanaryTerms.of(stage),
                            foreseen.getOrDefault(member.getKey(), Foreseen.nothing(Set.of())),
                            sides.canary(),
                            sides.baseline(),
                            look);
            parts.add(
                    new Part(
                            member.getKey(),
                            member.getValue(),
                            sides.canary(),
                            sides.baseline(),
                            judged));
            checks.addAll(judged.checks());
        }
        var common = new ArrayList<>(subscribers(figures, canary.get(), window, settled, shadow));
        common.addAll(outsiders.checks(run, stage, window.until(), window.now()));
        checks.addAll(common);
        var verdict = verdict(checks, run, stage, figures, window, settles);
        return Optional.of(
                new Findings(
                        verdict,
                        new Findings.About(
                                run.number(), stage.id(), canary.get().selector(), shadow, window),
                        figures,
                        List.copyOf(parts),
                        List.copyOf(common)));
    }

    private static final Telemetry.Sides<Signals> NOTHING =
            new Telemetry.Sides<>(Signals.NONE, Signals.NONE);

    /// What of the run some readers have before the others.
    private static Optional<Telemetry.Canary> canary(State state, Run run, EnvironmentId where) {
        var members = new LinkedHashMap<PolicyId, Digest>();
        Optional<Selector> selector = Optional.empty();
        Instant since = Instant.MAX;
        for (var key : run.members()) {
            var live =
                    state.live()
                            .history(new Line(where, key.policy()))
                            .canary()
                            .filter(c -> c.run() == run.number());
            if (live.isPresent()) {
                members.put(key.policy(), live.get().digest());
                selector = Optional.of(live.get().selector());
                since = live.get().since().isBefore(since) ? live.get().since() : since;
            }
        }
        var begin = since;
        return selector.map(s -> new Telemetry.Canary(where, run.number(), members, s, begin));
    }

    private static boolean shadow(State state, Run run, EnvironmentId where) {
        return run.members().stream()
                .flatMap(
                        key ->
                                state
                                        .live()
                                        .history(new Line(where, key.policy()))
                                        .canary()
                                        .stream())
                .anyMatch(canary -> canary.run() == run.number() && canary.shadow());
    }

    private static List<Check> subscribers(
            Telemetry.Figures figures,
            Telemetry.Canary canary,
            CanaryWatch.Window window,
            boolean settled,
            boolean shadow) {
        var activity = Telemetry.activity(figures, canary.since(), window.now());
        return Judge.subscribers(
                activity.canary(),
                activity.baseline(),
                new Look(window.over(), settled, shadow, false));
    }

    /// By when everybody should have reported who was there when the watching, or this server,
    /// began.
    private Instant settles(Instant from) {
        var begin = telemetry.since().isAfter(from) ? telemetry.since() : from;
        return begin.plus(telemetry.interval(false)).plus(ON_THE_WAY);
    }

    /// What the checks come to. What only looks well, or only cannot be told, because somebody has
    /// not had the time to report is not yet a verdict.
    private Verdict verdict(
            List<Check> checks,
            Run run,
            Stage stage,
            Telemetry.Figures figures,
            Window window,
            Instant settles) {
        var verdict = Verdict.of(checks, window.over());
        boolean unsettled = window.now().isBefore(settles);
        return switch (verdict) {
            case NOT_YET -> verdict;
            case FAILED -> verdict;
            case INCONCLUSIVE -> {
                boolean mayCome =
                        checks.stream().noneMatch(c -> c.state() == Check.State.UNCLEAR)
                                && (unsettled
                                        || outsiders.isExpected(
                                                run, stage, window.until(), window.now()));
                yield mayCome ? Verdict.NOT_YET : verdict;
            }
            case PASSED -> {
                boolean restarted = telemetry.since().isAfter(window.from());
                yield (restarted && unsettled) || mayFallSilent(figures)
                        ? Verdict.NOT_YET
                        : verdict;
            }
        };
    }

    /// Whether those whose reports are overdue would make the canary fail if none came.
    private static boolean mayFallSilent(Telemetry.Figures figures) {
        var canary = figures.subscribers().canary();
        var baseline = figures.subscribers().baseline();
        var worst = new Activity(canary.count(), canary.silent() + canary.late(), 0, 0);
        var others = new Activity(baseline.count(), baseline.silent(), 0, 0);
        return Judge.subscribers(worst, others, new Look(false, true, false, false)).stream()
                .anyMatch(check -> check.state() == Check.State.FAILING);
    }

    static Range sum(List<Part> parts, Function<Judge.Judged, Range> which) {
        return parts.stream()
                .map(part -> which.apply(part.judged()))
                .reduce(Range.NOTHING, Range::plus);
    }
}
