package hms.cli;

import hms.cli.RunDocument.Receipt;
import hms.cli.RunDocument.Stage;
import hms.cli.RunDocument.Waiting;
import hms.client.ApiRefused;
import hms.client.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Says how a run ended, or what it waits for, and what to do next.
final class RunVerdict {
    private final Invocation invocation;
    private final Screen screen;
    private final Link link;
    private final RunDocument run;

    RunVerdict(Invocation invocation, Link link, RunDocument run) {
        this.invocation = invocation;
        this.screen = invocation.screen();
        this.link = link;
        this.run = run;
    }

    /// Prints it for those who have waited for it, and what this process leaves undone.
    ///
    /// @return the exit code
    int tellWatchers() {
        tell();
        if (!link.goesOn()) {
            leftForLater();
        }
        return run.isFailed() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    /// Prints it.
    void tell() {
        switch (run.status()) {
            case "success" -> success();
            case "failure" -> failure("DEPLOYMENT FAILED");
            case "rolled-back" -> failure("ROLLED BACK");
            case "scheduled" -> scheduled();
            case "halted" -> {
                heading(Ink.WAIT, "HALTED", reason());
                screen.line(
                        "Go on: hms resume %1$d   Give up: hms abort %1$d".formatted(run.number()));
            }
            case "waiting" -> run.waiting().ifPresent(this::waiting);
            case String underWay -> screen.line(Ink.ACCENT.of(underWay));
        }
    }

    private void success() {
        heading(Ink.STRONG, "DEPLOYMENT SUCCESSFUL", run.took().map(Moments::of).orElse(""));
        var many = run.policyCount() > 1;
        var live = many ? Spelling.number(run.policyCount()) + " policies live" : "Policy live";
        screen.line(
                run.publishedUrl()
                        .map(url -> live + (many ? ", the first at " : " at ") + url)
                        .orElse(live + " in " + run.environment()));
        canary();
        report("simulate")
                .ifPresent(
                        report ->
                                OutcomeTable.changed(report, screen.tableWidth())
                                        .forEach(screen::line));
    }

    private void failure(String verdict) {
        var stage = run.errorStage().map(s -> s + ": ").orElse("");
        heading(Ink.HARM, verdict, stage + reason());
        var failed = run.stages().stream().filter(Stage::isFailed).findFirst();
        failed.flatMap(this::evidence)
                .ifPresent(
                        report -> {
                            FindingText.print(
                                    invocation, FindingJson.list(report.path("findings")));
                            OutcomeTable.unadapted(report, screen.tableWidth())
                                    .forEach(screen::line);
                        });
        canary();
        receipts();
        screen.line(advice(failed.map(Stage::uses).orElse("")));
    }

    /// How it stands at each target that it had reached, or tried to.
    private void receipts() {
        if (run.targets().isEmpty()) {
            return;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("target", "has", "said"));
        run.targets().forEach(each -> rows.add(List.of(each.target(), has(each), each.said())));
        Table.lines(rows, screen.tableWidth()).forEach(screen::line);
        if (run.targets().stream().anyMatch(each -> each.outcome().equals("astray"))) {
            screen.line(
                    Ink.WAIT.of("! ")
                            + "Where it could not be taken back yet, that is tried for 24 hours; then"
                            + " a ticket asks a person.");
        }
    }

    private static String has(Receipt receipt) {
        return switch (receipt.outcome()) {
            case "restored" ->
                    receipt.version().map(v -> "back on " + v).orElse("back on what it had");
            case "astray" -> "not back yet";
            case "refused" -> "what it had: it refused";
            case "untouched" -> "what it had: not touched";
            case "delivered" -> "the new version";
            case "unsure" -> "nobody knows";
            case String other -> other;
        };
    }

    /// What it waits for, and what follows.
    private void waiting(Waiting waiting) {
        var where =
                run.stages().stream()
                        .filter(stage -> stage.id().equals(waiting.stage()))
                        .findFirst()
                        .flatMap(Stage::environment)
                        .orElse(run.environment());
        var zone = waiting.zone(invocation.environment().clock().getZone());
        var until = waiting.until().map(at -> Moments.of(at, zone));
        switch (waiting.reason()) {
            case "gate" -> heading(Ink.WAIT, "WAITING", "for a person to let it into " + where);
            case "freeze" ->
                    heading(
                            Ink.WAIT,
                            "WAITING",
                            where + " is frozen" + until.map(at -> " until " + at).orElse(""));
            case String _ ->
                    heading(
                            Ink.WAIT,
                            "WAITING",
                            "for a maintenance window of "
                                    + where
                                    + until.map(at -> ", " + at).orElse(""));
        }
        waiting.ticket()
                .ifPresentOrElse(
                        ticket -> gate(waiting, ticket),
                        () -> screen.line("It goes on then by itself."));
    }

    private void gate(Waiting waiting, String ticket) {
        waiting.missing().stream()
                .filter(missing -> !missing.contains("hms ticket resolve"))
                .forEach(missing -> screen.line("  Missing as well: " + missing));
        screen.line("  What it rests on:  hms ticket show " + ticket);
        screen.line("  Let it in:         " + resolve(ticket, "agree"));
        screen.line("  Keep it out:       " + resolve(ticket, "refuse"));
    }

    private static String resolve(String ticket, String choice) {
        return "hms ticket resolve " + ticket + " --choice " + choice + " --reason TEXT";
    }

    /// What the canary came to, both sides of it as counted.
    private void canary() {
        run.stages().stream()
                .filter(stage -> stage.uses().equals("canary"))
                .filter(stage -> stage.isFailed() || stage.outcome().equals("passed"))
                .reduce((first, last) -> last)
                .flatMap(this::figures)
                .ifPresent(
                        figures ->
                                CanaryText.facts(figures).stream()
                                        .map(line -> Ink.cut(line, screen.tableWidth() - 3))
                                        .forEach(line -> screen.line("  " + line)));
    }

    /// The stage's report; where it is another kind of report, what the server still knows.
    private Optional<CanaryDocument> figures(Stage stage) {
        return evidence(stage)
                .map(CanaryDocument::new)
                .filter(figures -> !figures.isEmpty())
                .or(() -> new RunFollower(link, run.number()).canary());
    }

    private String advice(String stage) {
        var ticket = run.errorTicket();
        if (ticket.isPresent()) {
            return "Nobody has it any more, and its bytes are in quarantine. Decide: hms ticket show "
                    + ticket.get();
        }
        return switch (stage) {
            case "canary" ->
                    "Nobody has it any more. If too little was seen, watch it for longer: hms deploy %s --bake 15m"
                            .formatted(first());
            case "validate", "simulate", "test", "scan" ->
                    "Mend it under a new version, and approve that: hms approve FILE --sign NAME";
            case String _ ->
                    "See what happened: hms run %d --verbose. Then try again: hms deploy %s"
                            .formatted(run.number(), first());
        };
    }

    private String first() {
        return run.json().path("policies").path(0).asString("ID@VERSION");
    }

    private void scheduled() {
        var zone = run.scheduledZone().orElse(invocation.environment().clock().getZone());
        var when = run.instant("scheduledFor");
        heading(
                Ink.STRONG,
                "SCHEDULED" + when.map(at -> "@" + Moments.hour(at, zone)).orElse(""),
                when.map(at -> "live from " + Moments.of(at, zone)).orElse("waits for its date"));
    }

    private void heading(Ink ink, String verdict, String rest) {
        screen.line(ink.of(verdict) + (rest.isEmpty() ? "" : "  —  " + rest));
    }

    private String reason() {
        return run.errorReason().orElse(run.status().equals("failure") ? "no reason given" : "");
    }

    /// What this process would still have to do, and will not.
    private void leftForLater() {
        if (run.status().equals("scheduled")) {
            later("It goes live at that time only if a server runs then");
        }
        if (run.status().equals("waiting")) {
            later("It goes on only while a server runs");
        }
        if (run.targets().stream().anyMatch(each -> each.outcome().equals("astray"))) {
            later("Targets are brought back only while a server runs");
        }
        if (run.noticesOpen() > 0) {
            later(
                    Spelling.count(
                                    run.noticesOpen(),
                                    "partner notice is queued and is",
                                    "partner notices are queued and are")
                            + " tried again only while a server runs");
        }
        if (run.isSuccess() && run.publishedUrl().isPresent()) {
            later("The register answers at this address only while a server runs");
        }
    }

    private void later(String what) {
        screen.line(Ink.WAIT.of("! ") + what + ": hms up");
    }

    private Optional<JsonNode> report(String uses) {
        return run.stage(uses).flatMap(this::evidence);
    }

    private Optional<JsonNode> evidence(Stage stage) {
        if (!stage.hasEvidence()) {
            return Optional.empty();
        }
        try {
            var path = Paths.evidence(run.number(), stage.id());
            return Optional.of(link.send(ApiRequest.get(path)).json());
        } catch (ApiRefused _) {
            // the run has been told already; its report is beside that
            return Optional.empty();
        }
    }
}
