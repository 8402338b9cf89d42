package hms.cli;

import hms.cli.RunDocument.Stage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/// How far a release has come, in one line: `staging ✅  pre-prod ✅  prod SCHEDULED@00:00`.
final class PromotionText {
    private static final String DONE = " ✅";
    private static final String FAILED = " ❌";
    private static final Set<String> TOUCHING =
            Set.of("apply", "chaos", "canary", "publish", "rollout", "activate");

    private final PromotionTargets targets;
    private final Optional<String> schedule;
    private final ZoneId zone;

    /// @param schedule as its user wrote it
    PromotionText(PromotionTargets targets, Optional<String> schedule, ZoneId zone) {
        this.targets = targets;
        this.schedule = schedule;
        this.zone = zone;
    }

    /// The whole line.
    String line(RunDocument run) {
        var parts = new ArrayList<String>();
        var failed = failed(run);
        int here = targets.names().indexOf(current(run));
        for (int i = 0; i <= here; i++) {
            var name = targets.names().get(i);
            parts.add(
                    PromotionTargets.shown(name)
                            + (failed.filter(name::equals).isPresent()
                                    ? FAILED + "  " + reason(run)
                                    : i < here ? DONE : here(run)));
        }
        return String.join("  ", parts);
    }

    /// What is said at the instant that a scheduled release was waiting for.
    String live(RunDocument run) {
        return PromotionTargets.shown(targets.last()) + DONE + "  " + version(run);
    }

    /// The environment in which it failed, by the server's name.
    Optional<String> failed(RunDocument run) {
        return run.isFailed() && !run.status().equals("halted")
                ? Optional.of(current(run))
                : Optional.empty();
    }

    /// The environment that it has come to: where it failed, or else the last that has begun.
    private String current(RunDocument run) {
        var at = run.isFailed() ? run.errorStage().flatMap(this::target) : Optional.<String>empty();
        return run.isSuccess() || run.status().equals("scheduled")
                ? targets.last()
                : at.or(() -> run.waiting().map(RunDocument.Waiting::stage).flatMap(this::target))
                        .orElseGet(() -> begun(run));
    }

    private String begun(RunDocument run) {
        return run.stages().stream()
                .filter(stage -> stage.isRunning() || stage.isEnded())
                .flatMap(stage -> target(stage.id()).stream())
                .reduce((earlier, later) -> later)
                .orElse(targets.first());
    }

    private Optional<String> target(String stage) {
        int slash = stage.indexOf('/');
        return Optional.of(stage.substring(0, Math.max(0, slash)))
                .filter(targets.names()::contains);
    }

    private String here(RunDocument run) {
        return switch (run.status()) {
            case "success" -> DONE + "  " + version(run);
            case "scheduled" -> " SCHEDULED@" + schedule.orElseGet(() -> instant(run));
            case "waiting" ->
                    " WAITING "
                            + run.waiting()
                                    .flatMap(RunDocument.Waiting::until)
                                    .map(until -> "until " + Moments.of(until, zone))
                                    .orElse("for a person");
            case "halted" -> " HALTED";
            case String _ -> " …" + running(run);
        };
    }

    private static String running(RunDocument run) {
        return run.stages().stream()
                .filter(Stage::isRunning)
                .findFirst()
                .map(stage -> "  " + stage.title())
                .orElse("");
    }

    private String instant(RunDocument run) {
        return run.instant("scheduledFor").map(at -> Moments.of(at, zone)).orElse("its date");
    }

    private static String version(RunDocument run) {
        var name = VersionName.parse(run.json().path("policies").path(0).asString(""));
        return run.policyCount() == 1 && name.isPresent()
                ? "live version v" + name.get().version()
                : Spelling.number(run.policyCount()) + " policies live";
    }

    private static String reason(RunDocument run) {
        var stage = run.errorStage().map(id -> id.substring(id.indexOf('/') + 1) + ": ").orElse("");
        var reason =
                run.errorReason()
                        .orElse(
                                run.status().equals("rolled-back")
                                        ? "rolled back"
                                        : "no reason given");
        return stage + reason;
    }

    /// Whether it has changed anything outside: before that there is nothing to take back.
    boolean hasTouched(RunDocument run) {
        return run.targets().stream().anyMatch(r -> !r.outcome().equals("untouched"))
                || run.stages().stream()
                        .filter(stage -> stage.isRunning() || stage.isEnded())
                        .filter(stage -> !stage.outcome().equals("skipped"))
                        .anyMatch(stage -> TOUCHING.contains(stage.uses()));
    }
}
