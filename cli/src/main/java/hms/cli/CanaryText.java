package hms.cli;

import hms.cli.CanaryDocument.Band;
import hms.cli.CanaryDocument.Policy;
import hms.cli.CanaryDocument.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A canary's figures in words.
final class CanaryText {
    private static final int MOST_POLICIES = 3;
    private static final int MOST_CHANGES = 4;

    private CanaryText() {}

    /// Both sides of it as counted, and what differs: a few lines.
    static List<String> facts(CanaryDocument canary) {
        var lines = new ArrayList<String>();
        var policies = canary.policies();
        var several = policies.size() > 1;
        for (var policy : policies.stream().limit(MOST_POLICIES).toList()) {
            var name = several ? policy.id() + ": " : "";
            lines.add(name + "canary: " + side(policy.canary()) + foreseen(policy));
            lines.add(name + "baseline: " + side(policy.baseline()));
            policy.canary().changes().stream().limit(MOST_CHANGES).forEach(lines::add);
        }
        if (policies.size() > MOST_POLICIES) {
            lines.add("and " + (policies.size() - MOST_POLICIES) + " more policies");
        }
        return lines;
    }

    /// All of it in one line, for those who look at a pipe.
    static String line(CanaryDocument canary, Instant now) {
        var parts = new ArrayList<String>();
        for (var policy : canary.policies().stream().limit(MOST_POLICIES).toList()) {
            parts.add(
                    (canary.policies().size() > 1 ? policy.id() + " " : "")
                            + side(policy.canary())
                            + foreseen(policy)
                            + "; baseline "
                            + Spelling.count(policy.baseline().alerts(), "alert", "alerts")
                            + " in "
                            + Spelling.number(policy.baseline().evaluations()));
        }
        left(canary, now).ifPresent(parts::add);
        return String.join("; ", parts);
    }

    /// `2 min 10 s left`, or what it came to.
    static java.util.Optional<String> left(CanaryDocument canary, Instant now) {
        if (!canary.verdict().equals("waiting")) {
            return java.util.Optional.of(canary.verdict());
        }
        return canary.until().map(end -> left(end, now));
    }

    static String left(Instant end, Instant now) {
        return now.isBefore(end)
                ? Moments.elapsed(Duration.between(now, end)) + " left"
                : "time is up";
    }

    /// `31 alerts in 410 evaluations by 12 subscribers, 0 errors`.
    static String side(Side side) {
        return Spelling.count(side.alerts(), "alert", "alerts")
                + " in "
                + Spelling.count(side.evaluations(), "evaluation", "evaluations")
                + " by "
                + Spelling.count(side.subscribers(), "subscriber", "subscribers")
                + (side.silent() > 0 ? " (" + side.silent() + " fell silent)" : "")
                + ", "
                + Spelling.count(side.errors(), "error", "errors");
    }

    private static String foreseen(Policy policy) {
        var bands = new ArrayList<String>();
        for (var kind : policy.kinds()) {
            policy.foreseen(kind)
                    .ifPresent(
                            band ->
                                    bands.add(
                                            band(band)
                                                    + (policy.kinds().size() > 1
                                                            ? " " + kind
                                                            : "")));
        }
        return bands.isEmpty() ? "" : ", foreseen " + String.join(", ", bands);
    }

    /// `24 to 38`.
    static String band(Band band) {
        return number(band.low()) + " to " + number(band.high());
    }

    /// `31`, or `2.8` where that says more.
    static String number(double value) {
        return value >= 10 || value == Math.rint(value)
                ? Spelling.number(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
