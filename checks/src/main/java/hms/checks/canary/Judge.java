package hms.checks.canary;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Holds a canary to its terms. Everything is a count over the same window: what those signalled
/// who have the new version, what the others did, and what the simulation foresaw for that volume.
///
/// More of what is bad never makes a check better: no bound rests on what it bounds.
public final class Judge {
    private static final BigDecimal MOST_ERRORS = new BigDecimal("0.05");
    private static final long SLOW_FLOOR_MICROS = 2_000;
    private static final long ENOUGH_TO_TIME = 100;
    private static final double SILENT_MARGIN = 0.10;
    private static final double FELL_TO = 0.20;
    private static final double FELL_FROM_OWN = 0.50;
    private static final double ENOUGH_EXPECTED = 20;
    private static final double LOADED_BY = 0.9;

    private Judge() {}

    /// How one policy's canary stands.
    ///
    /// @param alerts how many were to be expected
    /// @param changes how many outcomes were expected to change
    public record Judged(List<Check> checks, Range alerts, Range changes) {
        public Judged {
            checks = List.copyOf(checks);
        }
    }

    /// A check with what it expected.
    record Against(Check check, Range expected) {}

    /// What is asked of each policy of the release.
    public static Judged policy(
            Terms terms, Foreseen foreseen, Signals canary, Signals baseline, Look look) {
        var checks = new ArrayList<Check>();
        checks.add(sample(terms, foreseen, canary, baseline, look));
        if (!look.shadow()) {
            checks.add(loaded(canary));
        }
        var alerts = AlertCheck.of(terms, foreseen, canary, baseline, look);
        var changes = ChangeCheck.of(foreseen, canary);
        checks.add(alerts.check());
        checks.add(changes.check());
        checks.add(errors(terms, canary, baseline));
        checks.add(slower(terms, canary, baseline, look));
        return new Judged(checks, alerts.expected(), changes.expected());
    }

    /// What is asked once for all policies together.
    public static List<Check> subscribers(Activity canary, Activity baseline, Look look) {
        return List.of(silent(canary, baseline), lively(canary, baseline, look));
    }

    private static Check sample(
            Terms terms, Foreseen foreseen, Signals canary, Signals baseline, Look look) {
        boolean nobodyAsks =
                foreseen.rules().isEmpty()
                        || (look.first() && canary.evaluations() + baseline.evaluations() == 0);
        if (nobodyAsks) {
            long have = look.shadow() ? canary.present() : canary.converged();
            var said = counted(have, "subscriber") + (look.shadow() ? " know it" : " obey it");
            return have >= 1 ? Check.ok("sample", said) : Check.waiting("sample", said);
        }
        long seen = look.shadow() ? canary.compared() : canary.evaluations();
        var said =
                counted(seen, look.shadow() ? "comparison" : "evaluation")
                        + " by "
                        + counted(canary.subscribers(), "subscriber");
        return seen >= terms.minimum()
                ? Check.ok("sample", said)
                : Check.waiting("sample", said + ", at least " + terms.minimum() + " are needed");
    }

    /// A version that subscribers cannot load is not one that they fare well with.
    private static Check loaded(Signals canary) {
        var said = canary.converged() + " of " + canary.present() + " obey it";
        return canary.converged() >= canary.present() * LOADED_BY
                ? Check.ok("loaded", said)
                : Check.waiting("loaded", said);
    }

    private static Check errors(Terms terms, Signals canary, Signals baseline) {
        var usual = Expected.share(baseline.errors(), baseline.evaluations(), canary.evaluations());
        long margin =
                Expected.share(
                                Math.round(terms.errors().doubleValue() * 10_000),
                                10_000,
                                canary.evaluations())
                        .most();
        long limit =
                Math.min(
                        (baseline.evaluations() == 0 ? 0 : usual.most()) + margin,
                        Expected.share(
                                        MOST_ERRORS.movePointRight(4).longValue(),
                                        10_000,
                                        canary.evaluations())
                                .most());
        var said =
                "errors "
                        + percent(canary.errors(), canary.evaluations())
                        + (baseline.evaluations() == 0
                                ? ""
                                : ", the others "
                                        + percent(baseline.errors(), baseline.evaluations()));
        return canary.errors() > Math.max(1, limit)
                ? Check.failing(
                        "errors",
                        said
                                + "; at most "
                                + limit
                                + " of "
                                + counted(canary.evaluations(), "evaluation"))
                : Check.ok("errors", said);
    }

    private static Check slower(Terms terms, Signals canary, Signals baseline, Look look) {
        if (canary.evaluations() == 0) {
            return Check.ok("slower", "nothing was timed");
        }
        double ours = (double) canary.micros() / canary.evaluations();
        if (baseline.evaluations() == 0) {
            return Check.ok("slower", micros(ours) + " an evaluation, with nothing to compare");
        }
        double theirs = (double) baseline.micros() / baseline.evaluations();
        var said = micros(ours) + " an evaluation, the others " + micros(theirs);
        boolean isSlow = ours > SLOW_FLOOR_MICROS && ours > theirs * terms.slower();
        if (!isSlow) {
            return Check.ok("slower", said);
        }
        return look.over() || canary.evaluations() >= ENOUGH_TO_TIME
                ? Check.failing("slower", said + ", at most " + terms.slower() + " times that")
                : Check.waiting("slower", said);
    }

    private static Check silent(Activity canary, Activity baseline) {
        double usual =
                baseline.subscribers() == 0
                        ? 0
                        : (double) baseline.silent() / baseline.subscribers();
        var said =
                "silent "
                        + canary.silent()
                        + " of "
                        + canary.subscribers()
                        + (baseline.subscribers() == 0
                                ? ""
                                : ", of the others "
                                        + baseline.silent()
                                        + " of "
                                        + baseline.subscribers());
        return canary.silent() > (usual + SILENT_MARGIN) * canary.subscribers()
                ? Check.failing("silent", said)
                : Check.ok("silent", said);
    }

    /// Reports that still come, of evaluations that do not: below a fifth of what the others do,
    /// and below half of what these did before, so that a quiet region is not taken for one that
    /// fell quiet.
    private static Check lively(Activity canary, Activity baseline, Look look) {
        if (canary.subscribers() == 0 || baseline.subscribers() == 0) {
            return Check.ok("activity", "with nothing to compare");
        }
        double expected =
                (double) baseline.lately() / baseline.subscribers() * canary.subscribers();
        var said =
                counted(canary.lately(), "evaluation")
                        + " lately, as the others "
                        + Math.round(expected);
        boolean fell =
                expected >= ENOUGH_EXPECTED
                        && canary.lately() < expected * FELL_TO
                        && canary.lately() * 2 < canary.before() * FELL_FROM_OWN;
        if (!fell) {
            return Check.ok("activity", said);
        }
        return look.over() ? Check.failing("activity", said) : Check.waiting("activity", said);
    }

    static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private static String percent(long part, long of) {
        return of == 0
                ? "none"
                : String.format(Locale.ROOT, "%.1f%%", 100.0 * Math.min(part, of) / of);
    }

    private static String micros(double micros) {
        return micros < 1_000
                ? String.format(Locale.ROOT, "%.0f µs", micros)
                : String.format(Locale.ROOT, "%.1f ms", micros / 1_000);
    }
}
