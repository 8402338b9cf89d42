package hms.cli;

import hms.cli.RunDocument.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Shows a run as it goes: a line when a stage ends and, on a terminal, a moving line for the one
/// that runs. Compact, it shows the stages that matter to a person, and whatever failed.
final class RunDisplay {
    private static final Set<String> QUIET =
            Set.of("package", "apply", "check", "publish", "activate", "tag");
    private static final int COLUMN = 31;
    private static final int FEWEST_DOTS = 4;
    private static final String TURNING = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private final Screen screen;
    private final Clock clock;
    private final boolean verbose;
    private final Set<String> shown = new HashSet<>();

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
        screen.redraw(Ink.ACCENT.of(Ink.cut(text, screen.width() - 1)));
        moving = true;
    }

    /// Nothing more will come.
    synchronized void end() {
        running = null;
        wipe();
    }

    private void wipe() {
        if (moving) {
            screen.redraw("");
            moving = false;
        }
    }

    private boolean matters(Stage stage) {
        return verbose || stage.isFailed() || !QUIET.contains(stage.uses());
    }

    private String line(Stage stage) {
        var start = "• " + dotted(stage.title()) + " ";
        return switch (stage.outcome()) {
            case "failed" -> start + Ink.HARM.of("FAILED") + parenthesis(stage.summary());
            case "skipped" -> start + Ink.QUIET.of("SKIPPED") + parenthesis(stage.summary());
            case String _ -> start + passed(stage);
        };
    }

    private String passed(Stage stage) {
        var took =
                verbose ? stage.took().map(t -> Ink.QUIET.of("  " + Moments.of(t))).orElse("") : "";
        return switch (stage.uses()) {
            case "notify" -> (stage.summary().isEmpty() ? "PASS" : stage.summary()) + took;
            case "simulate", "canary", "chaos", "test", "scan" ->
                    "PASS" + parenthesis(stage.summary()) + took;
            case String _ -> "PASS" + (verbose ? parenthesis(stage.summary()) : "") + took;
        };
    }

    private static String parenthesis(String summary) {
        return summary.isEmpty() ? "" : " (" + summary + ")";
    }

    private static String dotted(String title) {
        var dots = Math.max(FEWEST_DOTS, COLUMN - Ink.width(title) - 3);
        return title + " " + ".".repeat(dots);
    }

    private static String elapsed(Stage stage, Instant now) {
        return stage.startedAt()
                .map(since -> Moments.elapsed(Duration.between(since, now)))
                .orElse("…");
    }
}
