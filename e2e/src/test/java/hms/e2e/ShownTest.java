package hms.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What the program shows, line by line, against one server: from a key to a value in force, and
/// back.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ShownTest {
    private static final String CHIEF = "EPA Chief";

    @TempDir static Path folder;
    private static Hms hms;
    private static Server server;

    @BeforeAll
    static void up() {
        hms = new Hms(folder);
        server = hms.up(Map.of());
    }

    @AfterAll
    static void down() {
        hms.close();
    }

    @Test
    @Order(1)
    void key_is_made_and_enrolled() {
        var made = hms.run("key", "new", CHIEF).succeeds();

        assertThat(made.out()).contains("✓ Key made: ", "SHA256:", "✓ Key enrolled for EPA Chief");
    }

    @Test
    @Order(2)
    void approval_is_added_and_its_deployment_queued() {
        var approved = hms.run("approve", Hms.example("pm25-1.5.0.yaml"), "--sign", CHIEF);

        assertThat(approved.succeeds().out().lines())
                .contains("✓ Signature added", "✓ Policy queued for deployment (run #1)");
    }

    @Test
    @Order(3)
    void run_is_followed_to_its_end() {
        var followed = hms.run("run", "1", "--follow").succeeds();

        assertThat(followed.out())
                .containsSubsequence(
                        "Lint & Schema",
                        "PASS",
                        "Simulation Replay",
                        "PASS",
                        "Full Rollout",
                        "PASS",
                        "DEPLOYMENT SUCCESSFUL",
                        "Policy live at " + server.uri() + "/register/1/1");
    }

    @Test
    @Order(4)
    void live_value_is_read_with_a_token_only() throws Exception {
        var live = get("/api/policies/epa-pm25-limit", true);

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).contains("\"values\":{\"limit\":35,", "\"version\":\"1.5.0\"");
        assertThat(get("/api/policies/epa-pm25-limit", false).statusCode()).isEqualTo(401);
    }

    @Test
    @Order(5)
    void what_is_not_approved_is_not_deployed() throws Exception {
        var refused = hms.run("deploy", Hms.example("pm25.yaml")).exits(1);

        assertThat(refused.err())
                .contains(
                        "epa-pm25-limit@2.0.0 is not approved",
                        "hms approve examples/policies/pm25.yaml --sign NAME");
        assertThat(version()).isEqualTo("1.5.0");
    }

    @Test
    @Order(6)
    void new_version_goes_live_with_its_changed_outcomes_listed() throws Exception {
        hms.run("approve", Hms.example("pm25.yaml"), "--sign", CHIEF).succeeds();
        var followed = hms.run("run", "2", "--follow").succeeds();

        assertThat(followed.out())
                .contains("DEPLOYMENT SUCCESSFUL", "710 outcomes change", "just over the limit")
                .contains("false → true");
        assertThat(version()).isEqualTo("2.0.0");
    }

    @Test
    @Order(7)
    void rollback_says_how_long_it_took() throws Exception {
        var back = hms.run("rollback", "epa-pm25-limit@1.5.0").succeeds();

        assertThat(back.out())
                .containsPattern("✓ epa-pm25-limit@1\\.5\\.0 is live in production.*\\d\\.\\d+ s");
        assertThat(version()).isEqualTo("1.5.0");
        assertThat(hms.run("show", "epa-pm25-limit").succeeds().out())
                .containsPattern("limit +35")
                .contains("epa-pm25-limit@1.5.0, in force");
    }

    @Test
    @Order(8)
    void rule_answers_as_of_the_day_that_is_asked_for() {
        var run = 3;
        for (var file : List.of("poverty-guidelines.yaml", "chip-income-cap.yaml")) {
            hms.run("approve", Hms.example(file), "--sign", CHIEF).succeeds();
            hms.run("run", Integer.toString(run++), "--follow").succeeds();
        }

        assertThat(eligible("2021-03-31")).isEqualTo("true");
        assertThat(eligible("2021-04-01")).isEqualTo("false");
    }

    private static String eligible(String day) {
        return hms.run(
                        "evaluate",
                        "chip-income-cap",
                        "eligible",
                        "income=50700",
                        "household=3",
                        "age=7",
                        "state=KS",
                        "--on",
                        day)
                .succeeds()
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(9)
    void ledger_is_verified_while_the_server_runs() {
        var verified = hms.run("audit", "verify").succeeds();

        assertThat(verified.out())
                .containsPattern("OK  ledger verified: \\d+ entries, root [0-9a-f]{6}")
                .contains("checkpoint held against hms-svc/");
    }

    @Test
    @Order(10)
    void exported_approvals_verify_with_ssh_keygen() throws Exception {
        var export = folder.resolve("export");
        hms.run("audit", "export", "--data", hms.data().toString(), "--out", export.toString())
                .succeeds();
        hms.run("audit", "verify", "--export", export.toString()).succeeds();

        try (var approvals = Files.list(export.resolve("approvals"))) {
            var folders = approvals.toList();
            assertThat(folders).hasSize(4);
            for (var approval : folders) {
                assertThat(verify(approval, approval.resolve("statement.json")))
                        .startsWith("Good \"policy-approval@hms\" signature for p-");
                var other = folders.get(folders.indexOf(approval) == 0 ? 1 : 0);
                assertThat(verify(approval, other.resolve("statement.json")))
                        .contains("incorrect signature")
                        .doesNotContain("Good");
            }
        }
    }

    /// As the README of an export says.
    private static String verify(Path approval, Path statement) throws Exception {
        var process =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                """
                                who=$(ssh-keygen -Y find-principals -f allowed_signers -s statement.json.sig)
                                ssh-keygen -Y verify -n policy-approval@hms -f allowed_signers -I "$who" \\
                                    -s statement.json.sig
                                """)
                        .directory(approval.toFile())
                        .redirectInput(statement.toFile())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private static String version() throws Exception {
        var body = get("/api/policies/epa-pm25-limit", true).body();
        return body.replaceFirst("(?s).*\"version\":\"([^\"]+)\".*", "$1");
    }

    private static HttpResponse<String> get(String path, boolean authorized)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.uri() + path));
        if (authorized) {
            var token = Files.readString(hms.data().resolve("admin-token")).strip();
            request.header("Authorization", "Bearer " + token);
        }
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
