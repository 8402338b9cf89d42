package hms.cli;

import hms.cli.Clusters.Found;
import hms.client.ApiRefused;
import hms.client.ApiRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/// Starts mini clusters.
@Command(
        name = "hms cluster up",
        description = {
            "Starts mini clusters on this machine: for each environment some processes that obey its"
                    + " policies, behind one port. They go on when this command has ended. Where no"
                    + " server runs, one is started in the background."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms cluster up",
            "  hms cluster up --env production --replicas 5",
            "",
            "They end with hms cluster down."
        })
final class ClusterUpCommand extends HmsCommand {
    private static final int MOST_REPLICAS = 50;
    private static final String READS_FOR = "P365D";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Option(
            names = "--env",
            paramLabel = "ENV",
            split = ",",
            description = "the environments (staging, preprod, production)")
    private List<String> environments = List.of();

    @Option(names = "--replicas", paramLabel = "N", description = "how many processes each has (3)")
    private @Nullable Integer replicas;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration of the server, if one has to be started")
    private @Nullable String config;

    @Override
    int run(Invocation invocation) {
        if (replicas != null && (replicas < 1 || replicas > MOST_REPLICAS)) {
            throw Failure.usage(
                    "A cluster has 1 to " + MOST_REPLICAS + " replicas, not " + replicas + ".", "");
        }
        var names = ClusterNames.of(environments);
        var clusters = invocation.environment().program().clusters();
        var folder = invocation.dataFolder();
        try (var _ = clusters.claim(folder)) {
            boolean started = !invocation.namesServer() && serve(invocation, clusters, folder);
            try {
                return up(invocation, clusters, folder, names);
            } catch (RuntimeException e) {
                if (started && clusters.environments(folder).isEmpty()) {
                    clusters.endServer(folder);
                }
                throw e;
            }
        } catch (Clusters.Busy e) {
            throw busy(folder, e);
        } catch (Clusters.Trouble e) {
            throw Failure.refused(e.what(), e.remedy());
        }
    }

    static Failure busy(Path folder, Clusters.Busy e) {
        return Failure.refused(
                "Another hms cluster command is at work in " + folder + ": " + e.owner() + ".",
                "Wait until it has ended, then look: hms cluster status");
    }

    private boolean serve(Invocation invocation, Clusters clusters, Path folder) {
        var file = Optional.ofNullable(config).map(invocation.environment()::path);
        if (!clusters.serve(folder, file)) {
            return false;
        }
        if (!invocation.json()) {
            invocation.screen().note("Started a server on " + folder + ".");
        }
        return true;
    }

    private int up(Invocation invocation, Clusters clusters, Path folder, List<String> names) {
        var starting = new LinkedHashMap<String, Clusters.Starting>();
        try (var link = invocation.reachToWrite()) {
            require(link, names);
            for (var name : names) {
                var found = clusters.find(folder, name);
                if (found instanceof Found.Up up) {
                    requireFitting(up);
                    if (up.server().equals(link.server())) {
                        continue;
                    }
                    replace(clusters, folder, link, name, up.tokenId()); // its server has moved
                }
                if (found instanceof Found.Mute mute) {
                    throw Failure.refused(
                            "%s has a cluster that does not answer: %s."
                                    .formatted(name, mute.reason()),
                            "End it: hms cluster down --env " + name);
                }
                if (found instanceof Found.Gone gone) {
                    replace(clusters, folder, link, name, gone.tokenId());
                }
                starting.put(name, start(clusters, folder, link, name));
            }
        }
        return await(invocation, clusters, folder, names, starting);
    }

    private static void replace(
            Clusters clusters, Path folder, Link link, String name, String tokenId) {
        clusters.stop(folder, name);
        ClusterTokens.revoke(link, tokenId);
    }

    /// The server has all of the environments.
    private static void require(Link link, List<String> names) {
        var missing = names.stream().filter(name -> !isThere(link, name)).toList();
        if (!missing.isEmpty()) {
            throw Failure.refused(
                    "The server at %s has no environment %s."
                            .formatted(link.server(), String.join(", ", missing)),
                    EnvironmentLines.remedy(missing));
        }
    }

    private static boolean isThere(Link link, String name) {
        try {
            link.send(ApiRequest.get("/api/pipeline").query("env", name));
            return true;
        } catch (ApiRefused e) {
            if (e.problem().document().path("code").asString("").equals("no-such-environment")) {
                return false;
            }
            throw e;
        }
    }

    private void requireFitting(Found.Up up) {
        if (replicas != null && replicas != up.replicas().size()) {
            throw Failure.refused(
                    "%s is up already, with %d replicas."
                            .formatted(up.environment(), up.replicas().size()),
                    "End it first: hms cluster down --env " + up.environment());
        }
    }

    private Clusters.Starting start(Clusters clusters, Path folder, Link link, String name) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("for", "mini cluster " + name);
        body.putArray("scopes").add("policy:read");
        body.putArray("policies");
        body.putArray("environments").add(name);
        body.put("expiresIn", READS_FOR);
        var token = link.send(ApiRequest.post("/api/tokens").json(body)).json();
        return clusters.start(
                new Clusters.Order(
                        folder,
                        name,
                        link.server(),
                        token.path("token").asString(""),
                        token.path("id").asString(""),
                        replicas == null ? 3 : replicas));
    }

    private static int await(
            Invocation invocation,
            Clusters clusters,
            Path folder,
            List<String> names,
            Map<String, Clusters.Starting> starting) {
        var screen = invocation.screen();
        boolean live = screen.isLive() && !invocation.json();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var found = look(clusters, folder, names);
            boolean ready =
                    found.values().stream()
                            .allMatch(each -> each instanceof Found.Up up && up.isReady());
            if (live) {
                screen.redraw(ClusterTable.lines(found, screen.tableWidth()));
            }
            if (ready) {
                tell(invocation, found, live);
                return ExitCode.DONE;
            }
            var failure = failure(found, starting, System.nanoTime() > deadline);
            if (failure.isPresent()) {
                if (live) {
                    screen.line("");
                }
                throw failure.get();
            }
            sleep();
        }
    }

    static Map<String, Found> look(Clusters clusters, Path folder, List<String> names) {
        var found = new LinkedHashMap<String, Found>();
        names.forEach(name -> found.put(name, clusters.find(folder, name)));
        return found;
    }

    private static Optional<Failure> failure(
            Map<String, Found> found, Map<String, Clusters.Starting> starting, boolean late) {
        for (var each : starting.entrySet()) {
            var failure = each.getValue().failure();
            if (failure.isPresent()) {
                return Optional.of(
                        Failure.refused(
                                "The cluster of "
                                        + each.getKey()
                                        + " did not start: "
                                        + failure.get(),
                                "Clear away what is left: hms cluster down"));
            }
        }
        if (!late) {
            return Optional.empty();
        }
        var waiting = new ArrayList<String>();
        found.forEach((name, each) -> waiting.addAll(waitingFor(name, each)));
        return Optional.of(
                Failure.refused(
                        "Not everything is ready after %d s: %s."
                                .formatted(PATIENCE.toSeconds(), String.join("; ", waiting)),
                        "Look again: hms cluster status. End it: hms cluster down"));
    }

    private static List<String> waitingFor(String name, Found found) {
        return switch (found) {
            case Found.Up up ->
                    up.replicas().stream()
                            .filter(each -> !each.ready())
                            .map(each -> each.name() + ": " + each.trouble().orElse("not ready"))
                            .toList();
            case Found.Mute mute -> List.of(name + ": " + mute.reason());
            case Found.Gone gone -> List.of(name + ": process " + gone.pid() + " died");
            case Found.Nothing _ -> List.of(name + " says nothing");
        };
    }

    private static void sleep() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.refused("Interrupted.", "Look: hms cluster status");
        }
    }

    private static void tell(Invocation invocation, Map<String, Found> found, boolean drawn) {
        var screen = invocation.screen();
        if (invocation.json()) {
            screen.raw(ClusterTable.json(found).toString());
            return;
        }
        if (drawn) {
            screen.line("");
        } else {
            ClusterTable.lines(found, screen.tableWidth()).forEach(screen::line);
        }
        ClusterStatusCommand.tellServers(screen, found);
    }
}
