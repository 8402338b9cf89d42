package hms.checks.chaos;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// What an experiment came to.
///
/// @param faults how many were done
/// @param probes how many were made
/// @param failed how many of these were not answered as they should be, in time
/// @param reasons why the cluster did not hold, a sentence each; empty if it did
/// @param happenings in order
/// @param seconds in order
public record Report(
        Plan plan,
        Terms terms,
        int faults,
        long probes,
        long failed,
        List<String> reasons,
        List<Happening> happenings,
        List<Second> seconds) {

    public Report {
        reasons = List.copyOf(reasons);
        happenings = List.copyOf(happenings);
        seconds = List.copyOf(seconds);
    }

    /// @param unseen why the replicas could not be counted at last; empty if they were
    static Report of(Plan plan, Terms terms, Chronicle chronicle, String unseen) {
        var happenings = chronicle.happenings();
        var seconds = chronicle.seconds();
        long open = chronicle.unanswered();
        long ok = seconds.stream().mapToLong(Second::ok).sum();
        long failed = seconds.stream().mapToLong(Second::failed).sum() + open;
        int done = (int) happenings.stream().filter(Happening.Done.class::isInstance).count();
        var counted =
                new Report(plan, terms, done, ok + failed, failed, List.of(), happenings, seconds);
        return new Report(
                plan,
                terms,
                done,
                ok + failed,
                failed,
                counted.reasons(chronicle.missing(), unseen),
                happenings,
                seconds);
    }

    private List<String> reasons(List<String> missing, String unseen) {
        var reasons = new ArrayList<String>();
        long expected = terms.expected(plan.time());
        if (probes < Math.max(1, expected * terms.sample())) {
            reasons.add(
                    "Only %d of %d probes were made: too few to say anything."
                            .formatted(probes, expected));
        }
        if (!isHealthy()) {
            reasons.add(
                    "%d of %d probes failed: health is %s, and has to be above %s."
                            .formatted(failed, probes, health(), percent(terms.health())));
        }
        if (happenings.stream().noneMatch(Report::isKill)) {
            reasons.add("No replica was killed, so nothing was shown.");
        }
        for (var happening : happenings) {
            if (happening instanceof Happening.Undone undone) {
                reasons.add("After %d s %s.".formatted(undone.at().toSeconds(), undone.words()));
            }
        }
        if (!missing.isEmpty()) {
            reasons.add(
                    "%s did not come back within %d s of the end%s."
                            .formatted(
                                    String.join(", ", missing),
                                    terms.grace().toSeconds(),
                                    unseen.isEmpty() ? "" : " as far as can be seen: " + unseen));
        }
        return reasons;
    }

    private static boolean isKill(Happening happening) {
        return happening instanceof Happening.Done done && done.fault() instanceof Fault.Kill;
    }

    private boolean isHealthy() {
        return probes > 0 && (double) (probes - failed) / probes > terms.health();
    }

    /// Whether the cluster held.
    public boolean passed() {
        return reasons.isEmpty();
    }

    /// One line: `survived 6 faults · health 99.8%`.
    public String summary() {
        var number = faults == 1 ? "1 fault" : faults + " faults";
        return (passed() ? "survived " : "did not survive ") + number + " · health " + health();
    }

    /// The share of probes that were answered, never rounded up: `99.8%`.
    public String health() {
        return probes == 0 ? "unknown" : percent((double) (probes - failed) / probes);
    }

    private static String percent(double share) {
        var percent = BigDecimal.valueOf(share).movePointRight(2).setScale(1, RoundingMode.FLOOR);
        return percent.stripTrailingZeros().toPlainString() + "%";
    }

    /// The whole of it as JSON: what a run keeps as evidence.
    public String json() {
        return ReportJson.of(this);
    }
}
