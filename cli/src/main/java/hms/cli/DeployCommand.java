package hms.cli;

import hms.client.ApiRequest;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Deploys what is approved.
@Command(
        name = "hms deploy",
        description =
                "Deploys approved policies to an environment, and watches the run until it ends.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms deploy policies/pm25.yaml",
            "  hms deploy epa-pm25-limit@2.0.0 --env staging",
            "  hms deploy epa-pm25-limit@2.0.0 --schedule 2026-09-01T00:00",
            "  hms deploy epa-pm25-limit@2.0.0 --canary \"region:NCR 5%%\" --bake 10m",
            "  hms deploy policies/*.yaml --dry-run"
        })
final class DeployCommand extends HmsCommand {
    @Parameters(
            paramLabel = "FILE|ID@VERSION",
            arity = "1..*",
            description = "what to deploy; all of it, or nothing")
    private List<String> operands = List.of();

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "production",
            description = "the environment (production)")
    private String environment = "";

    @Mixin private final DeployOptions options = new DeployOptions();

    @Option(
            names = "--dry-run",
            description = "only say what would happen: stages, approvals, who is told")
    private boolean dryRun;

    @Option(names = "--detach", description = "do not watch the run; needs a server that goes on")
    private boolean detach;

    @Override
    int run(Invocation invocation) {
        var names = new ArrayList<String>();
        var files = new ArrayList<String>();
        for (var operand : operands) {
            if (!Files.exists(invocation.environment().path(operand))
                    && VersionName.parse(operand).isPresent()) {
                names.add(operand);
            } else {
                files.add(operand);
            }
        }
        var policies = LocalPolicy.read(invocation, files);
        policies.forEach(policy -> names.add(policy.name()));
        var what = files.isEmpty() ? "FILE" : String.join(" ", files);
        invocation.approveHint("hms approve " + what + " --sign NAME");
        try (var link = invocation.reachToWrite()) {
            Deployment.requireLasting(link, detach && !dryRun);
            if (dryRun) {
                return plan(invocation, link.send(request(names).query("dryRun", "true")).json());
            }
            if (!policies.isEmpty()) {
                Submission.send(invocation, link, policies);
                Signatures.send(invocation, link, policies);
            }
            var key = UUID.randomUUID().toString();
            var run = link.send(request(names).idempotencyKey(key)).json();
            return detach
                    ? Deployment.queued(invocation, run)
                    : Deployment.watch(invocation, link, run.path("run").asInt(0), false);
        }
    }

    private ApiRequest request(List<String> names) {
        var body = JsonNodeFactory.instance.objectNode();
        options.write(body, DeployOptions.environment(environment));
        if (names.size() == 1) {
            var name = VersionName.of(names.getFirst());
            body.put("version", name.version().toString());
            return ApiRequest.post(Paths.policy(name.id().text()) + "/deploy").json(body);
        }
        var policies = body.putArray("policies");
        names.forEach(policies::add);
        return ApiRequest.post("/api/deployments").json(body);
    }

    private static int plan(Invocation invocation, JsonNode plan) {
        var screen = invocation.screen();
        if (invocation.json()) {
            screen.raw(plan.toString());
            return ExitCode.DONE;
        }
        screen.line("To " + plan.path("environment").asString("") + ", nothing is done yet:");
        for (var policy : plan.path("policies")) {
            var approvals = policy.path("approvals");
            screen.line(
                    "  %s  %d of %d approvals"
                            .formatted(
                                    policy.path("policy").asString(""),
                                    approvals.path("have").asInt(0),
                                    approvals.path("need").asInt(0)));
        }
        stages(screen, plan);
        environments(invocation, plan);
        var partners = new ArrayList<String>();
        plan.path("partners").forEach(partner -> partners.add(partner.asString("")));
        screen.line("Told: " + (partners.isEmpty() ? "nobody" : String.join(", ", partners)));
        RunDocument.text(plan, "missing")
                .ifPresent(why -> screen.failure(why, "It would be refused until that is mended."));
        return ExitCode.DONE;
    }

    private static void stages(Screen screen, JsonNode plan) {
        screen.line("Stages");
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("stage", "title", "uses"));
        for (var stage : plan.path("stages")) {
            rows.add(
                    List.of(
                            stage.path("id").asString(""),
                            stage.path("title").asString(""),
                            stage.path("uses").asString("")));
        }
        Table.lines(rows, screen.tableWidth()).forEach(screen::line);
    }

    /// What it meets on its way.
    private static void environments(Invocation invocation, JsonNode plan) {
        if (plan.path("environments").isEmpty()) {
            return;
        }
        var screen = invocation.screen();
        screen.line("On its way");
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("environment", "targets", "waits for"));
        for (var environment : plan.path("environments")) {
            var targets = new ArrayList<String>();
            for (var target : environment.path("targets")) {
                int count = target.path("policies").asInt(0);
                targets.add(
                        target.path("name").asString("")
                                + " ("
                                + target.path("kind").asString("")
                                + (plan.path("policies").size() > 1
                                        ? ", " + Spelling.count(count, "policy", "policies")
                                        : "")
                                + ")");
            }
            rows.add(
                    List.of(
                            environment.path("environment").asString(""),
                            targets.isEmpty()
                                    ? "the config store alone"
                                    : String.join(", ", targets),
                            waits(invocation, environment)));
        }
        Table.lines(rows, screen.tableWidth()).forEach(screen::line);
    }

    private static String waits(Invocation invocation, JsonNode environment) {
        var waits = new ArrayList<String>();
        if (environment.path("gate").asString("").equals("person")) {
            waits.add("a person");
        }
        var closed = environment.path("closed");
        var zone = invocation.environment().clock().getZone();
        RunDocument.instant(closed, "until")
                .map(until -> Moments.of(until, zone))
                .ifPresent(
                        until ->
                                waits.add(
                                        closed.path("reason").asString("").equals("freeze")
                                                ? "the end of the freeze, " + until
                                                : "a maintenance window, " + until));
        return waits.isEmpty() ? "nothing" : String.join("; ", waits);
    }
}
