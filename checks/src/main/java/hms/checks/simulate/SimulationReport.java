package hms.checks.simulate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/// What a simulation found. The lists hold the first [#LISTED] of their kind, the counts all.
///
/// @param cases how many cases were replayed
/// @param adapted how many the new version handles as expected: what the case expects holds, or,
///     where it expects nothing, every rule asked gives an outcome
/// @param threshold the share of cases that has to adapt, from 0 to 1
/// @param compared whether there was a live version to compare with
/// @param changedOutcomes how many outcomes differ from the live version's
/// @param changed the first of them
/// @param unadapted the first cases that did not adapt
/// @param rules what each rule did, in the order of the artifact
public record SimulationReport(
        long cases,
        long adapted,
        BigDecimal threshold,
        boolean compared,
        long changedOutcomes,
        List<ChangedOutcome> changed,
        List<UnadaptedCase> unadapted,
        List<RuleCounts> rules) {
    /// How many changed outcomes, and how many cases that did not adapt, are listed.
    public static final int LISTED = 200;

    public SimulationReport {
        changed = List.copyOf(changed);
        unadapted = List.copyOf(unadapted);
        rules = List.copyOf(rules);
        if (adapted < 0 || adapted > cases) {
            throw new IllegalArgumentException(adapted + " of " + cases + " cases adapted");
        }
        if (threshold.signum() < 0 || threshold.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "the threshold is " + threshold + "; it is a share from 0 to 1");
        }
    }

    /// The share of cases that adapted, from 0 to 1, rounded down to four decimals; 1 if there are
    /// none.
    public BigDecimal share() {
        return cases == 0
                ? BigDecimal.ONE
                : BigDecimal.valueOf(adapted)
                        .divide(BigDecimal.valueOf(cases), 4, RoundingMode.FLOOR);
    }

    /// Whether enough cases adapted.
    public boolean passed() {
        return BigDecimal.valueOf(adapted).compareTo(threshold.multiply(BigDecimal.valueOf(cases)))
                >= 0;
    }

    /// One line: `98.4% of 5,000 cases adapted · 312 outcomes change`.
    public String summary() {
        if (cases == 0) {
            return "no cases to replay";
        }
        return percent()
                + "% of "
                + counted(cases, "case")
                + " adapted · "
                + counted(changedOutcomes, "outcome")
                + (changedOutcomes == 1 ? " changes" : " change");
    }

    /// The share in percent with one decimal, rounded down so that 100.0 means all.
    public String percent() {
        return share().movePointRight(2).setScale(1, RoundingMode.FLOOR).toPlainString();
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    /// The report as JSON, the same bytes for the same report.
    public String toJson() {
        return ReportJson.of(this);
    }
}
