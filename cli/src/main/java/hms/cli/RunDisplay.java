package hms.cli;

import hms.cli.RunDocument.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.MissingNode;

/// Shows a run as it goes: a line when a stage ends and, on a terminal, a moving line for the one
/// that runs. Compact, it shows the stages that matter to a person, and whatever failed.
final class RunDisplay {
    private static final Set<String> QUIET =
            Set.of("package", "apply", "check", "publish", "activate", "tag");
    private static final int COLUMN = 31;
    private static final int FEWEST_DOTS = 4;
    private static final int MOST_LINES = 16;
    private static final String TURNING = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private final Screen screen;
    private final Clock clock;
    private final boolean verbose;
    private final Set<String> shown = new HashSet<>();

    private CanaryDocument canary = new CanaryDocument(MissingNode.getInstance());
    private boolean begun;
    private boolean moving;
    private int turn;
    private @Nullable Stage running;

    RunDisplay(Screen screen, Clock clock, boolean verbose) {
        this.screen = screen;
        this.clock = clock;
        this.verbose = verbose;
    }

    /// The run has changed.
    synchronized void update(RunDocument run) {
        if (!begun) {
            begun = true;
            screen.line(Ink.STRONG.of("RUN #" + run.number()) + "  " + run.release());
        }
        for (var stage : run.stages()) {
            if (stage.isEnded() && shown.add(stage.id()) && matters(stage)) {
                wipe();
                screen.line(line(stage));
            }
        }
        running =
                run.isAtRest()
                        ? null
                        : run.stages().stream().filter(Stage::isRunning).findFirst().orElse(null);
        if (running == null) {
            wipe();
        }
    }

    /// Time has passed.
    synchronized void tick() {
        var stage = running;
        if (stage == null || !screen.isLive()) {
            return;
        }
        var mark = TURNING.charAt(turn++ % TURNING.length());
        var text = mark + " " + dotted(stage.title()) + " " + elapsed(stage, clock.instant());
        var lines = new ArrayList<String>();
        lines.add(Ink.ACCENT.of(Ink.cut(text, screen.width() - 1)));
        if (isCanary(stage) && !canary.isEmpty()) {
            lines.addAll(CanaryChart.lines(canary, clock.instant(), screen.width()));
        }
        screen.redraw(lines.stream().limit(MOST_LINES).toList());
        moving = true;
    }

    /// Whether lines are redrawn in place.
    boolean isLive() {
        return screen.isLive();
    }

    /// Whether a canary is watched now, so that its figures are worth asking for.
    synchronized boolean wantsCanary() {
        return running != null && isCanary(running);
    }

    /// How the canary fares. Where nobody sees lines move, each of these is one.
    synchronized void canary(CanaryDocument figures) {
        if (!wantsCanary() || figures.isEmpty()) {
            return;
        }
        canary = figures;
        if (!screen.isLive()) {
            screen.line("  " + CanaryText.line(figures, clock.instant()));
        }
    }

    private static boolean isCanary(Stage stage) {
        return stage.uses().equals("canary");
    }

    /// Nothing more will come.
    synchronized void end() {
        running = null;
        wipe();
    }

    private void wipe() {
        if (moving) {
            screen.redraw(List.of());
            moving = false;
        }
    }

    private boolean matters(Stage stage) {
        return verbose || stage.isFailed() || isLate(stage) || !QUIET.contains(stage.uses());
    }

    /// Whether an instant had come before anybody could record it.
    private static boolean isLate(Stage stage) {
        return stage.uses().equals("activate") && stage.summary().endsWith(" late");
    }

    private String line(Stage stage) {
        var start = "• " + dotted(stage.title()) + " ";
        return switch (stage.outcome()) {
            case "failed" -> start + Ink.HARM.of("FAILED") + parenthesis(stage.summary());
            case "skipped" ->
                    start
                            + (isCanary(stage) ? Ink.WAIT : Ink.QUIET).of("SKIPPED")
                            + parenthesis(stage.summary());
            case String _ -> start + passed(stage);
        };
    }

    private String passed(Stage stage) {
        var took =
                verbose ? stage.took().map(t -> Ink.QUIET.of("  " + Moments.of(t))).orElse("") : "";
        return switch (stage.uses()) {
            case "notify" -> (stage.summary().isEmpty() ? "PASS" : stage.summary()) + took;
            case "rollout" ->
                    "PASS"
                            + (verbose || wentInSteps(stage) ? parenthesis(stage.summary()) : "")
                            + took;
            case "simulate", "chaos", "test", "scan" ->
                    "PASS" + parenthesis(stage.summary()) + took;
            case String _ ->
                    "PASS" + (verbose || isLate(stage) ? parenthesis(stage.summary()) : "") + took;
        };
    }

    /// Whether it took shares, or counted who has it.
    private static boolean wentInSteps(Stage stage) {
        return stage.summary().contains("%") || stage.summary().contains(" of ");
    }

    private static String parenthesis(String summary) {
        return summary.isEmpty() ? "" : " (" + summary + ")";
    }

    private static String dotted(String title) {
        var dots = Math.max(FEWEST_DOTS, COLUMN - Ink.width(title) - 3);
        return title + " " + ".".repeat(dots);
    }

    private static String elapsed(Stage stage, Instant now) {
        var left = stage.bakingUntil().map(end -> ", " + CanaryText.left(end, now)).orElse("");
        return stage.startedAt()
                        .map(since -> Moments.elapsed(Duration.between(since, now)))
                        .orElse("…")
                + left;
    }
}
