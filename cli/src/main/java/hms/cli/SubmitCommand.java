package hms.cli;

import java.util.HashMap;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Brings policies to the server.
@Command(
        name = "hms submit",
        description =
                "Brings policies to the server, which checks and simulates them. Approvals in a"
                        + " FILE.sig beside them go along.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms submit policies/pm25.yaml",
            "  hms submit policies/*.yaml --dry-run"
        })
final class SubmitCommand extends HmsCommand {
    private static final int IN_FULL = 3;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "policy artifacts")
    private List<String> files = List.of();

    @Option(names = "--dry-run", description = "only report; nothing is kept")
    private boolean dryRun;

    @Override
    int run(Invocation invocation) {
        var policies = LocalPolicy.read(invocation, files);
        var release = LocalPolicy.release(invocation.environment().folder(), policies);
        invocation.files(release.shown());
        try (var link = invocation.reachToWrite()) {
            var answer = link.send(release.submission(dryRun));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                tell(invocation, policies, answer.json());
            }
            if (!dryRun) {
                Signatures.send(invocation, link, policies);
            }
            return ExitCode.DONE;
        }
    }

    private void tell(Invocation invocation, List<LocalPolicy> policies, JsonNode report) {
        var screen = invocation.screen();
        var shown = new HashMap<String, String>();
        policies.forEach(policy -> shown.put(policy.name(), policy.shown()));
        for (var policy : report.path("policies")) {
            var name = policy.path("id").asString("") + "@" + policy.path("version").asString("");
            screen.line("✓ " + name + " " + verb(policy));
            FindingText.print(invocation, FindingJson.list(policy.path("findings")));
            if (policies.size() <= IN_FULL) {
                PolicyReport.lines(policy, screen.width()).forEach(screen::line);
                approvals(screen, policy.path("approvals"));
            }
        }
        var approvals = report.path("policies").path(0).path("approvals");
        if (!dryRun && approvals.path("missing").isString()) {
            screen.line("  Approve it: hms approve " + String.join(" ", files) + " --sign NAME");
        }
    }

    private static void approvals(Screen screen, JsonNode approvals) {
        if (approvals.path("need").isNumber()) {
            screen.line(
                    "  Approvals: %d of %d"
                            .formatted(
                                    approvals.path("have").asInt(0),
                                    approvals.path("need").asInt(0)));
        }
    }

    private String verb(JsonNode policy) {
        if (dryRun) {
            return "could be submitted";
        }
        return policy.path("already").asBoolean(false) ? "was submitted before" : "submitted";
    }
}
