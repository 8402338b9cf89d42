package hms.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.pipeline.StageKind;
import hms.runs.config.HmsConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at the named steps of a promotion, on the real server: the run ends as if nothing had
/// happened. Each server finishes the run in which the one before it died, and dies in the next run
/// at the next point: in every stage where its work is done but not recorded, and where it delivers
/// or makes live also where it has just begun. Of the two environments before the last, one is
/// enough; with `-Dsoak` it dies at all points there are.
final class KillTest {
    private static final int KILLED = 137;

    private static final List<String> ENVIRONMENTS = List.of("staging", "preprod", "production");

    @TempDir Path folder;

    private String configuration() {
        var text = new StringBuilder("environments:\n");
        for (var environment : ENVIRONMENTS) {
            text.append(
                    "  %s: { targets: { rules: { kind: folder, path: \"%s\" } } }\n"
                            .formatted(environment, folder.resolve(environment)));
        }
        return text.toString();
    }

    private List<String> points() {
        boolean all = Boolean.getBoolean("soak");
        return HmsConfig.parse("hms.yaml", configuration().getBytes(UTF_8))
                .pipeline()
                .stages()
                .stream()
                .filter(stage -> applies(stage.uses()))
                .filter(stage -> all || !stage.id().startsWith("preprod/"))
                .flatMap(
                        stage ->
                                places(stage.uses(), all).stream()
                                        .map(place -> stage.id() + ":" + place))
                .toList();
    }

    private static boolean applies(StageKind kind) {
        return switch (kind) {
            case CANARY -> false; // nobody is there to observe one
            case GATE -> false; // nobody is asked
            case CHAOS -> false; // there is no cluster
            case VALIDATE, PACKAGE, TEST, SIMULATE, SCAN, CHECK, APPLY -> true;
            case PUBLISH, ROLLOUT, ACTIVATE, TAG, NOTIFY -> true;
        };
    }

    private static List<String> places(StageKind kind, boolean all) {
        if (all) {
            return List.of("before", "begun", "worked", "finished");
        }
        return kind == StageKind.APPLY || kind == StageKind.ROLLOUT
                ? List.of("begun", "worked")
                : List.of("worked");
    }

    @Test
    void run_ends_as_if_nothing_had_happened_wherever_its_server_is_killed() throws Exception {
        var points = points();
        try (var hms = new Hms(folder)) {
            Files.createDirectories(hms.data());
            for (var environment : ENVIRONMENTS) {
                Files.createDirectories(folder.resolve(environment));
            }
            Files.writeString(hms.data().resolve("hms.yaml"), configuration());
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

    private void assertEndedWell(Hms hms, Server server, int run, String point) throws Exception {
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
        for (var environment : ENVIRONMENTS) {
            assertThat(delivered(folder.resolve(environment)))
                    .as("%s in %s", point, environment)
                    .containsExactly("limit@1.0." + run + ".yaml");
            assertThat(hms.here("show", "limit", "--env", environment).succeeds().out())
                    .as("%s in %s", point, environment)
                    .contains("1.0." + run);
        }
    }

    /// The policies that a folder has.
    private static List<String> delivered(Path target) throws Exception {
        try (var files = Files.list(target.resolve("current"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("index.json"))
                    .sorted()
                    .toList();
        }
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
