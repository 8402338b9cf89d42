package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.artifact.ApprovalStatement;
import hms.trust.JdkEd25519;
import hms.trust.Keyring;
import hms.trust.SshSig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApproveCommandTest {
    private static final String APPROVE = "POST /api/policies/epa-pm25-limit/approvals";
    private static final String QUEUED =
            "{\"approval\":\"a1\",\"key\":\"SHA256:x\",\"run\":184,\"missing\":null,\"ledger\":{\"index\":5}}";

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    @BeforeEach
    void key() {
        Samples.policy(folder);
        assertThat(new Shell(folder).run("key", "new", "EPA Chief", "--no-enrol")).isZero();
        server.on("POST /api/policies", 201, Samples.REPORT).on(APPROVE, 201, QUEUED);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shows_what_is_signed_then_signs_and_queues() {
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isZero();
        var hex = hms.trust.Digest.sha256(Samples.POLICY.getBytes(UTF_8)).hex();
        var fours = hex.replaceAll("(.{4})(?!$)", "$1 ");
        assertThat(shell.out())
                .isEqualTo(
                        """
                        epa-pm25-limit@2.0.0  24-hour fine-particle limit
                          sha256  %s
                                  %s
                          Against 1.5.0, which is live:
                            limit           35 → 25
                            advisory_share  + 0.8
                            old             − x
                          Simulation: 98.4%% of 5,000 cases adapted · 312 outcomes change
                        ✓ Signature added
                        ✓ Policy queued for deployment (run #184)
                          Follow it: hms run 184 --follow
                        """
                                .formatted(fours.substring(0, 39), fours.substring(40)));
        assertThat(shell.err())
                .isEqualTo(
                        """
                        warning[effective-past]: it is effective already
                          --> policies/pm25.yaml:3:1 ($.title)
                           |
                         3 | title: 24-hour fine-particle limit
                           | ^
                           = look again
                        """);
        assertThat(server.calls())
                .containsExactly("POST /api/policies", "GET /api/environments", APPROVE);
    }

    @Test
    void sends_the_files_that_the_artifact_names_beside_it() {
        var shell = new Shell(folder).at(server.uri());
        shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief");
        var sent = server.asked("POST /api/policies").json();
        assertThat(sent.path("artifacts").path(0).path("path").asString())
                .isEqualTo("policies/pm25.yaml");
        assertThat(sent.path("artifacts").path(0).path("bytes").binaryValue())
                .isEqualTo(Samples.POLICY.getBytes(UTF_8));
        assertThat(sent.path("files").path(0).path("path").asString())
                .isEqualTo("policies/scenarios/pm25.csv");
    }

    @Test
    void signs_a_statement_over_the_exact_bytes_that_verifies() {
        var shell = new Shell(folder).at(server.uri());
        shell.run(
                "approve",
                "policies/pm25.yaml",
                "--sign",
                "EPA Chief",
                "--comment",
                "as discussed");
        var body = server.asked(APPROVE).json();
        var bytes = Base64.getDecoder().decode(body.path("statement").asString());
        var statement = ApprovalStatement.parse(bytes).toOptional().orElseThrow();
        assertThat(statement.approver()).isEqualTo("EPA Chief");
        assertThat(statement.comment()).isEqualTo("as discussed");
        assertThat(statement.environments()).containsExactly("production");
        assertThat(statement.issued()).isEqualTo(Shell.NOW);
        assertThat(
                        SshSig.verify(
                                        body.path("signature").asString(),
                                        Keyring.APPROVAL_NAMESPACE,
                                        bytes,
                                        JdkEd25519.verifier())
                                .isAccepted())
                .isTrue();
        assertThat(body.path("members").toString()).isEqualTo("[\"epa-pm25-limit@2.0.0\"]");
        assertThat(body.path("deploy").toString()).isEqualTo("{\"env\":\"production\"}");
    }

    @Test
    void options_of_the_deployment_go_along() {
        var shell = new Shell(folder).at(server.uri());
        shell.run(
                "approve",
                "policies/pm25.yaml",
                "--sign=EPA Chief",
                "--env=prod",
                "--schedule=2026-09-01T00:00",
                "--cancel-schedule",
                "--supersede",
                "--strict");
        assertThat(server.asked(APPROVE).json().path("deploy").toString())
                .isEqualTo(
                        "{\"env\":\"production\",\"schedule\":\"2026-09-01T00:00\",\"pending\":\"cancel\",\"supersede\":true,\"strict\":true}");
    }

    @Test
    void without_deploy_only_the_signature_is_sent() {
        server.on(APPROVE, 201, "{\"approval\":\"a1\",\"run\":null,\"missing\":null}");
        var shell = new Shell(folder).at(server.uri());
        assertThat(
                        shell.run(
                                "approve",
                                "policies/pm25.yaml",
                                "--sign",
                                "EPA Chief",
                                "--env",
                                "staging,production",
                                "--no-deploy"))
                .isZero();
        assertThat(server.asked(APPROVE).json().has("deploy")).isFalse();
        assertThat(shell.out()).contains("✓ Signature added").doesNotContain("queued");
    }

    @Test
    void says_why_nothing_was_queued() {
        server.on(
                APPROVE,
                201,
                "{\"approval\":\"a1\",\"run\":null,\"missing\":\"epa-pm25-limit@2.0.0 is not approved for production: 1 of 2 approvals.\"}");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isZero();
        assertThat(shell.out()).contains("! Not queued: epa-pm25-limit@2.0.0 is not approved");
    }

    @Test
    void asks_on_a_terminal_and_takes_anything_but_yes_for_no() {
        var shell = new Shell(folder).at(server.uri()).onTerminal(80, "n\n");
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isEqualTo(1);
        assertThat(shell.err()).contains("Sign? [y/N] ").contains("Nothing was signed.");
        assertThat(server.calls()).doesNotContain(APPROVE);
        shell.onTerminal(80, "y\n");
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isZero();
        shell.onTerminal(80, "");
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief", "--yes"))
                .isZero();
    }

    @Test
    void refuses_to_sign_what_the_server_has_otherwise() {
        server.on(
                "POST /api/policies",
                200,
                "{\"policies\":[],\"manifest\":{\"root\":\"sha256:0000\"}}");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isEqualTo(1);
        assertThat(shell.err()).contains("The server has other bytes than these files");
        assertThat(server.calls()).doesNotContain(APPROVE);
    }

    @Test
    void broken_file_is_shown_like_a_compiler_does_and_no_server_is_asked() {
        Samples.write(folder.resolve("bad.yaml"), "id: epa-pm25-limit\nversion: 2\nlimit: 25\n");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "bad.yaml", "--sign", "EPA Chief")).isEqualTo(1);
        assertThat(shell.err())
                .contains("  --> bad.yaml:2:10")
                .contains(" 2 | version: 2\n   |          ^")
                .endsWith("✗ bad.yaml is not a sound policy artifact.\n");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void missing_named_file_is_a_finding() throws IOException {
        Files.delete(folder.resolve("policies/scenarios/pm25.csv"));
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isEqualTo(1);
        assertThat(shell.err()).contains("error[file-missing]").contains("scenarios/pm25.csv");
    }

    @Test
    void unknown_key_names_those_that_are_there() {
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "Nobody")).isEqualTo(1);
        assertThat(shell.err())
                .contains("There is no key \"Nobody\"")
                .contains("There are: EPA Chief.");
    }

    @Test
    void offline_needs_no_server_and_adds_to_the_file_beside() throws IOException {
        var shell = new Shell(folder);
        for (var i = 1; i <= 2; i++) {
            assertThat(
                            shell.run(
                                    "approve",
                                    "policies/pm25.yaml",
                                    "--sign",
                                    "EPA Chief",
                                    "--offline"))
                    .isZero();
            assertThat(shell.out()).contains("✓ Signature added to policies/pm25.yaml.sig");
            var text = Files.readString(folder.resolve("policies/pm25.yaml.sig"));
            var approvals = hms.artifact.SignedApproval.parse(text).toOptional().orElseThrow();
            assertThat(approvals).hasSize(i);
        }
    }

    @Test
    void release_of_several_is_signed_by_its_root() {
        Samples.write(folder.resolve("policies/other.yaml"), "id: other\nversion: 1.0.0\nx: 1\n");
        server.on("POST /api/approvals", 201, QUEUED);
        var shell = new Shell(folder).at(server.uri());
        assertThat(
                        shell.run(
                                "approve",
                                "policies/pm25.yaml",
                                "policies/other.yaml",
                                "--sign",
                                "EPA Chief"))
                .isZero();
        assertThat(shell.out())
                .contains("Release of 2 policies, root")
                .contains("✓ 2 policies queued for deployment (run #184)");
        var body = server.asked("POST /api/approvals").json();
        var bytes = Base64.getDecoder().decode(body.path("statement").asString());
        assertThat(ApprovalStatement.parse(bytes).toOptional().orElseThrow().subject())
                .isInstanceOf(ApprovalStatement.Subject.Release.class);
    }

    @Test
    void caller_who_may_not_submit_can_sign_what_is_there() {
        var digest = hms.trust.Digest.sha256(Samples.POLICY.getBytes(UTF_8));
        server.refuses(
                        "POST /api/policies",
                        403,
                        "missing-scope",
                        "The token lacks policy:submit.",
                        "")
                .on(
                        "GET /api/policies/epa-pm25-limit/versions/2.0.0",
                        200,
                        "{\"digest\":\"" + digest + "\"}");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isZero();
        assertThat(shell.out()).contains("✓ Signature added");
    }

    @Test
    void follow_watches_to_the_end() {
        server.run(184, Samples.SUCCESS);
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief", "--follow"))
                .isZero();
        assertThat(shell.out())
                .contains("✓ Policy queued for deployment (run #184)\nRUN #184")
                .contains("DEPLOYMENT SUCCESSFUL");
    }

    @Test
    void json_is_the_answer_and_nothing_else() {
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief", "--json"))
                .isZero();
        assertThat(shell.out()).isEqualTo(QUEUED + "\n");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void exposed_private_key_is_pointed_out() throws IOException {
        Files.setPosixFilePermissions(
                folder.resolve("keys/epa-chief"), PosixFilePermissions.fromString("rw-r--r--"));
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("approve", "policies/pm25.yaml", "--sign", "EPA Chief")).isZero();
        assertThat(shell.err()).contains("Others may read the private key");
    }
}
