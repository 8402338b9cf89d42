package hms.cli;

import hms.cli.RollbackRuns.Done;
import hms.cli.ci.CiResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Stays with a promotion: shows how far it has come, and has it taken back here if it fails.
final class PromotionWatch {
    private final Invocation invocation;
    private final Screen screen;
    private final Link link;
    private final Promotion promotion;
    private final Optional<RollbackRuns> rollback;
    private final PromotionText text;
    private boolean wasScheduled;

    /// @param rollback runs the script, if one was named
    PromotionWatch(
            Invocation invocation,
            Link link,
            Promotion promotion,
            Optional<RollbackRuns> rollback) {
        this.invocation = invocation;
        this.screen = invocation.screen();
        this.link = link;
        this.promotion = promotion;
        this.rollback = rollback;
        this.text =
                new PromotionText(
                        promotion.targets(),
                        promotion.options().schedule(),
                        invocation.environment().clock().getZone());
    }

    /// Queues it, and follows it.
    ///
    /// @param untilLive whether it goes on until what is scheduled is live
    /// @return the exit code
    int run(boolean untilLive, boolean verbose) {
        Map<String, Map<String, String>> before =
                rollback.isPresent() ? promotion.live() : Map.of();
        int number = promotion.queue();
        if (!invocation.json() && !verbose) {
            screen.line(
                    Ink.STRONG.of("RUN #" + number)
                            + "  "
                            + String.join(", ", promotion.file().names()));
        }
        var run = follow(number, untilLive, verbose);
        var done = takeBack(run, before);
        if (invocation.json()) {
            screen.raw(json(run, done).toString());
        }
        return run.isFailed() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private RunDocument follow(int number, boolean untilLive, boolean verbose) {
        var parting = Thread.ofPlatform().unstarted(() -> screen.note(parting(number)));
        Runtime.getRuntime().addShutdownHook(parting);
        try {
            return new PromotionFollower(link, number, untilLive, watching(verbose))
                    .follow(this::tell);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(parting);
            } catch (IllegalStateException _) {
                // the process ends, and it has been said
            }
        }
    }

    private String parting(int number) {
        var how =
                link.goesOn() ? "goes on without this command" : "stands still until a server runs";
        var script = rollback.isPresent() ? ", and the rollback script is not run" : "";
        return "\nRun #%d %s%s.".formatted(number, how, script)
                + "\n  Follow it: hms run %1$d --follow   End it: hms abort %1$d".formatted(number);
    }

    private Function<RunFollower, RunDocument> watching(boolean verbose) {
        if (invocation.json()) {
            return RunFollower::follow;
        }
        if (verbose) {
            var display = new RunDisplay(screen, invocation.environment().clock(), true);
            return follower -> follower.follow(display);
        }
        return follower -> follower.follow(this::progress);
    }

    /// On a terminal, how far it has come.
    private void progress(RunDocument run) {
        if (screen.isLive()) {
            var line = run.isAtRest() ? "" : Ink.cut(text.line(run), screen.width() - 1);
            screen.redraw(List.of(Ink.ACCENT.of(line)));
        }
    }

    /// It has come to another state.
    private void tell(RunDocument run) {
        var scheduled = run.status().equals("scheduled");
        var line = wasScheduled && run.isSuccess() ? text.live(run) : text.line(run);
        wasScheduled |= scheduled;
        if (run.isEnded() || scheduled) {
            report(run, line);
        }
        if (!invocation.json() && (run.isEnded() || run.isAtRest())) {
            screen.line(line);
            if (run.isFailed()) {
                receipts(run).forEach(screen::line);
            }
            next(run).ifPresent(screen::line);
        }
    }

    /// How it stands at each target.
    private List<String> receipts(RunDocument run) {
        if (run.targets().isEmpty()) {
            return List.of();
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("target", "outcome", "said"));
        run.targets().forEach(r -> rows.add(List.of(r.target(), r.outcome(), r.said())));
        return Table.lines(rows, screen.tableWidth());
    }

    private void report(RunDocument run, String line) {
        var result = run.isFailed() ? CiResult.failed(line) : CiResult.passed(line);
        invocation.report(result.marked("").with(facts -> fill(facts, run)));
    }

    private Optional<String> next(RunDocument run) {
        return switch (run.status()) {
            case "waiting" ->
                    run.waiting().flatMap(RunDocument.Waiting::until).isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    Ink.WAIT.of("! ")
                                            + "A person has to decide: hms ticket "
                                            + run.waiting()
                                                    .flatMap(RunDocument.Waiting::ticket)
                                                    .map(ticket -> "show " + ticket)
                                                    .orElse("list"));
            case "halted" ->
                    Optional.of(
                            "Go on: hms resume %1$d   Give up: hms abort %1$d"
                                    .formatted(run.number()));
            case "scheduled" -> Optional.of("  " + ahead(run));
            case String _ -> Optional.empty();
        };
    }

    private String ahead(RunDocument run) {
        var zone = invocation.environment().clock().getZone();
        var when = run.instant("scheduledFor").map(at -> "Live from " + Moments.of(at, zone));
        return when.orElse("Live at its date")
                + (link.goesOn() ? "." : ", only if a server runs then: hms up");
    }

    private List<Done> takeBack(RunDocument run, Map<String, Map<String, String>> before) {
        var environment = text.failed(run);
        if (environment.isEmpty() || rollback.isEmpty()) {
            return List.of();
        }
        var script = rollback.get().script().shown();
        if (!text.hasTouched(run)) {
            say("  Nothing had been applied, so " + script + " was not run.");
            return List.of();
        }
        var tasks = promotion.toTakeBack(run, environment.get(), before);
        var done = rollback.get().run(tasks);
        done.forEach(each -> tell(script, each));
        return done;
    }

    private void tell(String script, Done done) {
        var task = done.task();
        var where = " in " + PromotionTargets.shown(task.environment());
        if (done.isGood()) {
            say(
                    "✓ %s has taken %s back from %s%s%s; log: %s"
                            .formatted(
                                    script,
                                    task.policy(),
                                    task.from(),
                                    task.to().map(to -> " to " + to).orElse(""),
                                    where,
                                    done.log()));
            return;
        }
        invocation.report(
                CiResult.failed(
                        "%s failed for %s: %s".formatted(script, task.policy(), done.problem())));
        screen.failure(
                "ROLLBACK FAILED: %s for %s%s: %s"
                        .formatted(script, task.policy(), where, done.problem()),
                "It may not be back on %s. Look at it now%s"
                        .formatted(
                                task.to().orElse("what was there before"),
                                done.log().isEmpty() ? "." : "; log: " + done.log()));
    }

    private void say(String line) {
        if (!invocation.json()) {
            screen.line(line);
        }
    }

    private ObjectNode json(RunDocument run, List<Done> done) {
        var json = run.json().deepCopy();
        var object = (ObjectNode) json;
        object.put("promoted", promotion.file().digest().toString());
        object.put("display", text.line(run));
        var list = object.putArray("rollback");
        for (var each : done) {
            var one = list.addObject();
            each.task().variables().forEach(one::put);
            one.put("done", each.isGood()).put("problem", each.problem()).put("log", each.log());
            each.exitCode().ifPresent(code -> one.put("exitCode", code));
        }
        return object;
    }

    private ObjectNode fill(ObjectNode facts, RunDocument run) {
        facts.put("run", run.number()).put("status", run.status());
        facts.put("package", promotion.file().digest().toString());
        run.instant("scheduledFor").ifPresent(at -> facts.put("scheduledFor", at.toString()));
        return facts;
    }
}
