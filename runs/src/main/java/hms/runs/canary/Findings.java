package hms.runs.canary;

import hms.artifact.Selector;
import hms.checks.canary.Check;
import hms.checks.canary.Judge;
import hms.checks.canary.Signals;
import hms.checks.canary.Verdict;
import hms.core.event.EventCodec;
import hms.core.event.RunEvent.CanaryCounts;
import hms.core.state.CanaryVerdict;
import hms.runs.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a look at a canary found.
///
/// @param parts policy by policy
/// @param common checks that are asked once for all of them
public record Findings(
        Verdict verdict,
        About about,
        Telemetry.Figures figures,
        List<CanaryWatch.Part> parts,
        List<Check> common) {

    /// What was looked at.
    public record About(
            int run, String stage, Selector selector, boolean shadow, CanaryWatch.Window window) {}

    /// Nobody uses a policy that nobody could have used before.
    public boolean nobodyUsesIt() {
        return parts.stream()
                .allMatch(p -> p.canary().subscribers() + p.baseline().subscribers() == 0);
    }

    /// The verdict as it goes on the ledger; empty if there is none yet.
    public Optional<CanaryVerdict> judged() {
        return switch (verdict) {
            case NOT_YET -> Optional.empty();
            case PASSED -> Optional.of(CanaryVerdict.PASSED);
            case FAILED -> Optional.of(CanaryVerdict.FAILED);
            case INCONCLUSIVE -> Optional.of(CanaryVerdict.INCONCLUSIVE);
        };
    }

    public CanaryCounts canary() {
        return counts(
                figures.subscribers().canary(),
                parts.stream().map(CanaryWatch.Part::canary).toList());
    }

    public CanaryCounts baseline() {
        return counts(
                figures.subscribers().baseline(),
                parts.stream().map(CanaryWatch.Part::baseline).toList());
    }

    private static CanaryCounts counts(Telemetry.Heads heads, List<Signals> signals) {
        return new CanaryCounts(
                heads.count(),
                heads.silent(),
                signals.stream().mapToLong(Signals::evaluations).sum(),
                signals.stream().mapToLong(Signals::errors).sum(),
                signals.stream().mapToLong(Signals::alertCount).sum());
    }

    /// One line: what made it fail, what could not be told, or how much was seen.
    public String summary() {
        return switch (verdict) {
            case FAILED -> sentences(Check.State.FAILING);
            case INCONCLUSIVE ->
                    "inconclusive: "
                            + Optional.of(sentences(Check.State.UNCLEAR))
                                    .filter(s -> !s.isEmpty())
                                    .orElseGet(() -> sentences(Check.State.WAITING));
            case NOT_YET -> seen();
            case PASSED -> seen();
        };
    }

    private String sentences(Check.State state) {
        var policies = parts.size() > 1;
        return Stream.concat(
                        parts.stream()
                                .flatMap(
                                        part ->
                                                part.judged().checks().stream()
                                                        .filter(c -> c.state() == state)
                                                        .map(
                                                                c ->
                                                                        (policies
                                                                                        ? part
                                                                                                        .policy()
                                                                                                + ": "
                                                                                        : "")
                                                                                + c.sentence())),
                        common.stream().filter(c -> c.state() == state).map(Check::sentence))
                .limit(3)
                .collect(Collectors.joining("; "));
    }

    private String seen() {
        var canary = figures.subscribers().canary();
        var baseline = figures.subscribers().baseline();
        var text = new ArrayList<String>();
        long seen =
                parts.stream()
                        .mapToLong(
                                p ->
                                        about.shadow()
                                                ? p.canary().compared()
                                                : p.canary().evaluations())
                        .sum();
        text.add(
                counted(seen, about.shadow() ? "comparison" : "evaluation")
                        + " by "
                        + canary.count()
                        + " of "
                        + counted(canary.count() + baseline.count(), "subscriber"));
        if (about.shadow()) {
            text.add(
                    counted(
                                    parts.stream().mapToLong(p -> p.canary().changeCount()).sum(),
                                    "changed outcome")
                            + ", "
                            + CanaryWatch.sum(parts, Judge.Judged::changes).brief()
                            + " foreseen");
        } else {
            text.add(
                    counted(parts.stream().mapToLong(p -> p.canary().alertCount()).sum(), "alert")
                            + ", "
                            + CanaryWatch.sum(parts, Judge.Judged::alerts).brief()
                            + " foreseen");
        }
        return String.join(" · ", text);
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    /// All of it as JSON: shown while it lasts, and kept as evidence.
    public byte[] json() {
        return EventCodec.mapper().writeValueAsBytes(CanaryDocument.of(this));
    }
}
