package hms.client;

import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.ApprovalStatement;
import hms.trust.JdkEd25519;
import hms.trust.Keyring;
import hms.trust.SshSig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {
    private static final Signer CHIEF = new Signer("EPA Chief", Wares.CHIEF);
    private static final TestServer.Scene SUBMITTED = TestServer.json("{\"policies\":[]}");
    private static final TestServer.Scene QUEUED =
            TestServer.json("{\"approval\":\"x\",\"run\":184}");
    private static final TestServer.Scene ENVIRONMENTS =
            TestServer.json(
                    """
                    {"environments":[
                      {"name":"staging","way":["staging"]},
                      {"name":"production","way":["staging","production"]}]}
                    """);
    private static final TestServer.Scene SUCCEEDED =
            run("success", ",\"publishedUrl\":\"https://register.example/1\"");

    @TempDir private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("pm25.yaml"), Wares.limit("2.0.0", 25));
    }

    private static TestServer.Scene run(String status, String more) {
        return TestServer.events(
                "event: run\ndata: {\"run\":184,\"status\":\"running\"}\n\n"
                        + "event: run\ndata: {\"run\":184,\"status\":\""
                        + status
                        + "\""
                        + more
                        + "}\n\n");
    }

    private static PolicyDeploymentService service(URI server) {
        return new PolicyDeploymentService(HmsApi.connect(server, "t"));
    }

    @Test
    void policy_is_submitted_approved_and_deployed_in_one_call() {
        try (var server = new TestServer(SUBMITTED, ENVIRONMENTS, QUEUED, SUCCEEDED)) {
            var result =
                    service(server.uri())
                            .deployPolicy(
                                    List.of(file),
                                    DeployOptions.to("production")
                                            .signedBy(CHIEF)
                                            .comment("Tightened.")
                                            .canary("region:NCR 5%")
                                            .bake(Duration.ofSeconds(10))
                                            .partners("state-airboards"));

            assertThat(result.isSuccess()).isTrue();
            assertThat(result.run()).hasValue(184);
            assertThat(result.publishedUrl()).contains("https://register.example/1");
            assertThat(result.error()).isEmpty();
            assertThat(server.asked().stream().map(each -> each.method() + " " + each.target()))
                    .containsExactly(
                            "POST /api/policies",
                            "GET /api/environments",
                            "POST /api/policies/epa-pm25-limit/approvals",
                            "GET /api/runs/184/events");
            var approval = Json.read(server.asked().get(2).body());
            assertThat(approval.path("deploy").toString())
                    .isEqualTo(
                            "{\"env\":\"production\",\"canary\":\"region:NCR 5%\",\"bake\":\"10s\",\"partners\":[\"state-airboards\"]}");
            assertThat(approval.path("members").toString()).isEqualTo("[\"epa-pm25-limit@2.0.0\"]");
            var statement = Base64.getDecoder().decode(approval.path("statement").asString());
            assertThat(
                            SshSig.verify(
                                            approval.path("signature").asString(),
                                            Keyring.APPROVAL_NAMESPACE,
                                            statement,
                                            JdkEd25519.verifier())
                                    .isAccepted())
                    .isTrue();
            var read = ApprovalStatement.parse(statement).orElseThrow();
            assertThat(read.covers(Wares.member(Wares.artifact(Wares.limit("2.0.0", 25)))))
                    .isTrue();
            assertThat(read.comment()).isEqualTo("Tightened.");
            assertThat(read.environments()).containsExactly("production", "staging");
        }
    }

    @Test
    void approved_policy_is_deployed_by_its_id() {
        try (var server = new TestServer(TestServer.json("{\"run\":184}"), SUCCEEDED)) {
            var result = service(server.uri()).deployPolicy("epa-pm25-limit", "staging");

            assertThat(result.status()).isEqualTo("success");
            assertThat(server.asked().get(0).target())
                    .isEqualTo("/api/policies/epa-pm25-limit/deploy");
            assertThat(server.asked().get(0).body()).isEqualTo("{\"env\":\"staging\"}");
            assertThat(server.asked().get(0).header("Idempotency-Key")).hasSize(36);
        }
    }

    @Test
    void run_that_fails_says_where_and_why() {
        try (var server =
                new TestServer(
                        SUBMITTED,
                        TestServer.json("{\"run\":184}"),
                        run(
                                "failure",
                                ",\"error\":{\"stage\":\"simulate\",\"reason\":\"3 cases changed\"}"))) {
            var result =
                    service(server.uri())
                            .deployPolicy(List.of(file), DeployOptions.to("production"));

            assertThat(result.isSuccess()).isFalse();
            assertThat(result.error()).contains("simulate: 3 cases changed");
            assertThat(server.asked().get(1).target()).isEqualTo("/api/deployments");
        }
    }

    @Test
    void refusal_is_a_result() {
        try (var server =
                new TestServer(
                        TestServer.answer(
                                403,
                                "application/problem+json",
                                "{\"title\":\"This token may not submit\"}"))) {
            var result =
                    service(server.uri())
                            .deployPolicy(List.of(file), DeployOptions.to("production"));

            assertThat(result).isEqualTo(DeploymentResult.failed("This token may not submit"));
        }
    }

    @Test
    void missing_approval_is_a_result() {
        try (var server =
                new TestServer(
                        SUBMITTED,
                        ENVIRONMENTS,
                        TestServer.json(
                                "{\"run\":null,\"missing\":\"1 more approval is needed\"}"))) {
            var result =
                    service(server.uri())
                            .deployPolicy(
                                    List.of(file), DeployOptions.to("production").signedBy(CHIEF));

            assertThat(result.error()).contains("not queued: 1 more approval is needed");
        }
    }

    @Test
    void unsound_file_never_leaves_the_machine() throws IOException {
        Files.writeString(file, "id: x\nversion: 1\nlimit: *y\n");
        try (var server = new TestServer(SUBMITTED)) {
            var result =
                    service(server.uri())
                            .deployPolicy(List.of(file), DeployOptions.to("production"));

            assertThat(result.error().orElseThrow()).contains("pm25.yaml");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void pipeline_takes_a_policy_that_a_program_put_together() {
        try (var server = new TestServer(SUBMITTED, ENVIRONMENTS, QUEUED, SUCCEEDED)) {
            var pipeline =
                    new PolicyDeploymentPipeline(
                            service(server.uri()), DeployOptions.to("production").signedBy(CHIEF));

            var result =
                    pipeline.deploy(
                            new PolicyDraft(
                                    "late-fee",
                                    "1.0.0",
                                    "Late fee",
                                    "Who pays late pays more.",
                                    Map.of("fee", 2.5)));

            assertThat(result.status()).isEqualTo("success");
            var sent = Json.read(server.asked().get(0).body()).path("artifacts").path(0);
            assertThat(sent.path("path").asString()).isEqualTo("late-fee.json");
            assertThat(new String(Base64.getDecoder().decode(sent.path("bytes").asString())))
                    .isEqualTo(
                            "{\"id\":\"late-fee\",\"version\":\"1.0.0\",\"title\":\"Late fee\",\"content\":\"Who pays late pays more.\",\"fee\":2.5}");
        }
    }

    @Test
    void pipeline_asks_for_id_title_and_content() {
        try (var server = new TestServer(SUBMITTED)) {
            var pipeline =
                    new PolicyDeploymentPipeline(
                            service(server.uri()), DeployOptions.to("production"));

            for (var missing :
                    List.of(
                            new PolicyDraft("", "1.0.0", "t", "c", Map.of()),
                            new PolicyDraft("a", "1.0.0", "", "c", Map.of()),
                            new PolicyDraft("a", "1.0.0", "t", " ", Map.of()))) {
                var result = pipeline.deploy(missing);
                assertThat(result.status()).isEqualTo("failure");
                assertThat(result.error().orElseThrow())
                        .startsWith("a policy needs id, title and content; ");
            }
            assertThat(pipeline.deploy(new PolicyDraft("A b", "1.0.0", "t", "c", Map.of())).error())
                    .isNotEqualTo(Optional.empty());
            assertThat(server.asked()).isEmpty();
        }
    }
}
