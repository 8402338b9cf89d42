package hms.cli;

import hms.cli.RunDocument.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.MissingNode;

/// Shows a run as it goes: a line when a stage ends and, on a terminal, a moving line for the one
/// that runs. Compact, it shows the stages that matter to a person, and whatever failed.
final class RunDisplay {
    private static final Set<String> QUIET =
            Set.of("package", "apply", "check", "publish", "activate", "tag");
    private static final Pattern HEALTH = Pattern.compile("health [0-9.]+%");
    private static final int MOST_TARGETS = 4;
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
    private boolean takingBack;
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
        var rehearsals = run.rehearsals();
        for (var stage : run.stages()) {
            boolean rehearsed = stage.environment().filter(rehearsals::contains).isPresent();
            if (stage.isEnded() && shown.add(stage.id()) && matters(stage, rehearsed)) {
                wipe();
                screen.line(line(stage));
            }
            if (rehearsed && !verbose) {
                rehearsal(run, stage.environment().orElseThrow());
            }
        }
        if (run.isTakingBack() && !takingBack) {
            takingBack = true;
            wipe();
            screen.line("↩ Taking back: its targets are brought what was there before");
        }
        running =
                run.isAtRest()
                        ? null
                        : run.stages().stream().filter(Stage::isRunning).findFirst().orElse(null);
        if (running == null) {
            wipe();
        }
    }

    /// An environment that it has passed, once, on one line.
    private void rehearsal(RunDocument run, String environment) {
        var stages =
                run.stages().stream()
                        .filter(
                                stage ->
                                        stage.environment().filter(environment::equals).isPresent())
                        .toList();
        boolean passed = stages.stream().allMatch(s -> s.isEnded() && !s.isFailed());
        if (passed && shown.add(environment + "/")) {
            wipe();
            screen.line(
                    "• "
                            + dotted(title(environment))
                            + " PASS"
                            + parenthesis(facts(run, stages, environment)));
        }
    }

    private static String title(String environment) {
        return environment.substring(0, 1).toUpperCase(Locale.ROOT) + environment.substring(1);
    }

    /// `cluster, benefits-api · health 99.8%`.
    private static String facts(RunDocument run, List<Stage> stages, String environment) {
        var facts = new ArrayList<String>();
        var targets =
                run.targets().stream()
                        .filter(receipt -> receipt.isIn(environment))
                        .map(RunDocument.Receipt::name)
                        .toList();
        if (!targets.isEmpty()) {
            facts.add(
                    targets.size() > MOST_TARGETS
                            ? targets.size() + " targets"
                            : String.join(", ", targets));
        }
        stages.stream()
                .filter(stage -> stage.outcome().equals("skipped"))
                .map(stage -> stage.uses() + " skipped")
                .forEach(facts::add);
        stages.stream()
                .filter(stage -> stage.uses().equals("chaos"))
                .flatMap(stage -> HEALTH.matcher(stage.summary()).results())
                .map(MatchResult::group)
                .forEach(facts::add);
        return String.join(" · ", facts);
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

    /// @param rehearsed whether it is part of an environment that is shown on one line
    private boolean matters(Stage stage, boolean rehearsed) {
        return verbose
                || stage.isFailed()
                || isLate(stage)
                || !(rehearsed || QUIET.contains(stage.uses()));
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
            case "simulate", "chaos", "test", "scan", "gate" ->
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
