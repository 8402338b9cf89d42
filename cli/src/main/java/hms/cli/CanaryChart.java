package hms.cli;

import hms.cli.CanaryDocument.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A canary as a small picture of characters: for each kind of alert how many came, on an axis that
/// begins at zero, against the band that the simulation foresaw and against what the baseline
/// raised in as many evaluations.
///
/// ```text
///   violation  ━━━━━━━━━╋━━━━━●░░░░░      31  foreseen 24 to 38 · baseline 12 in as many
/// ```
final class CanaryChart {
    private static final int MOST_POLICIES = 3;
    private static final int AXIS = 30;
    private static final int NARROW_AXIS = 14;
    private static final int NARROW = 72;
    private static final String STEPS = "▁▂▃▄▅▆▇█";

    private CanaryChart() {}

    /// @param width columns of the screen
    static List<String> lines(CanaryDocument canary, Instant now, int width) {
        var lines = new ArrayList<String>();
        var policies = canary.policies();
        for (var policy : policies.stream().limit(MOST_POLICIES).toList()) {
            if (policies.size() > 1) {
                lines.add("  " + Ink.STRONG.of(policy.id()));
            }
            alerts(policy, width).forEach(lines::add);
            lines.add("  canary     " + CanaryText.side(policy.canary()));
            lines.add("  baseline   " + CanaryText.side(policy.baseline()));
            checks(policy).forEach(lines::add);
        }
        overTime(canary).ifPresent(lines::add);
        lines.add("  " + Ink.QUIET.of(scope(canary, now)));
        return lines.stream().map(line -> cut(line, width - 1)).toList();
    }

    private static String cut(String line, int columns) {
        return Ink.width(line) <= columns ? line : Ink.PLAIN.of(Ink.cut(line, columns));
    }

    private static String scope(CanaryDocument canary, Instant now) {
        var how = canary.isShadow() ? "in shadow, nothing of it is enforced" : "enforced for these";
        return canary.select()
                + ", "
                + how
                + CanaryText.left(canary, now).map(left -> ", " + left).orElse("");
    }

    private static List<String> alerts(Policy policy, int width) {
        var kinds = policy.kinds();
        if (kinds.isEmpty()) {
            return List.of("  alerts     none yet");
        }
        var most = kinds.stream().mapToDouble(kind -> most(policy, kind)).max().orElse(0);
        var column = Math.min(20, kinds.stream().mapToInt(Ink::width).max().orElse(0));
        var cells = width < NARROW ? NARROW_AXIS : AXIS;
        return kinds.stream()
                .map(
                        kind ->
                                "  "
                                        + Ink.pad(Ink.cut(kind, column), Math.max(9, column))
                                        + "  "
                                        + axis(policy, kind, most, cells)
                                        + "  "
                                        + said(policy, kind))
                .toList();
    }

    private static double most(Policy policy, String kind) {
        var most = Math.max(policy.canary().alerts(kind), policy.comparable(kind).orElse(0));
        return Math.max(most, policy.foreseen(kind).map(CanaryDocument.Band::high).orElse(0.0));
    }

    private static String axis(Policy policy, String kind, double most, int cells) {
        var scale = most == 0 ? 0 : (cells - 1) / most;
        var end = (int) Math.round(policy.canary().alerts(kind) * scale);
        var band = policy.foreseen(kind);
        var low = band.map(b -> (int) Math.round(b.low() * scale)).orElse(-1);
        var high = band.map(b -> (int) Math.round(b.high() * scale)).orElse(-1);
        var other =
                policy.comparable(kind).isPresent()
                        ? (int) Math.round(policy.comparable(kind).getAsDouble() * scale)
                        : -1;
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
        var ink = beyond(policy, kind) ? Ink.HARM : Ink.ACCENT;
        return ink.of(axis.toString());
    }

    private static boolean beyond(Policy policy, String kind) {
        return policy.foreseen(kind).isPresent()
                && policy.canary().alerts(kind) > policy.foreseen(kind).get().high();
    }

    private static String said(Policy policy, String kind) {
        var parts = new ArrayList<String>();
        policy.foreseen(kind).ifPresent(b -> parts.add("foreseen " + CanaryText.band(b)));
        policy.comparable(kind)
                .ifPresent(n -> parts.add("baseline " + CanaryText.number(n) + " in as many"));
        return Spelling.number(policy.canary().alerts(kind))
                + (parts.isEmpty() ? "" : "  " + Ink.QUIET.of(String.join(" · ", parts)));
    }

    private static List<String> checks(Policy policy) {
        return policy.checks().stream()
                .map(
                        check ->
                                "  "
                                        + switch (check.state()) {
                                            case "ok" -> "✓";
                                            case "failing" -> Ink.HARM.of("✗");
                                            case String _ -> Ink.QUIET.of("…");
                                        }
                                        + " "
                                        + check.name()
                                        + (check.said().isEmpty() ? "" : ": " + check.said()))
                .toList();
    }

    /// Alerts of both sides since the beginning, in the same steps.
    private static java.util.Optional<String> overTime(CanaryDocument canary) {
        var ours = canary.series("canary");
        var most = ours.isEmpty() ? 0 : Collections.max(ours);
        if (ours.size() < 2 || most == 0) {
            return java.util.Optional.empty();
        }
        var cells = Math.min(AXIS, ours.size());
        var picture = new StringBuilder();
        for (var cell = 0; cell < cells; cell++) {
            var point = ours.get((int) ((cell + 1L) * ours.size() / cells) - 1);
            picture.append(STEPS.charAt((int) Math.round(point / most * (STEPS.length() - 1))));
        }
        return java.util.Optional.of(
                "  over time  "
                        + Ink.ACCENT.of(picture.toString())
                        + "  "
                        + "alerts since it began");
    }
}
