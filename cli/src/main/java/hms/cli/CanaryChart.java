package hms.cli;

import hms.cli.CanaryDocument.Band;
import hms.cli.CanaryDocument.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A canary as a small picture of characters: how many alerts it raised, on an axis that begins at
/// zero, against the band that the simulation foresaw and against what the baseline raised in as
/// many evaluations.
///
/// ```text
///   alerts     ━━━━━━━━━╋━━━━━━━━━━━━━━●░░░░░  31  foreseen 24 to 38 · baseline 12 in as many
/// ```
final class CanaryChart {
    private static final int AXIS = 30;
    private static final int NARROW_AXIS = 14;
    private static final int NARROW = 72;
    private static final int MOST_CHECKS = 4;
    private static final int LABEL = 9;
    private static final String STEPS = "▁▂▃▄▅▆▇█";

    private CanaryChart() {}

    /// @param width columns of the screen
    static List<String> lines(CanaryDocument canary, Instant now, int width) {
        var lines = new ArrayList<String>();
        var whole = canary.whole();
        var ours = whole.canary();
        var cells = width < NARROW ? NARROW_AXIS : AXIS;
        lines.add(row("alerts", ours.alerts(), whole.alerts(), whole.comparable(), cells));
        if (ours.kinds().size() > 1) {
            lines.add(labelled("of these", String.join(", ", ours.kinds())));
        }
        if (ours.compared() > 0) {
            lines.add(
                    row(
                            "changes",
                            ours.changeCount(),
                            whole.changes(),
                            OptionalDouble.empty(),
                            cells));
        }
        overTime(canary, cells).ifPresent(lines::add);
        lines.add(labelled("canary", CanaryText.side(ours)));
        lines.add(labelled("baseline", CanaryText.side(whole.baseline())));
        CanaryText.policies(canary).forEach(line -> lines.add("  " + line));
        lines.addAll(checks(canary.checks()));
        lines.add("  " + Ink.QUIET.of(scope(canary, now)));
        return lines.stream().map(line -> cut(line, width - 1)).toList();
    }

    private static String labelled(String label, String text) {
        return "  " + Ink.pad(label, LABEL) + "  " + text;
    }

    private static String cut(String line, int columns) {
        return Ink.width(line) <= columns ? line : Ink.cut(line, columns) + Ink.PLAIN.of("");
    }

    private static String scope(CanaryDocument canary, Instant now) {
        var how = canary.isShadow() ? "in shadow, enforced for nobody" : "enforced";
        return canary.selector()
                + ", "
                + how
                + CanaryText.left(canary, now).map(left -> ", " + left).orElse("");
    }

    private static String row(
            String label, long count, Band foreseen, OptionalDouble baseline, int cells) {
        var parts = new ArrayList<String>();
        if (!foreseen.isNothing()) {
            parts.add("foreseen " + CanaryText.band(foreseen));
        }
        baseline.ifPresent(n -> parts.add("baseline " + CanaryText.number(n) + " in as many"));
        return labelled(
                label,
                axis(count, foreseen, baseline, cells)
                        + "  "
                        + Spelling.number(count)
                        + (parts.isEmpty() ? "" : "  " + Ink.QUIET.of(String.join(" · ", parts))));
    }

    private static String axis(long count, Band foreseen, OptionalDouble baseline, int cells) {
        var most = Math.max((double) count, Math.max((double) foreseen.most(), baseline.orElse(0)));
        var scale = most == 0 ? 0 : (cells - 1) / most;
        var end = (int) Math.round(count * scale);
        var low = foreseen.isNothing() ? cells : (int) Math.round(foreseen.least() * scale);
        var high = (int) Math.round(foreseen.most() * scale);
        var other = baseline.isPresent() ? (int) Math.round(baseline.getAsDouble() * scale) : -1;
        var axis = new StringBuilder();
        for (var cell = 0; cell < cells; cell++) {
            if (cell == end) {
                axis.append('●');
            } else if (cell == other) {
                axis.append(cell < end ? '╋' : '┃');
            } else if (cell < end) {
                axis.append('━');
            } else {
                axis.append(cell >= low && cell <= high ? '░' : ' ');
            }
        }
        var isBeyond = !foreseen.isNothing() && count > foreseen.most();
        return (isBeyond ? Ink.HARM : Ink.ACCENT).of(axis.toString());
    }

    /// What is not good, and how much is.
    private static List<String> checks(List<Check> checks) {
        var lines =
                new ArrayList<>(
                        checks.stream()
                                .filter(check -> !check.isGood())
                                .limit(MOST_CHECKS)
                                .map(
                                        check ->
                                                "  "
                                                        + (check.isFailing()
                                                                ? Ink.HARM.of("✗")
                                                                : Ink.QUIET.of("…"))
                                                        + " "
                                                        + check.sentence())
                                .toList());
        if (!checks.isEmpty()) {
            lines.add(
                    "  ✓ %d of %d checks are good"
                            .formatted(
                                    checks.stream().filter(Check::isGood).count(), checks.size()));
        }
        return lines;
    }

    /// Alerts since it began, in steps of the same height.
    private static Optional<String> overTime(CanaryDocument canary, int most) {
        var points = canary.alertsOverTime();
        var last = points.isEmpty() ? 0 : Collections.max(points);
        if (points.size() < 2 || last == 0) {
            return Optional.empty();
        }
        var cells = Math.min(most, points.size());
        var picture = new StringBuilder();
        for (var cell = 0; cell < cells; cell++) {
            var point = points.get((int) ((cell + 1L) * points.size() / cells) - 1);
            picture.append(
                    STEPS.charAt((int) Math.round((double) point / last * (STEPS.length() - 1))));
        }
        return Optional.of(labelled("over time", Ink.ACCENT.of(picture.toString())));
    }
}
