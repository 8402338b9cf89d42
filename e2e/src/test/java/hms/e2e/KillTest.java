package hms.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.pipeline.StageKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at the named steps of a run, on the real server: the run ends as if nothing had
/// happened. Each server finishes the run in which the one before it died, and dies in the next run
/// at the next point: in every stage where it has begun and where its work is done but not
/// recorded; with `-Dsoak` at all points there are.
final class KillTest {
    private static final int KILLED = 137;

    @TempDir Path folder;

    private static List<String> points() {
        var places =
                Boolean.getBoolean("soak")
                        ? List.of("before", "begun", "worked", "finished")
                        : List.of("begun", "worked");
        return Arrays.stream(StageKind.values())
                .filter(stage -> stage != StageKind.CANARY) // nobody is there to observe one
                .flatMap(stage -> places.stream().map(place -> stage.text() + ":" + place))
                .toList();
    }

    @Test
    void run_ends_as_if_nothing_had_happened_wherever_its_server_is_killed() throws Exception {
        var points = points();
        try (var hms = new Hms(folder)) {
            var server = hms.up(crashingAt(points, 1));
            hms.here("key", "new", "EPA Chief").succeeds();
            for (var run = 1; run <= points.size(); run++) {
                // it may die before it can answer; the approval is on the ledger then
                hms.here("approve", policy(run).toString(), "--sign", "EPA Chief");
                assertThat(server.awaitEnd())
                        .as("at %s: %s", points.get(run - 1), server.said())
                        .isEqualTo(KILLED);

                server = hms.up(crashingAt(points, run + 1));
                assertEndedWell(hms, server, run, points.get(run - 1));
            }
            server.close();
            hms.leaveServer();
            var verified = hms.run("audit", "verify").succeeds();
            assertThat(verified.out()).contains("ledger verified");
        }
    }

    private static Map<String, String> crashingAt(List<String> points, int run) {
        return run <= points.size()
                ? Map.of("HMS_CRASH_AT", run + "/" + points.get(run - 1))
                : Map.of();
    }

    private static void assertEndedWell(Hms hms, Server server, int run, String point)
            throws Exception {
        var followed = hms.here("run", Integer.toString(run), "--follow").succeeds();
        assertThat(followed.out())
                .as(point)
                .contains("DEPLOYMENT SUCCESSFUL", "Policy live at", "/register/1/" + run);
        assertThat(status(server.uri().resolve("/register/1/" + run))).as(point).isEqualTo(200);
        assertThat(status(server.uri().resolve("/register/1/" + (run + 1))))
                .as(point)
                .isEqualTo(404);
        assertThat(tags(hms))
                .as(point)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, run).mapToObj(n -> "limit@1.0." + n).toList());
    }

    private Path policy(int run) throws Exception {
        Files.writeString(
                folder.resolve("cases.yaml"),
                """
                cases:
                  - { name: above, inputs: { reading: 36 }, expect: { violation: true } }
                  - { name: at, inputs: { reading: 35 }, expect: { violation: false } }
                """);
        return Files.writeString(
                folder.resolve("limit.yaml"),
                """
                id: limit
                version: 1.0.%d
                title: A limit
                summary: The limit of a test.
                content: The limit is 35, as of revision %d.
                limit: 35
                inputs:
                  reading: { type: number, min: 0 }
                rules:
                  violation: reading > limit
                scenarios: [cases.yaml]
                """
                        .formatted(run, run));
    }

    private static int status(URI uri) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static List<String> tags(Hms hms) throws Exception {
        try (var repository =
                new FileRepositoryBuilder()
                        .setGitDir(hms.data().resolve("policies.git").toFile())
                        .setBare()
                        .setMustExist(true)
                        .build()) {
            return repository.getRefDatabase().getRefsByPrefix("refs/tags/").stream()
                    .map(ref -> ref.getName().substring("refs/tags/".length()))
                    .toList();
        }
    }
}
