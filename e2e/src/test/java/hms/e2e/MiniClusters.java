package hms.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import hms.connectors.minicluster.ClusterStatus;
import hms.connectors.minicluster.ControlClient;
import hms.connectors.minicluster.ControlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// What tests ask of the mini cluster of production.
final class MiniClusters {
    static final String ENVIRONMENT = "production";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BETWEEN_LOOKS_MS = 50;

    private MiniClusters() {}

    static ControlFile file(Path data) {
        try {
            return ControlFile.read(data, ENVIRONMENT).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Looks again and again until the cluster is as it is wanted.
    static ClusterStatus await(String what, ControlClient client, Predicate<ClusterStatus> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var status = client.status();
        while (!wanted.test(status)) {
            assertThat(System.nanoTime()).as("%s: %s", what, status).isLessThan(deadline);
            pause();
            status = client.status();
        }
        return status;
    }

    static void awaitEnd(List<Long> processes) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long pid : processes) {
            while (isAlive(pid)) {
                assertThat(System.nanoTime()).as("process %d", pid).isLessThan(deadline);
                pause();
            }
        }
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    static boolean isOpen(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// The numbers of the processes of its replicas.
    static List<Long> pids(ClusterStatus status) {
        return status.replicas().stream().map(each -> each.pid().orElseThrow()).toList();
    }

    private static void pause() throws InterruptedException {
        var _ = new CountDownLatch(1).await(BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS);
    }
}
