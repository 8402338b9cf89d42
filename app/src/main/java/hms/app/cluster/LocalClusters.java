package hms.app.cluster;

import hms.checks.chaos.Cluster;
import hms.checks.chaos.ClusterFault;
import hms.cli.Clusters;
import hms.connectors.minicluster.ClusterStatus;
import hms.connectors.minicluster.ControlClient;
import hms.connectors.minicluster.ControlFile;
import hms.connectors.minicluster.MiniCluster;
import hms.minicluster.ClusterOrder;
import hms.minicluster.SupervisorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The mini clusters of this machine.
public final class LocalClusters implements Clusters {
    private static final Duration TO_END = Duration.ofSeconds(15);
    private static final Duration TO_OBEY = Duration.ofSeconds(5);

    private final Map<ControlFile, ControlClient> clients = new ConcurrentHashMap<>();

    @Override
    public Claim claim(Path dataFolder) {
        return FolderClaim.of(dataFolder);
    }

    @Override
    public List<String> environments(Path dataFolder) {
        try {
            return ControlFile.environments(dataFolder).stream()
                    .filter(name -> read(dataFolder, name).isPresent())
                    .toList();
        } catch (IOException e) {
            throw unreadable(ControlFile.clusters(dataFolder), e);
        }
    }

    @Override
    public Found find(Path dataFolder, String environment) {
        var file = read(dataFolder, environment);
        if (file.isEmpty()) {
            return new Found.Nothing();
        }
        if (file.get().supervisor().isEmpty()) {
            return new Found.Gone(file.get().pid(), file.get().tokenId());
        }
        try {
            return up(file.get(), client(file.get()).status());
        } catch (ClusterFault e) {
            return file.get().supervisor().isPresent()
                    ? new Found.Mute(file.get().pid(), file.get().tokenId(), e.what())
                    : new Found.Gone(file.get().pid(), file.get().tokenId());
        }
    }

    private static Found up(ControlFile file, ClusterStatus status) {
        return new Found.Up(
                file.environment(),
                file.pid(),
                file.frontUrl(),
                file.server(),
                file.tokenId(),
                status.replicas().stream()
                        .map(
                                each ->
                                        new Replica(
                                                each.name(),
                                                each.pid(),
                                                each.ready(),
                                                each.restarts(),
                                                each.revision(),
                                                each.trouble()))
                        .toList());
    }

    @Override
    public Starting start(Order order) {
        var folder = ControlFile.folder(order.dataFolder(), order.environment());
        try {
            var process =
                    SupervisorProcess.start(
                            new ClusterOrder(
                                    order.environment(),
                                    order.server(),
                                    order.token(),
                                    order.tokenId(),
                                    order.replicas(),
                                    folder));
            return () ->
                    process.isAlive()
                            ? Optional.empty()
                            : Optional.of("its process ended; " + process.log() + " says why.");
        } catch (IOException e) {
            throw new Trouble(
                    "The cluster of " + order.environment() + " could not be started: " + said(e),
                    "Look whether " + folder + " can be written.");
        }
    }

    @Override
    public void stop(Path dataFolder, String environment) {
        var found = read(dataFolder, environment);
        if (found.isEmpty()) {
            return;
        }
        var file = found.get();
        file.supervisor().ifPresent(supervisor -> end(file, supervisor));
        clients.remove(file);
        try {
            file.remove(dataFolder);
        } catch (IOException e) {
            throw unreadable(ControlFile.folder(dataFolder, environment), e);
        }
    }

    private void end(ControlFile file, ProcessHandle supervisor) {
        var replicas = supervisor.descendants().toList();
        try {
            client(file).stop();
        } catch (ClusterFault e) {
            supervisor.destroy(); // it does not listen, but it may hear a signal
        }
        if (!hasEnded(supervisor, TO_END)) {
            supervisor.destroyForcibly();
            hasEnded(supervisor, TO_OBEY);
        }
        for (var replica : replicas) {
            if (!hasEnded(replica, TO_OBEY)) {
                replica.destroyForcibly();
            }
        }
    }

    static boolean hasEnded(ProcessHandle process, Duration within) {
        try {
            process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Cluster cluster(Path dataFolder, String environment) {
        return new MiniCluster(
                client(
                        read(dataFolder, environment)
                                .orElseThrow(
                                        () ->
                                                new ClusterFault(
                                                        "there is no mini cluster of "
                                                                + environment))));
    }

    @Override
    public boolean serve(Path dataFolder, Optional<Path> configuration) {
        return new BackgroundServer(dataFolder).ensure(configuration);
    }

    @Override
    public boolean endServer(Path dataFolder) {
        return Files.isDirectory(dataFolder) && new BackgroundServer(dataFolder).end();
    }

    private ControlClient client(ControlFile file) {
        return clients.computeIfAbsent(file, ControlClient::of);
    }

    private static Optional<ControlFile> read(Path dataFolder, String environment) {
        try {
            return ControlFile.read(dataFolder, environment);
        } catch (IOException e) {
            throw unreadable(ControlFile.folder(dataFolder, environment), e);
        }
    }

    private static Trouble unreadable(Path folder, IOException e) {
        return new Trouble(
                folder + " cannot be used: " + said(e), "Check its owner, its mode, and its disk.");
    }

    static String said(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() + "." : e.getMessage() + ".";
    }
}
