package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import hms.checks.compare.Changes;
import hms.client.ApiRequest;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Compares two versions.
@Command(
        name = "hms diff",
        description =
                "Compares two versions: what changes in values, rules and prose, then the files line"
                        + " by line. Two files need no server.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms diff epa-pm25-limit@1.5.0 epa-pm25-limit@2.0.0",
            "  hms diff policies/pm25-1.5.0.yaml policies/pm25.yaml",
            "  hms diff epa-pm25-limit@1.5.0 policies/pm25.yaml"
        })
final class DiffCommand extends HmsCommand {
    @Parameters(index = "0", paramLabel = "A", description = "a file, or ID@VERSION")
    private String before = "";

    @Parameters(index = "1", paramLabel = "B", description = "a file, or ID@VERSION")
    private String after = "";

    @Override
    int run(Invocation invocation) {
        var from = version(invocation, before);
        var to = version(invocation, after);
        if (from.isEmpty() && to.isEmpty()) {
            return tell(invocation, compare(invocation, null));
        }
        try (var link = invocation.reach()) {
            if (from.isPresent() && to.isPresent() && from.get().id().equals(to.get().id())) {
                var answer =
                        link.send(
                                ApiRequest.get(Paths.policy(from.get().id().text()) + "/diff")
                                        .query("from", from.get().version().toString())
                                        .query("to", to.get().version().toString()));
                return tell(invocation, answer.json());
            }
            return tell(invocation, compare(invocation, link));
        }
    }

    /// A file of that name goes before a version of that name.
    private static Optional<VersionName> version(Invocation invocation, String operand) {
        return Files.exists(invocation.environment().path(operand))
                ? Optional.empty()
                : VersionName.parse(operand);
    }

    private JsonNode compare(Invocation invocation, @Nullable Link link) {
        var a = artifact(invocation, link, before);
        var b = artifact(invocation, link, after);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("from", a.name()).put("to", b.name());
        var changes = json.putArray("changes");
        for (var change : Changes.between(a, b)) {
            var line = changes.addObject().put("path", change.path());
            line.set("before", value(change.before()));
            line.set("after", value(change.after()));
        }
        return json.put(
                "text",
                LineDiff.unified(
                        before, after, text(a).lines().toList(), text(b).lines().toList()));
    }

    private static Artifact artifact(Invocation invocation, @Nullable Link link, String operand) {
        var version = version(invocation, operand);
        if (version.isEmpty() || link == null) {
            return LocalPolicy.artifact(invocation, operand);
        }
        var path =
                Paths.version(version.get().id().text(), version.get().version().toString())
                        + "/artifact";
        var bytes = link.send(ApiRequest.get(path)).bytes();
        return switch (ArtifactParser.parse(bytes, operand, Optional.of(version.get().version()))) {
            case ParseResult.Parsed parsed -> parsed.artifact();
            case ParseResult.Rejected rejected ->
                    throw Failure.findings(
                            "What the server has as " + operand + " is no sound artifact.",
                            rejected.findings());
        };
    }

    private static JsonNode value(Optional<String> json) {
        return json.map(text -> JsonMapper.shared().readTree(text))
                .orElse(JsonNodeFactory.instance.nullNode());
    }

    private static String text(Artifact artifact) {
        return new String(artifact.bytes(), UTF_8);
    }

    private static int tell(Invocation invocation, JsonNode diff) {
        var screen = invocation.screen();
        if (invocation.json()) {
            screen.raw(diff.toString());
            return ExitCode.DONE;
        }
        var changes = ChangeText.lines(diff.path("changes"), screen.width());
        if (changes.isEmpty()) {
            screen.line("Nothing changes for consumers.");
        }
        changes.forEach(screen::line);
        var text = diff.path("text").asString("");
        if (!text.isBlank()) {
            screen.line("");
            text.lines().map(DiffCommand::inked).forEach(screen::line);
        }
        return ExitCode.DONE;
    }

    private static String inked(String line) {
        if (line.startsWith("+") && !line.startsWith("+++")) {
            return Ink.ACCENT.of(line);
        }
        return line.startsWith("-") && !line.startsWith("---") ? Ink.QUIET.of(line) : line;
    }
}
