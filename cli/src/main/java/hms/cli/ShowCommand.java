package hms.cli;

import hms.client.ApiRequest;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows what is in force.
@Command(
        name = "hms show",
        description =
                "Shows what is in force: all policies of an environment, or the values of one, now"
                        + " or on another day, and as was known then.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms show",
            "  hms show epa-pm25-limit",
            "  hms show epa-pm25-limit --on 2024-09-01 --known-at 2024-08-01T12:00:00Z"
        })
final class ShowCommand extends HmsCommand {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "the policy; all of them without")
    private @Nullable String id;

    @Option(
            names = "--on",
            paramLabel = "DATE",
            description = "the day, or instant, whose law is asked for")
    private @Nullable String on;

    @Option(names = "--known-at", paramLabel = "TIME", description = "as was known at that instant")
    private @Nullable String knownAt;

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "production",
            description = "the environment (production)")
    private String environment = "";

    @Override
    int run(Invocation invocation) {
        if (id == null && (on != null || knownAt != null)) {
            throw Failure.usage(
                    "--on and --known-at ask about one policy, and none is named.",
                    "Name one: hms show ID --on DATE");
        }
        var path = id == null ? "/api/policies" : Paths.policy(VersionName.id(id).text());
        var request = ApiRequest.get(path).query("env", DeployOptions.environment(environment));
        if (on != null) {
            request = request.query("on", on);
        }
        if (knownAt != null) {
            request = request.query("knownAt", knownAt);
        }
        try (var link = invocation.reach()) {
            var answer = link.send(request);
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else if (id == null) {
                list(invocation, answer.json());
            } else {
                one(invocation, answer.json());
            }
            return ExitCode.DONE;
        }
    }

    private static void list(Invocation invocation, JsonNode answer) {
        var screen = invocation.screen();
        var zone = zone(invocation);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("policy", "version", "status", "since", "title"));
        for (var policy : answer.path("policies")) {
            rows.add(
                    List.of(
                            policy.path("id").asString(""),
                            policy.path("version").asString("–"),
                            words(policy.path("status").asString("")),
                            RunDocument.instant(policy, "activatedAt")
                                    .map(at -> Moments.of(at, zone))
                                    .orElse(""),
                            policy.path("title").asString("")));
        }
        if (rows.size() == 1) {
            screen.line("Nothing is in force in " + answer.path("env").asString("") + ".");
            return;
        }
        Table.lines(rows, screen.tableWidth()).forEach(screen::line);
    }

    private void one(Invocation invocation, JsonNode live) {
        var screen = invocation.screen();
        var zone = zone(invocation);
        screen.line(Ink.STRONG.of(live.path("title").asString("")));
        var values = live.path("values");
        var column = values.propertyNames().stream().mapToInt(Ink::width).max().orElse(0);
        values.properties()
                .forEach(
                        value ->
                                screen.line(
                                        "  "
                                                + Ink.pad(value.getKey(), column)
                                                + "  "
                                                + ChangeText.text(value.getValue())));
        screen.line(sentence(live, zone));
        RunDocument.text(live, "publishedUrl").ifPresent(url -> screen.line("Published: " + url));
    }

    private String sentence(JsonNode live, ZoneId zone) {
        var text = new StringBuilder();
        text.append(live.path("id").asString(""))
                .append('@')
                .append(live.path("version").asString(""))
                .append(", ")
                .append(words(live.path("status").asString("")))
                .append(" in ")
                .append(live.path("env").asString(""));
        RunDocument.instant(live, "effectiveFrom")
                .ifPresent(at -> text.append(" from ").append(Moments.of(at, zone)));
        RunDocument.instant(live, "until")
                .ifPresent(at -> text.append(" until ").append(Moments.of(at, zone)));
        if (on != null) {
            text.append("; asked for ").append(on);
        }
        if (knownAt != null) {
            text.append(", as known at ").append(knownAt);
        }
        if (live.path("retroactive").asBoolean(false)) {
            text.append(" (retroactive)");
        }
        return text.toString();
    }

    private static ZoneId zone(Invocation invocation) {
        return invocation.environment().clock().getZone();
    }

    /// `IN_FORCE` is `in force`.
    static String words(String code) {
        return code.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
