package hms.cli;

import hms.artifact.Manifest;
import hms.trust.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Shows what is about to be signed: the bytes, what changes against what is live, what the
/// simulation says, and what is doubtful.
final class Review {
    private static final int IN_FULL = 3;
    private static final int LISTED = 20;
    private static final String INDENT = "  ";

    private final Invocation invocation;
    private final Screen screen;
    private final List<LocalPolicy> policies;
    private final Manifest manifest;

    Review(Invocation invocation, List<LocalPolicy> policies, Manifest manifest) {
        this.invocation = invocation;
        this.screen = invocation.screen();
        this.policies = policies;
        this.manifest = manifest;
    }

    /// @param report what the server says of them; empty without one
    void show(Optional<JsonNode> report) {
        var byName = new TreeMap<String, JsonNode>();
        report.ifPresent(
                r ->
                        r.path("policies")
                                .forEach(
                                        p ->
                                                byName.put(
                                                        p.path("id").asString("")
                                                                + "@"
                                                                + p.path("version").asString(""),
                                                        p)));
        if (policies.size() <= IN_FULL) {
            policies.forEach(
                    policy -> full(policy, Optional.ofNullable(byName.get(policy.name()))));
        } else {
            brief(byName);
        }
        if (policies.size() > 1) {
            screen.line("Release of " + Spelling.number(policies.size()) + " policies, root");
            digest(manifest.root());
        }
    }

    private void full(LocalPolicy policy, Optional<JsonNode> report) {
        screen.line(Ink.STRONG.of(policy.name()) + "  " + policy.artifact().title());
        digest(policy.artifact().digest());
        report.ifPresent(r -> PolicyReport.lines(r, screen.width()).forEach(screen::line));
        FindingText.print(
                invocation,
                report.map(r -> FindingJson.list(r.path("findings"))).orElse(policy.warnings()));
    }

    /// Whole, in fours, because somebody signs it.
    private void digest(Digest digest) {
        var fours = digest.hex().replaceAll("(.{4})(?!$)", "$1 ");
        screen.line(INDENT + Ink.QUIET.of("sha256  ") + fours.substring(0, 39));
        screen.line(INDENT + "        " + fours.substring(40));
    }

    private void brief(Map<String, JsonNode> reports) {
        for (var policy : policies.stream().limit(LISTED).toList()) {
            var report = reports.get(policy.name());
            var live =
                    report == null
                            ? Optional.<String>empty()
                            : RunDocument.text(report.path("live"), "version");
            var change = live.map(l -> "  (" + l + " is live)").orElse("");
            screen.line(INDENT + policy.name() + Ink.QUIET.of(change));
        }
        if (policies.size() > LISTED) {
            screen.line(INDENT + "… and " + Spelling.number(policies.size() - LISTED) + " more");
        }
        var findings =
                reports.values().stream()
                        .flatMap(r -> FindingJson.list(r.path("findings")).stream())
                        .limit(LISTED)
                        .toList();
        FindingText.print(invocation, findings);
    }
}
