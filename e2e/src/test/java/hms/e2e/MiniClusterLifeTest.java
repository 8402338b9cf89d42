package hms.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import hms.app.cluster.LocalClusters;
import hms.connectors.minicluster.ControlClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How mini clusters begin and end, also when they do not end as they should.
final class MiniClusterLifeTest {
    @TempDir Path folder;

    @Test
    void supervisor_that_is_killed_leaves_nothing_running_and_the_cluster_comes_again()
            throws Exception {
        try (var hms = new Hms(folder)) {
            hms.up(Map.of());
            up(hms, 1).succeeds();
            var before = MiniClusters.file(hms.data());
            List<Long> replicas;
            try (var client = ControlClient.of(before)) {
                replicas = MiniClusters.pids(client.status());
            }

            before.supervisor().orElseThrow().destroyForcibly();
            MiniClusters.awaitEnd(List.of(before.pid()));
            MiniClusters.awaitEnd(replicas);

            assertThat(hms.here("cluster", "status").exits(1).out())
                    .contains("gone (process " + before.pid() + " died)");
            up(hms, 1).succeeds();
            var after = MiniClusters.file(hms.data());
            assertThat(after.pid()).isNotEqualTo(before.pid());
            assertThat(after.front()).as("the front's port stays").isEqualTo(before.front());
            hms.here("cluster", "down").succeeds();
        }
    }

    @Test
    void down_leaves_nothing_behind() throws Exception {
        try (var hms = new Hms(folder)) {
            hms.up(Map.of());
            up(hms, 2).succeeds();
            var file = MiniClusters.file(hms.data());
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            hms.data()
                                                    .resolve("clusters/production/cluster.json"))))
                    .isEqualTo("rw-------");
            List<Long> processes;
            try (var client = ControlClient.of(file)) {
                processes =
                        Stream.concat(
                                        Stream.of(file.pid()),
                                        MiniClusters.pids(client.status()).stream())
                                .toList();
            }
            assertThat(processes).hasSize(3).allMatch(MiniClusters::isAlive);
            assertThat(MiniClusters.isOpen(file.front())).isTrue();

            var down = hms.here("cluster", "down").succeeds();

            assertThat(down.out()).isEqualTo("✓ production is down\n");
            assertThat(processes).noneMatch(MiniClusters::isAlive);
            assertThat(MiniClusters.isOpen(file.front())).isFalse();
            assertThat(MiniClusters.isOpen(file.control())).isFalse();
            assertThat(hms.here("cluster", "status").exits(1).out())
                    .contains("No mini cluster is up.");
            assertThat(hms.here("token", "list").succeeds().out())
                    .containsPattern("mini cluster production\\s+revoked");
            hms.here("cluster", "down").succeeds();
        }
    }

    @Test
    void server_is_started_in_the_background_and_ended_again_where_none_runs() throws Exception {
        try (var hms = new Hms(folder)) {
            var args = new String[] {"cluster", "up", "--env", "production", "--replicas", "1"};

            var up = hms.run(args).succeeds();

            assertThat(up.err()).contains("Started a server on " + hms.data());
            assertThat(up.out()).contains("1 of 1 ready");
            var server = MiniClusters.file(hms.data()).server();
            assertThat(MiniClusters.isOpen(server.getPort())).isTrue();
            var down = hms.run("cluster", "down").succeeds();
            assertThat(down.out())
                    .contains("✓ production is down")
                    .contains("✓ the server that hms cluster up had started is down");
            assertThat(MiniClusters.isOpen(server.getPort())).isFalse();
        }
    }

    @Test
    void one_of_two_commands_at_once_wins() throws Exception {
        try (var hms = new Hms(folder);
                var _ = new LocalClusters().claim(hms.data())) {
            assertThat(up(hms, 1).exits(1).err())
                    .contains("Another hms cluster command is at work in")
                    .contains("process " + ProcessHandle.current().pid());
        }
    }

    private static Hms.Result up(Hms hms, int replicas) {
        return hms.here(
                "cluster", "up", "--env", "production", "--replicas", Integer.toString(replicas));
    }
}
