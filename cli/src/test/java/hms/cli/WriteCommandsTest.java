package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteCommandsTest {
    private static final String NOT_APPROVED =
            "epa-pm25-limit@2.0.0 is not approved for production: 0 of 1 approvals.";

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    private Shell shell() {
        return new Shell(folder).at(server.uri());
    }

    @Test
    void submit_says_what_changes_and_how_to_approve() {
        Samples.policy(folder);
        server.on("POST /api/policies", 201, Samples.REPORT);
        var shell = shell();
        assertThat(shell.run("submit", "policies/pm25.yaml")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        ✓ epa-pm25-limit@2.0.0 submitted
                          Against 1.5.0, which is live:
                            limit           35 → 25
                            advisory_share  + 0.8
                            old             − x
                          Simulation: 98.4% of 5,000 cases adapted · 312 outcomes change
                          Approvals: 0 of 1
                          Approve it: hms approve policies/pm25.yaml --sign NAME
                        """);
        assertThat(shell.err()).contains("warning[effective-past]");
    }

    @Test
    void submit_takes_offline_signatures_along_once() {
        Samples.policy(folder);
        new Shell(folder).run("key", "new", "EPA Chief", "--no-enrol");
        new Shell(folder).run("approve", "policies/pm25.yaml", "--sign", "EPA Chief", "--offline");
        server.on("POST /api/policies", 201, Samples.REPORT)
                .on("POST /api/policies/epa-pm25-limit/approvals", 201, "{\"approval\":\"a\"}");
        var shell = shell();
        assertThat(shell.run("submit", "policies/pm25.yaml")).isZero();
        assertThat(shell.out()).contains("✓ Signature added from policies/pm25.yaml.sig");
        server.refuses(
                "POST /api/policies/epa-pm25-limit/approvals",
                409,
                "approval-replayed",
                "It is on record.",
                "");
        assertThat(shell.run("submit", "policies/pm25.yaml")).isZero();
        assertThat(shell.out()).doesNotContain("Signature added");
    }

    @Test
    void submit_shows_the_server_s_findings_in_the_user_s_own_file() {
        Samples.policy(folder);
        server.on(
                "POST /api/policies",
                422,
                """
                {"title":"Invalid","detail":"The files were not taken.","status":422,"code":"invalid","remedy":"Mend them.",
                "findings":[{"severity":"error","code":"rule","message":"there is no name limt","file":"policies/pm25.yaml","line":9,"column":24,"path":"$.rules.violation","remedy":"did you mean limit"}]}""");
        var shell = shell();
        assertThat(shell.run("submit", "policies/pm25.yaml")).isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo(
                        """
                        error[rule]: there is no name limt
                          --> policies/pm25.yaml:9:24 ($.rules.violation)
                           |
                         9 |   violation: reading > limit
                           |                        ^
                           = did you mean limit
                        ✗ The files were not taken.
                          Mend them.
                        """);
    }

    @Test
    void files_outside_of_the_folder_are_sent_under_names_that_every_system_takes(
            @TempDir Path elsewhere) {
        var file = Samples.write(elsewhere.resolve("a b.yaml"), "id: p\nversion: 1.0.0\nx: 1\n");
        server.on(
                "POST /api/policies",
                422,
                """
                {"title":"Invalid","detail":"No.","status":422,"code":"invalid","findings":[{"severity":"error","code":"c","message":"m","file":"release-1/policy.yaml","line":3,"column":1,"path":"$.x","remedy":"r"}]}""");
        var shell = shell();
        assertThat(shell.run("submit", file.toString())).isEqualTo(1);
        assertThat(shell.err()).contains("--> " + file + ":3:1").contains(" 3 | x: 1");
    }

    @Test
    void unapproved_deployment_is_refused_and_says_how_to_approve() {
        Samples.policy(folder);
        server.on("POST /api/policies", 200, Samples.REPORT)
                .refuses(
                        "POST /api/policies/epa-pm25-limit/deploy",
                        409,
                        "not-approved",
                        NOT_APPROVED,
                        "Approve it: hms approve FILE --sign NAME");
        var shell = shell();
        assertThat(shell.run("deploy", "policies/pm25.yaml")).isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo(
                        """
                        ✗ epa-pm25-limit@2.0.0 is not approved for production: 0 of 1 approvals.
                          Approve it: hms approve policies/pm25.yaml --sign NAME
                        """);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void deploy_watches_to_the_end_and_names_the_request() {
        server.on(
                        "POST /api/policies/epa-pm25-limit/deploy",
                        202,
                        Samples.run("queued", "", "", ""))
                .run(184, Samples.SUCCESS);
        var shell = shell();
        assertThat(shell.run("deploy", "epa-pm25-limit@2.0.0")).isZero();
        assertThat(shell.out()).contains("RUN #184").contains("DEPLOYMENT SUCCESSFUL");
        var asked = server.asked("POST /api/policies/epa-pm25-limit/deploy");
        assertThat(asked.body()).isEqualTo("{\"env\":\"production\",\"version\":\"2.0.0\"}");
        assertThat(asked.headers()).containsKey("Idempotency-Key");
        assertThat(asked.token()).isEqualTo("secret");
    }

    @Test
    void detached_deploy_returns_at_once() {
        server.on("POST /api/deployments", 202, Samples.run("queued", "", "", ""));
        var shell = shell();
        assertThat(shell.run("deploy", "a@1.0.0", "b@1.0.0", "--env", "staging", "--detach"))
                .isZero();
        assertThat(shell.out())
                .isEqualTo(
                        "✓ Queued for deployment (run #184)\n  Follow it: hms run 184 --follow\n");
        assertThat(server.asked("POST /api/deployments").body())
                .isEqualTo("{\"env\":\"staging\",\"policies\":[\"a@1.0.0\",\"b@1.0.0\"]}");
    }

    @Test
    void dry_run_prints_the_plan_and_submits_nothing() {
        Samples.policy(folder);
        server.on(
                "POST /api/policies/epa-pm25-limit/deploy?dryRun=true",
                200,
                """
                {"stages":[{"id":"production/validate","title":"Lint & Schema","uses":"validate","options":{}}],"environment":"production",
                "policies":[{"policy":"epa-pm25-limit@2.0.0","approvals":{"have":0,"need":1,"missing":"m"}}],"missing":"%s","partners":["epa-open-data"]}"""
                        .formatted(NOT_APPROVED));
        var shell = shell();
        assertThat(shell.run("deploy", "policies/pm25.yaml", "--dry-run")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        To production, nothing is done yet:
                          epa-pm25-limit@2.0.0  0 of 1 approvals
                        Stages
                          stage                title          uses
                          production/validate  Lint & Schema  validate
                        Told: epa-open-data
                        """);
        assertThat(shell.err()).contains(NOT_APPROVED);
        assertThat(server.calls())
                .containsExactly("POST /api/policies/epa-pm25-limit/deploy?dryRun=true");
    }

    @Test
    void rollback_prints_the_seconds() {
        server.on(
                "POST /api/policies/epa-pm25-limit/rollback",
                200,
                "{\"policy\":\"epa-pm25-limit\",\"env\":\"production\",\"from\":\"2.0.0\",\"version\":\"1.5.0\",\"tookMs\":84}");
        var shell = shell();
        assertThat(shell.run("rollback", "epa-pm25-limit@1.5.0", "--reason", "wrong")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        "✓ epa-pm25-limit@1.5.0 is live in production, in place of 2.0.0  —  0.084 s\n");
        assertThat(server.asked("POST /api/policies/epa-pm25-limit/rollback").body())
                .isEqualTo("{\"env\":\"production\",\"version\":\"1.5.0\",\"reason\":\"wrong\"}");
    }

    @Test
    void reject_sends_the_reason() {
        server.on("POST /api/policies/p/rejections", 201, "{}");
        var shell = shell();
        assertThat(shell.run("reject", "p@1.0.0", "--reason", "no")).isZero();
        assertThat(shell.out()).isEqualTo("✓ p@1.0.0 is rejected\n");
        assertThat(server.asked("POST /api/policies/p/rejections").body())
                .isEqualTo("{\"version\":\"1.0.0\",\"reason\":\"no\"}");
    }

    @Test
    void runs_are_halted_resumed_and_aborted() {
        for (var act : new String[] {"halt", "resume", "abort"}) {
            server.on("POST /api/runs/7/" + act, 200, "{\"run\":7}");
            var shell = shell();
            assertThat(shell.run(act, "#7", "--reason", "because")).isZero();
            assertThat(shell.out()).startsWith("✓ Run #7 ");
            assertThat(server.asked("POST /api/runs/7/" + act).body())
                    .isEqualTo("{\"reason\":\"because\"}");
        }
    }

    @Test
    void new_token_alone_is_on_the_output() {
        server.on("POST /api/tokens", 201, "{\"id\":\"t1\",\"token\":\"ey.J.x\"}");
        var shell = shell();
        assertThat(
                        shell.run(
                                "token",
                                "new",
                                "--scope",
                                "policy:deploy,policy:read",
                                "--for",
                                "ci",
                                "--env",
                                "prod",
                                "--expires-in",
                                "30d"))
                .isZero();
        assertThat(shell.out()).isEqualTo("ey.J.x\n");
        assertThat(shell.err()).contains("✓ Token t1 issued for ci");
        assertThat(server.asked("POST /api/tokens").body())
                .isEqualTo(
                        "{\"for\":\"ci\",\"scopes\":[\"policy:deploy\",\"policy:read\"],\"policies\":[],\"environments\":[\"production\"],\"expiresIn\":\"PT720H\"}");
    }

    @Test
    void keys_and_tokens_are_listed_and_taken_back() {
        var print = "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8";
        server.on(
                        "GET /api/keys",
                        200,
                        "{\"keys\":[{\"key\":\"%s\",\"owner\":\"EPA Chief\",\"roles\":[\"administrator\"],\"enrolledAt\":3,\"revokedAt\":null}]}"
                                .formatted(print))
                .on("DELETE /api/keys/" + print, 200, "{}")
                .on(
                        "GET /api/tokens",
                        200,
                        "{\"tokens\":[{\"id\":\"t1\",\"for\":\"ci\",\"scopes\":[\"admin\"],\"policies\":[],\"environments\":[\"staging\"],\"expires\":null,\"revoked\":true}]}")
                .on("DELETE /api/tokens/t1", 200, "{}");
        var shell = shell();
        assertThat(shell.run("key", "list")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        "  owner      roles          state  key\n  EPA Chief  administrator  good   "
                                + print
                                + "\n");
        assertThat(shell.run("token", "list")).isZero();
        assertThat(shell.out()).contains("t1  ci   revoked  –      staging   admin");
        assertThat(shell.run("token", "revoke", "t1")).isZero();
        assertThat(server.calls()).contains("DELETE /api/tokens/t1");
        server.on(
                "DELETE /api/keys/SHA256%3AnThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8", 200, "{}");
        assertThat(shell.run("key", "revoke", print)).isZero();
    }
}
