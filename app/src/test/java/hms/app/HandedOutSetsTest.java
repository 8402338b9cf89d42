package hms.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.cli.Environment;
import hms.cli.HmsCli;
import hms.cli.Terminal;
import hms.core.state.EnvironmentId;
import hms.ledger.DataFolder;
import hms.runs.config.HmsConfig;
import hms.runs.port.Destination;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a cluster can fetch, from a whole server.
final class HandedOutSetsTest {

    private static final String CONFIGURATION =
            """
            environments:
              production:
                targets:
                  cluster: { kind: kubernetes, namespace: benefits, kubeconfig: /nowhere, tags: [health] }
                  copies: { kind: folder, path: /srv/x }
            """;

    private static final Destination CLUSTER =
            new Destination(
                    EnvironmentId.PRODUCTION,
                    "cluster",
                    new TreeMap<>(Map.of("namespace", "benefits", "kubeconfig", "/nowhere")));

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private Installation hms;
    private TargetLinks links;

    @BeforeEach
    void open() throws IOException {
        var data = DataFolder.open(folder.resolve("data"));
        hms =
                Installation.open(
                        data,
                        Folders.take(data, "a test"),
                        Optional.<HmsConfig>empty(),
                        new Installation.Listen("127.0.0.1", 0, Optional.empty()),
                        Clock.systemUTC(),
                        new SecureRandom());
        links = TargetLinks.of(data, this::url);
        run("key", "new", "Chief");
        approve("1.0.0", "health");
        Files.writeString(folder.resolve("hms.yaml"), CONFIGURATION);
        run("config", "apply", "hms.yaml", "--yes");
    }

    @AfterEach
    void close() {
        hms.close();
    }

    private String url() {
        return "http://127.0.0.1:" + hms.port();
    }

    private void approve(String version, String tag) throws IOException {
        Files.writeString(
                folder.resolve("limit.yaml"),
                "id: limit\nversion: %s\ntags: [%s]\nlimit: 25\n".formatted(version, tag));
        run("approve", "limit.yaml", "--sign", "Chief", "--yes", "--follow");
    }

    private String run(String... command) {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, UTF_8);
        int code =
                HmsCli.run(
                        command,
                        new Environment(
                                new Terminal(
                                        InputStream.nullInputStream(), print, print, Set.of(), 80),
                                Map.of(
                                        "HMS_KEYS",
                                        folder.resolve("keys").toString(),
                                        "HMS_URL",
                                        url(),
                                        "HMS_TOKEN",
                                        hms.adminToken()),
                                folder,
                                Clock.systemUTC(),
                                SecureRandom::new,
                                Main.program()));
        assertThat(code).as(out.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    private long size() {
        return JsonMapper.shared()
                .readTree(fetch(url() + "/api/ledger", hms.adminToken()).body())
                .path("size")
                .asLong();
    }

    private HttpResponse<String> fetch(String link, String token) {
        var request = HttpRequest.newBuilder(URI.create(link));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode fetched(String link) {
        var response = fetch(link, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    @Test
    void manifest_is_what_the_cluster_would_have_been_given_then_and_stays_so() throws IOException {
        long before = size();
        run("config", "apply", without("cluster"), "--yes");
        approve("2.0.0", "health");

        var manifest = fetched(links.manifest(CLUSTER, before));

        assertThat(manifest.path("kind").asString()).isEqualTo("ConfigMap");
        assertThat(manifest.path("metadata").path("namespace").asString()).isEqualTo("benefits");
        assertThat(manifest.path("data").has("prev")).isFalse();
        var current =
                JsonMapper.shared().readTree(manifest.path("data").path("current").asString());
        assertThat(current.path("sequence").asLong()).isEqualTo(before);
        assertThat(current.path("policies").findValuesAsString("version")).containsExactly("1.0.0");
        assertThat(current.path("policies").path(0).path("artifact").asString())
                .contains("version: 1.0.0");
        assertThat(fetched(links.set(CLUSTER, before))).isEqualTo(current);
    }

    /// A file without a target.
    private String without(String target) throws IOException {
        var left =
                String.join(
                        "\n",
                        CONFIGURATION
                                .lines()
                                .filter(line -> !line.contains("copies:"))
                                .filter(line -> !line.contains(target + ":"))
                                .filter(line -> !line.contains("targets:"))
                                .toList());
        Files.writeString(folder.resolve("less.yaml"), left + "\n");
        return "less.yaml";
    }

    @Test
    void what_was_no_cluster_then_is_not_there() throws IOException {
        long size = size();
        var copies = new Destination(EnvironmentId.PRODUCTION, "copies", new TreeMap<>());
        var other = new Destination(EnvironmentId.PRODUCTION, "other", new TreeMap<>());

        assertThat(fetch(links.manifest(CLUSTER, 1), "").statusCode()).isEqualTo(404);
        assertThat(fetch(links.manifest(CLUSTER, size + 1), "").statusCode()).isEqualTo(404);
        assertThat(fetch(links.manifest(copies, size), "").statusCode()).isEqualTo(404);
        assertThat(fetch(links.manifest(other, size), "").statusCode()).isEqualTo(404);
        assertThat(fetch(links.manifest(CLUSTER, size) + "0", "").statusCode()).isEqualTo(404);
        var unkeyed = links.manifest(CLUSTER, size).replaceFirst("\\?key=.*", "");
        assertThat(fetch(unkeyed, hms.adminToken()).statusCode()).isEqualTo(404);
    }
}
