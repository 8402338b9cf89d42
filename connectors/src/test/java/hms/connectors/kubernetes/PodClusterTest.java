package hms.connectors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.checks.chaos.Cluster.Replica;
import hms.checks.chaos.ClusterFault;
import hms.core.state.EnvironmentId;
import hms.runs.port.Destination;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodClusterTest {

    @TempDir private Path folder;
    private final Cluster server = new Cluster();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));

    @BeforeEach
    void deploy() {
        server.deploy("benefits-api", "benefits", 2);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private hms.checks.chaos.Cluster cluster(String restart) {
        var settings =
                new TreeMap<>(
                        Map.of(
                                "namespace",
                                Cluster.NAMESPACE,
                                "kubeconfig",
                                server.kubeconfig(folder).toString()));
        if (!restart.isEmpty()) {
            settings.put("restart", restart);
        }
        return new PodAccess(Map.of(), now::get)
                .cluster(new Destination(new EnvironmentId("staging"), "cluster", settings));
    }

    @Test
    void new_pod_takes_the_place_of_one_that_was_deleted() {
        server.pod("benefits-api-a", "benefits", true);
        server.pod("benefits-api-b", "benefits", true);
        var cluster = cluster("deployment/benefits-api");
        var first = cluster.replicas();
        assertThat(first)
                .containsExactly(
                        new Replica("replica-1", "benefits-api-a", true),
                        new Replica("replica-2", "benefits-api-b", true));

        cluster.kill(first.getFirst());
        assertThat(cluster.replicas())
                .containsExactly(new Replica("replica-2", "benefits-api-b", true));
        server.pod("benefits-api-c", "benefits", false);

        assertThat(cluster.replicas())
                .containsExactly(
                        new Replica("replica-1", "benefits-api-c", false),
                        new Replica("replica-2", "benefits-api-b", true));
        cluster.kill(first.getFirst()); // it is gone already
    }

    @Test
    void it_is_well_while_a_pod_is_ready_and_is_asked_twice_a_second() {
        server.pod("benefits-api-a", "benefits", true);
        var cluster = cluster("deployment/benefits-api");
        assertThat(cluster.probe().ok()).isTrue();

        cluster.kill(cluster.replicas().getFirst());
        assertThat(cluster.probe().ok()).isTrue();
        now.set(now.get().plus(Duration.ofMillis(501)));

        assertThat(cluster.probe().ok()).isFalse();
        assertThat(cluster.probe().said()).isEqualTo("no pod is ready");
    }

    @Test
    void nothing_is_said_to_be_slow_that_cannot_be_made_slow() {
        var cluster = cluster("deployment/benefits-api");

        assertThat(cluster.hasFront()).isFalse();
        assertThatThrownBy(
                        () ->
                                cluster.slow(
                                        List.of(), 1, Duration.ofMillis(1), Duration.ofMillis(1)))
                .isInstanceOf(ClusterFault.class);
        assertThatThrownBy(() -> cluster.fail(List.of(), 1, Duration.ofMillis(1)))
                .isInstanceOf(ClusterFault.class);
        cluster.calm();
    }

    @Test
    void target_without_deployments_has_nothing_to_delete_and_says_what_to_do() {
        assertThatThrownBy(() -> cluster("").replicas())
                .isInstanceOf(ClusterFault.class)
                .hasMessageContaining("staging/cluster has no pods")
                .hasMessageContaining("restart:");
    }

    @Test
    void cluster_that_does_not_answer_is_a_fault_and_a_failed_probe() {
        server.answer(_ -> Cluster.says(403, "no"));
        var cluster = cluster("deployment/benefits-api");

        assertThatThrownBy(cluster::replicas).isInstanceOf(ClusterFault.class);
        assertThat(cluster.probe().ok()).isFalse();
    }
}
