package hms.runs.canary;

import hms.checks.canary.Check;
import hms.checks.canary.Judge;
import hms.checks.canary.Range;
import hms.checks.canary.Signals;
import hms.core.event.RunEvent.CanaryCounts;
import hms.runs.telemetry.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// A canary's figures as one document.
///
/// @param verdict `not-yet`, `passed`, `failed` or `inconclusive`
/// @param mode `shadow` or `enforce`
/// @param policies one by one, the first fifty
record CanaryDocument(
        int run,
        String stage,
        String mode,
        String selector,
        String since,
        String until,
        String at,
        String verdict,
        String summary,
        Side canary,
        Side baseline,
        Foreseen foreseen,
        List<Stand> checks,
        List<Policy> policies,
        Chart series) {

    private static final int LISTED = 50;

    /// One side of the canary.
    ///
    /// @param micros time of all evaluations together
    record Side(
            long subscribers,
            long silent,
            long evaluations,
            long errors,
            long micros,
            long alertCount,
            Map<String, Long> alerts,
            long compared,
            Map<String, Long> changes) {}

    record Foreseen(Range alerts, Range changes) {}

    /// How a check stands.
    ///
    /// @param policy which one it is about, where there are several
    record Stand(String name, String state, String sentence, Optional<String> policy) {}

    record Policy(String policy, String digest, Side canary, Side baseline, Foreseen foreseen) {}

    record Chart(String start, int seconds, Line canary, Line baseline) {}

    record Line(List<Long> evaluations, List<Long> errors, List<Long> alerts) {}

    static CanaryDocument of(Findings findings) {
        var about = findings.about();
        var parts = findings.parts();
        return new CanaryDocument(
                about.run(),
                about.stage(),
                about.shadow() ? "shadow" : "enforce",
                about.selector().text(),
                about.window().from().toString(),
                about.window().until().toString(),
                about.window().now().toString(),
                findings.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                findings.summary(),
                side(findings.canary(), parts.stream().map(CanaryWatch.Part::canary).toList()),
                side(findings.baseline(), parts.stream().map(CanaryWatch.Part::baseline).toList()),
                new Foreseen(
                        CanaryWatch.sum(parts, Judge.Judged::alerts),
                        CanaryWatch.sum(parts, Judge.Judged::changes)),
                checks(findings),
                parts.size() == 1
                        ? List.of()
                        : parts.stream().limit(LISTED).map(CanaryDocument::policy).toList(),
                chart(findings.figures().series()));
    }

    private static List<Stand> checks(Findings findings) {
        var stands = new ArrayList<Stand>();
        boolean several = findings.parts().size() > 1;
        for (var part : findings.parts()) {
            var name = several ? Optional.of(part.policy().toString()) : Optional.<String>empty();
            for (var check : part.judged().checks()) {
                if (!several || check.state() != Check.State.OK || stands.size() < LISTED) {
                    stands.add(stand(check, name));
                }
            }
        }
        findings.common().forEach(check -> stands.add(stand(check, Optional.empty())));
        return stands;
    }

    private static Stand stand(Check check, Optional<String> policy) {
        return new Stand(check.name(), check.state().text(), check.sentence(), policy);
    }

    private static Policy policy(CanaryWatch.Part part) {
        return new Policy(
                part.policy().toString(),
                part.digest().hex(),
                side(part.canary()),
                side(part.baseline()),
                new Foreseen(part.judged().alerts(), part.judged().changes()));
    }

    private static Side side(Signals signals) {
        return side(
                new CanaryCounts(
                        signals.subscribers(),
                        0,
                        signals.evaluations(),
                        signals.errors(),
                        signals.alertCount()),
                List.of(signals));
    }

    private static Side side(CanaryCounts counts, List<Signals> signals) {
        var alerts = new TreeMap<String, Long>();
        var changes = new TreeMap<String, Long>();
        for (var one : signals) {
            one.alerts().forEach((kind, count) -> alerts.merge(kind, count, Long::sum));
            one.changes().forEach((kind, count) -> changes.merge(kind, count, Long::sum));
        }
        return new Side(
                counts.subscribers(),
                counts.silent(),
                counts.evaluations(),
                counts.errors(),
                signals.stream().mapToLong(Signals::micros).sum(),
                counts.alerts(),
                alerts,
                signals.stream().mapToLong(Signals::compared).sum(),
                changes);
    }

    private static Chart chart(Series series) {
        return new Chart(
                series.start().toString(),
                series.seconds(),
                line(series, true),
                line(series, false));
    }

    private static Line line(Series series, boolean canary) {
        return new Line(
                figures(series, canary, Series.Figures::evaluations),
                figures(series, canary, Series.Figures::errors),
                figures(series, canary, Series.Figures::alerts));
    }

    private static List<Long> figures(
            Series series, boolean canary, ToLongFunction<Series.Figures> which) {
        return series.points().stream()
                .map(point -> which.applyAsLong(canary ? point.canary() : point.baseline()))
                .toList();
    }
}
