package hms.cli;

import hms.cli.Clusters.Found;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/// Ends mini clusters.
@Command(
        name = "hms cluster down",
        description =
                "Ends mini clusters, clears away what is left of dead ones, takes back the tokens"
                        + " that they read with, and ends the server if hms cluster up has started it.",
        sortOptions = false,
        footer = {"", "Examples:", "  hms cluster down", "  hms cluster down --env staging"})
final class ClusterDownCommand extends HmsCommand {
    @Option(
            names = "--env",
            paramLabel = "ENV",
            split = ",",
            description = "only these environments")
    private List<String> environments = List.of();

    /// What was done.
    private record Ended(String environment, boolean lived, String tokenId) {}

    @Override
    int run(Invocation invocation) {
        var clusters = invocation.environment().program().clusters();
        var folder = invocation.dataFolder();
        var names = environments.isEmpty() ? List.<String>of() : ClusterNames.of(environments);
        if (!Files.isDirectory(folder)) {
            tell(invocation, List.of(), false);
            return ExitCode.DONE;
        }
        try (var _ = clusters.claim(folder)) {
            var all = ClusterStatusCommand.inOrder(clusters.environments(folder));
            var ended = new ArrayList<Ended>();
            for (var name : names.isEmpty() ? all : names) {
                end(clusters, folder, name, ended);
            }
            revoke(invocation, ended);
            boolean none =
                    all.stream()
                            .allMatch(name -> clusters.find(folder, name) instanceof Found.Nothing);
            boolean server = none && clusters.endServer(folder);
            tell(invocation, ended, server);
            return ExitCode.DONE;
        } catch (Clusters.Busy e) {
            throw ClusterUpCommand.busy(folder, e);
        } catch (Clusters.Trouble e) {
            throw Failure.refused(e.what(), e.remedy());
        }
    }

    private static void end(Clusters clusters, Path folder, String name, List<Ended> ended) {
        switch (clusters.find(folder, name)) {
            case Found.Nothing _ -> {
                return;
            }
            case Found.Gone gone -> ended.add(new Ended(name, false, gone.tokenId()));
            case Found.Mute mute -> ended.add(new Ended(name, true, mute.tokenId()));
            case Found.Up up -> ended.add(new Ended(name, true, up.tokenId()));
        }
        clusters.stop(folder, name);
    }

    private static void revoke(Invocation invocation, List<Ended> ended) {
        if (ended.isEmpty()) {
            return;
        }
        try (var link = invocation.reach()) {
            for (var each : ended) {
                ClusterTokens.revoke(link, each.tokenId())
                        .ifPresent(
                                why ->
                                        invocation
                                                .screen()
                                                .note(
                                                        "The token %s of %s could not be taken back: %s"
                                                                .formatted(
                                                                        each.tokenId(),
                                                                        each.environment(),
                                                                        why)));
            }
        }
    }

    private static void tell(Invocation invocation, List<Ended> ended, boolean server) {
        var screen = invocation.screen();
        if (invocation.json()) {
            var body = JsonNodeFactory.instance.objectNode();
            var list = body.putArray("ended");
            ended.forEach(each -> list.add(each.environment()));
            screen.raw(body.put("serverEnded", server).toString());
            return;
        }
        for (var each : ended) {
            screen.line(
                    each.lived()
                            ? "✓ " + each.environment() + " is down"
                            : "✓ "
                                    + each.environment()
                                    + " had died; what was left is cleared away");
        }
        if (server) {
            screen.line("✓ the server that hms cluster up had started is down");
        }
        if (ended.isEmpty() && !server) {
            screen.line("No mini cluster is up.");
        }
    }
}
