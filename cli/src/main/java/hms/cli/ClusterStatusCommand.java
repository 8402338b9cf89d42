package hms.cli;

import hms.cli.Clusters.Found;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows mini clusters.
@Command(
        name = "hms cluster status",
        description = "Shows the mini clusters of the data folder, and each of their processes.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms cluster status",
            "  hms cluster status --env staging --json",
            "",
            "The exit code is 0 if all of them are ready, else 1."
        })
final class ClusterStatusCommand extends HmsCommand {
    @Option(
            names = "--env",
            paramLabel = "ENV",
            split = ",",
            description = "only these environments")
    private List<String> environments = List.of();

    @Override
    int run(Invocation invocation) {
        var clusters = invocation.environment().program().clusters();
        var folder = invocation.dataFolder();
        try {
            var names =
                    environments.isEmpty()
                            ? inOrder(clusters.environments(folder))
                            : ClusterNames.of(environments);
            var found = ClusterUpCommand.look(clusters, folder, names);
            found.values().removeIf(each -> each instanceof Found.Nothing);
            boolean ready = found.values().stream().allMatch(ClusterStatusCommand::isReady);
            if (invocation.json()) {
                invocation.screen().raw(ClusterTable.json(found).toString());
            } else {
                tell(invocation.screen(), found);
            }
            return ready && !found.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
        } catch (Clusters.Trouble e) {
            throw Failure.refused(e.what(), e.remedy());
        }
    }

    /// The usual environments in their order, then others.
    static List<String> inOrder(List<String> names) {
        var ordered = ClusterNames.USUAL.stream().filter(names::contains).toList();
        var others = names.stream().filter(name -> !ordered.contains(name)).toList();
        return java.util.stream.Stream.concat(ordered.stream(), others.stream()).toList();
    }

    private static boolean isReady(Found found) {
        return found instanceof Found.Up up && up.isReady();
    }

    private static void tell(Screen screen, Map<String, Found> found) {
        if (found.isEmpty()) {
            screen.line("No mini cluster is up. Start some: hms cluster up");
            return;
        }
        ClusterTable.lines(found, screen.tableWidth()).forEach(screen::line);
        var up =
                found.values().stream()
                        .filter(Found.Up.class::isInstance)
                        .map(Found.Up.class::cast)
                        .toList();
        if (!up.isEmpty()) {
            screen.line("");
            ClusterTable.replicas(up, screen.tableWidth()).forEach(screen::line);
            tellTroubles(screen, up);
        }
        tellServers(screen, found);
    }

    private static void tellTroubles(Screen screen, List<Found.Up> clusters) {
        for (var cluster : clusters) {
            for (var replica : cluster.replicas()) {
                replica.trouble().ifPresent(why -> screen.line("  " + replica.name() + ": " + why));
            }
        }
    }

    static void tellServers(Screen screen, Map<String, Found> found) {
        var servers =
                found.values().stream()
                        .filter(Found.Up.class::isInstance)
                        .map(each -> ((Found.Up) each).server())
                        .map(URI::toString)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (!servers.isEmpty()) {
            screen.line("");
            screen.line("  Obeying the server at " + String.join(" and ", servers) + ".");
        }
    }
}
