package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hms.cli.Clusters.Found;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterCommandsTest {
    @TempDir Path folder;

    private final FakeServer server = new FakeServer();
    private final FakeClusters clusters = new FakeClusters();
    private Shell shell;

    @BeforeEach
    void haveEnvironments() {
        shell = new Shell(folder).at(server.uri()).clusters(clusters);
        for (var name : ClusterNames.USUAL) {
            server.on("GET /api/pipeline?env=" + name, 200, "{\"yaml\":\"\"}");
        }
        server.on("POST /api/tokens", 201, "{\"id\":\"tok-1\",\"token\":\"read-only\"}");
        server.on("DELETE /api/tokens/tok-staging", 200, "{}");
        server.on("DELETE /api/tokens/tok-production", 200, "{}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void up_starts_staging_preprod_and_production() {
        assertThat(shell.run("cluster", "up")).isZero();

        assertThat(shell.out())
                .isEqualTo(
                        """
                          environment  replicas      front                  kind
                          staging      3 of 3 ready  http://127.0.0.1:7001  mini cluster
                          preprod      3 of 3 ready  http://127.0.0.1:7001  mini cluster
                          production   3 of 3 ready  http://127.0.0.1:7001  mini cluster

                          Obeying the server at http://127.0.0.1:8080.
                        """);
        assertThat(clusters.orders)
                .extracting(order -> order.environment() + " " + order.replicas())
                .containsExactly("staging 3", "preprod 3", "production 3");
    }

    @Test
    void replicas_read_with_a_token_for_their_environment_only() {
        shell.run("cluster", "up", "--env", "prod", "--replicas", "5");

        var asked = server.asked("POST /api/tokens").json();
        assertThat(asked.path("scopes").toString()).isEqualTo("[\"policy:read\"]");
        assertThat(asked.path("environments").toString()).isEqualTo("[\"production\"]");
        assertThat(clusters.orders)
                .containsExactly(
                        new Clusters.Order(
                                folder.resolve(".hms"),
                                "production",
                                server.uri(),
                                "read-only",
                                "tok-1",
                                5));
    }

    @Test
    void environment_that_the_server_does_not_have_is_refused_with_the_lines_to_add() {
        for (var name : new String[] {"staging", "preprod"}) {
            server.refuses(
                    "GET /api/pipeline?env=" + name,
                    404,
                    "no-such-environment",
                    "There is no environment " + name + ".",
                    "");
        }

        assertThat(shell.run("cluster", "up")).isEqualTo(1);

        assertThat(shell.err())
                .contains("has no environment staging, preprod.")
                .contains("environments:\n      staging: {")
                .contains("preprod: { targets: { cluster: { kind: local, cluster: preprod } } }");
        assertThat(clusters.orders).isEmpty();
        assertThat(server.asked())
                .extracting(FakeServer.Asked::what)
                .doesNotContain("POST /api/tokens");
    }

    @Test
    void what_is_up_is_left_as_it_is() {
        clusters.found.put("staging", FakeClusters.up("staging", 3, 3, server.uri()));

        assertThat(shell.run("cluster", "up", "--env", "staging")).isZero();
        assertThat(clusters.orders).isEmpty();
        assertThat(shell.run("cluster", "up", "--env", "staging", "--replicas", "4")).isEqualTo(1);
        assertThat(shell.err()).contains("staging is up already, with 3 replicas.");
    }

    @Test
    void cluster_whose_server_has_moved_is_started_again() {
        clusters.found.put("staging", FakeClusters.up("staging", 3, 3));

        assertThat(shell.run("cluster", "up", "--env", "staging")).isZero();

        assertThat(clusters.stopped).containsExactly("staging");
        assertThat(clusters.orders)
                .extracting(Clusters.Order::server)
                .containsExactly(server.uri());
    }

    @Test
    void what_has_died_is_cleared_away_first() {
        clusters.found.put("staging", new Found.Gone(4711, "tok-staging"));

        assertThat(shell.run("cluster", "up", "--env", "staging")).isZero();

        assertThat(clusters.stopped).containsExactly("staging");
        assertThat(server.asked())
                .extracting(FakeServer.Asked::what)
                .contains("DELETE /api/tokens/tok-staging");
        assertThat(clusters.orders).hasSize(1);
    }

    @Test
    void second_command_at_the_same_time_is_refused() {
        clusters.busy = Optional.of("process 4711");

        for (var command : new String[] {"up", "down"}) {
            folder.resolve(".hms").toFile().mkdir();
            assertThat(shell.run("cluster", command)).isEqualTo(1);
            assertThat(shell.err())
                    .contains("Another hms cluster command is at work in")
                    .contains("process 4711");
        }
    }

    @Test
    void cluster_that_does_not_start_says_why() {
        clusters.failure = Optional.of("its process ended; x.log says why.");

        assertThat(shell.run("cluster", "up", "--env", "staging")).isEqualTo(1);

        assertThat(shell.err())
                .contains(
                        "The cluster of staging did not start: its process ended; x.log says why.");
    }

    @Test
    void server_that_was_started_in_vain_is_ended_again() {
        clusters.startsServer = true;
        server.refuses("GET /api/pipeline?env=staging", 404, "no-such-environment", "No.", "");
        var data = folder.resolve(".hms");
        shell.without("HMS_URL")
                .embedding(
                        _ ->
                                new EmbeddedServer.Session() {
                                    @Override
                                    public java.net.URI uri() {
                                        return server.uri();
                                    }

                                    @Override
                                    public String token() {
                                        return "secret";
                                    }

                                    @Override
                                    public void close() {}
                                });

        assertThat(shell.run("cluster", "up", "--data", data.toString())).isEqualTo(1);

        assertThat(clusters.serverEnded).isTrue();
    }

    @Test
    void status_shows_every_process() {
        clusters.found.put("production", new Found.Gone(4711, ""));
        clusters.found.put("staging", FakeClusters.up("staging", 2, 1));

        assertThat(shell.run("cluster", "status")).isEqualTo(1);

        assertThat(shell.out())
                .isEqualTo(
                        """
                          environment  replicas                  front                  kind
                          staging      1 of 2 ready              http://127.0.0.1:7001  mini cluster
                          production   gone (process 4711 died)  –                      mini cluster

                          replica    state      process  restarts  revision
                          staging-1  ready      5001     0         0.17
                          staging-2  not ready  5002     0         –
                          staging-2: nothing came yet

                          Obeying the server at http://127.0.0.1:8080.
                        """);
    }

    @Test
    void status_as_json_has_the_same() {
        clusters.found.put("staging", FakeClusters.up("staging", 2, 2));

        assertThat(shell.run("cluster", "status", "--json")).isZero();

        var cluster = Json.of(shell.out()).path("clusters").path(0);
        assertThat(cluster.path("state").asString()).isEqualTo("ready");
        assertThat(cluster.path("replicas").path(1).path("pid").asInt()).isEqualTo(5002);
    }

    @Test
    void status_without_clusters_says_how_to_start_some() {
        assertThat(shell.run("cluster", "status")).isEqualTo(1);
        assertThat(shell.out()).isEqualTo("No mini cluster is up. Start some: hms cluster up\n");
    }

    @Test
    void down_ends_all_and_takes_their_tokens_back() {
        folder.resolve(".hms").toFile().mkdir();
        clusters.startsServer = true;
        clusters.found.put("production", new Found.Gone(4711, "tok-production"));
        clusters.found.put("staging", FakeClusters.up("staging", 3, 3));

        assertThat(shell.run("cluster", "down")).isZero();

        assertThat(shell.out())
                .isEqualTo(
                        """
                        ✓ staging is down
                        ✓ production had died; what was left is cleared away
                        ✓ the server that hms cluster up had started is down
                        """);
        assertThat(clusters.stopped).containsExactly("staging", "production");
        assertThat(server.asked())
                .extracting(FakeServer.Asked::what)
                .contains("DELETE /api/tokens/tok-staging");
        assertThat(server.asked())
                .extracting(FakeServer.Asked::what)
                .contains("DELETE /api/tokens/tok-production");
    }

    @Test
    void server_goes_on_while_a_cluster_is_left() {
        folder.resolve(".hms").toFile().mkdir();
        clusters.found.put("preprod", FakeClusters.up("preprod", 3, 3));
        clusters.found.put("staging", FakeClusters.up("staging", 3, 3));

        assertThat(shell.run("cluster", "down", "--env", "staging")).isZero();

        assertThat(shell.out()).isEqualTo("✓ staging is down\n");
        assertThat(clusters.serverEnded).isFalse();
    }

    @Test
    void wrong_usage_is_told() {
        assertThat(shell.run("cluster", "up", "--replicas", "0")).isEqualTo(2);
        assertThat(shell.run("cluster", "up", "--env", "../x")).isEqualTo(2);
        assertThat(shell.err()).contains("\"../x\" is no name of an environment.");
        assertThat(shell.run("cluster")).isEqualTo(2);
    }

    @Test
    void chaos_on_a_cluster_that_is_not_there_says_how_to_start_it() {
        assertThat(shell.run("chaos", "run", "--target", "staging")).isEqualTo(3);
        assertThat(shell.err())
                .contains("There is no mini cluster of staging.")
                .contains("hms cluster up --env staging");

        clusters.found.put("staging", FakeClusters.up("staging", 3, 2));
        assertThat(shell.run("chaos", "run", "--target", "staging")).isEqualTo(1);
        assertThat(shell.err()).contains("Only 2 of 3 replicas of staging are ready.");
    }

    @Test
    void chaos_takes_from_five_seconds_to_a_day() {
        clusters.found.put("staging", FakeClusters.up("staging", 3, 3));
        for (var time : new String[] {"4s", "25h", "soon"}) {
            assertThat(shell.run("chaos", "run", "--target", "staging", "--time", time))
                    .as(time)
                    .isEqualTo(2);
        }
        assertThat(clusters.kills()).isZero();
    }

    @Test
    void chaos_ends_with_one_line_and_its_exit_code() {
        clusters.found.put("staging", FakeClusters.up("staging", 3, 3));

        int code = shell.run("chaos", "run", "--target", "staging", "--time", "5s", "--seed", "7");

        assertThat(code).as(shell.out() + shell.err()).isZero();
        assertThat(shell.out())
                .startsWith("Chaos on staging: 3 replicas, 5 s, seed 7\n    1.0 s  staging-")
                .endsWith("survived 1 fault · health 100%\n");
        assertThat(clusters.kills()).isEqualTo(1);
    }

    @Test
    void chaos_that_is_not_survived_says_why() {
        clusters.found.put("staging", FakeClusters.up("staging", 3, 3));
        clusters.healthy = false;

        int code = shell.run("chaos", "run", "--target", "staging", "--time", "5s", "--json");

        assertThat(code).isEqualTo(1);
        var json = Json.of(shell.out());
        assertThat(json.path("summary").asString())
                .isEqualTo("did not survive 1 fault · health 0%");
        assertThat(json.path("reasons").path(0).asString()).contains("has to be above 99%.");
    }
}
