package hms.cli;

import hms.cli.CanaryDocument.Band;
import hms.cli.CanaryDocument.Part;
import hms.cli.CanaryDocument.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A canary's figures in words.
final class CanaryText {
    private static final int MOST_POLICIES = 3;
    private static final int MOST_CHANGES = 4;

    private CanaryText() {}

    /// Both sides of it as counted, and what differs: a few lines.
    static List<String> facts(CanaryDocument canary) {
        if (canary.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        var whole = canary.whole();
        lines.add("canary: " + side(whole.canary()) + foreseen(whole));
        lines.add("baseline: " + side(whole.baseline()));
        whole.canary().changes().stream().limit(MOST_CHANGES).forEach(lines::add);
        policies(canary).forEach(lines::add);
        return lines;
    }

    /// Where there are several policies: the first of them, a line each.
    static List<String> policies(CanaryDocument canary) {
        var all = canary.policies();
        var lines =
                new ArrayList<>(
                        all.stream()
                                .limit(MOST_POLICIES)
                                .map(p -> p.policy() + ": " + side(p.canary()) + foreseen(p))
                                .toList());
        if (all.size() > MOST_POLICIES) {
            lines.add("and " + (all.size() - MOST_POLICIES) + " more policies");
        }
        return lines;
    }

    /// All of it in one line, for those who look at a pipe.
    static String line(CanaryDocument canary, Instant now) {
        var whole = canary.whole();
        return side(whole.canary())
                + foreseen(whole)
                + whole.comparable().stream()
                        .mapToObj(n -> ", baseline " + number(n) + " in as many")
                        .findFirst()
                        .orElse("")
                + left(canary, now).map(left -> "; " + left).orElse("");
    }

    /// `2 min 10 s left`, or what it came to.
    static Optional<String> left(CanaryDocument canary, Instant now) {
        return canary.isWaiting()
                ? canary.until().map(end -> left(end, now))
                : Optional.of(canary.verdict());
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

    private static String foreseen(Part part) {
        return part.alerts().isNothing() ? "" : ", foreseen " + band(part.alerts());
    }

    /// `24 to 38`.
    static String band(Band band) {
        return band.least() == band.most()
                ? Spelling.number(band.most())
                : Spelling.number(band.least()) + " to " + Spelling.number(band.most());
    }

    /// `31`, or `2.8` where that says more.
    static String number(double value) {
        return value >= 10 || value == Math.rint(value)
                ? Spelling.number(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
