package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.trust.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromoteCommandTest {
    private static final String[] WAY = {"--targets", "staging,preprod,prod"};

    /// Says what it was given, and keeps it.
    private static final String SCRIPT =
            """
            #!/bin/sh
            echo "$HMS_POLICY|$HMS_FROM|$HMS_TO|$HMS_ENV|$HMS_RUN|$HMS_STAGE|$MINE|$HMS_CI_RESULT" | tee -a given
            """;

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();
    private Shell shell;
    private Digest digest;

    @BeforeEach
    void packed() throws IOException {
        Samples.policy(folder);
        var local = new Shell(folder);
        assertThat(local.run("policy", "pack", "policies/pm25.yaml", "--out", "pkg.tgz")).isZero();
        digest = Digest.sha256(Files.readAllBytes(folder.resolve("pkg.tgz")));
        script(SCRIPT);
        shell =
                new Shell(folder)
                        .at(server.uri())
                        .with("PATH", System.getenv("PATH"))
                        .with("MINE", "yes");
        server.on(
                        "GET /api/environments",
                        200,
                        """
                        {"environments":[{"name":"staging"},{"name":"preprod"},{"name":"production"}]}""")
                .on(
                        "GET /api/policies?env=staging",
                        200,
                        """
                        {"policies":[{"id":"epa-pm25-limit","version":"1.0.0","status":"ENDED"}]}""")
                .on("GET /api/policies?env=preprod", 200, live("1.5.0"))
                .on("GET /api/policies?env=production", 200, live("1.4.0"))
                .on("POST /api/policies", 201, Samples.REPORT)
                .on(
                        "POST /api/packages",
                        201,
                        """
                        {"package":"%1$s","sha256":"%1$s","members":[{"id":"epa-pm25-limit","version":"2.0.0"}]}"""
                                .formatted(digest))
                .on("POST /api/deployments", 202, "{\"run\":184,\"status\":\"queued\"}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String live(String version) {
        return """
                {"policies":[{"id":"epa-pm25-limit","version":"%s","status":"IN_FORCE"},
                {"id":"other","version":"9.0.0","status":"IN_FORCE"}]}"""
                .formatted(version);
    }

    private Path script(String text) throws IOException {
        var file = Samples.write(folder.resolve("rollback.sh"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int promote(String... more) {
        var line = new java.util.ArrayList<>(List.of("promote", "pkg.tgz"));
        line.addAll(List.of(WAY));
        line.addAll(List.of("--rollback", "rollback.sh"));
        line.addAll(List.of(more));
        return shell.run(line.toArray(String[]::new));
    }

    private static String stage(String id, String outcome) {
        var uses = id.substring(id.indexOf('/') + 1);
        return """
                {"id":"%s","title":"%s","uses":"%s","outcome":"%s","summary":"","hasEvidence":false}"""
                .formatted(id, uses, uses, outcome);
    }

    /// A run over three environments: the stages before `at` have passed.
    private static String run(String status, String at, String outcome, String more) {
        var ids =
                List.of(
                        "staging/validate",
                        "staging/apply",
                        "preprod/apply",
                        "preprod/chaos",
                        "production/rollout",
                        "production/activate");
        var here = at.isEmpty() ? ids.size() : ids.indexOf(at);
        var stages = new java.util.ArrayList<String>();
        for (int i = 0; i < ids.size(); i++) {
            stages.add(stage(ids.get(i), i < here ? "passed" : i == here ? outcome : "pending"));
        }
        return """
                {"run":184,"status":"%s","policies":["epa-pm25-limit@2.0.0"],"policyCount":1,"environment":"production","stages":[%s]%s}"""
                .formatted(status, String.join(",", stages), more);
    }

    private static final String SCHEDULED =
            run(
                    "scheduled",
                    "production/activate",
                    "running",
                    ",\"scheduledFor\":\"2026-02-01T05:00:00Z\"");

    private static String failed(String status, String stage) {
        return run(
                status,
                stage,
                "failed",
                ",\"error\":{\"stage\":\"%s\",\"reason\":\"health 97.1%%\",\"ticket\":null}"
                        .formatted(stage));
    }

    private String given() throws IOException {
        return Files.readString(folder.resolve("given"));
    }

    @Test
    void scheduled_release_is_shown_in_one_line_and_ends_the_command() {
        server.run(184, run("running", "preprod/apply", "running", ""), SCHEDULED);
        assertThat(promote("--schedule", "00:00")).as(shell.err()).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        RUN #184  epa-pm25-limit@2.0.0
                        staging ✅  pre-prod ✅  prod SCHEDULED@00:00
                          Live from 1 Feb 2026, 00:00 EST.
                        """);
        assertThat(folder.resolve("given")).doesNotExist();
    }

    @Test
    void policies_files_approvals_and_the_exact_package_reach_the_server_in_this_order()
            throws IOException {
        server.run(184, SCHEDULED);
        assertThat(promote("--schedule", "00:00")).isZero();
        assertThat(server.calls())
                .containsExactly(
                        "GET /api/environments",
                        "GET /api/policies?env=staging",
                        "GET /api/policies?env=preprod",
                        "GET /api/policies?env=production",
                        "POST /api/policies",
                        "POST /api/packages",
                        "POST /api/deployments",
                        "GET /api/runs/184");
        var submitted = server.asked("POST /api/policies").json();
        assertThat(submitted.at("/artifacts/0/path").asString(""))
                .isEqualTo("epa-pm25-limit@2.0.0/policy.yaml");
        assertThat(submitted.at("/artifacts/0/bytes").binaryValue())
                .isEqualTo(Samples.POLICY.getBytes(UTF_8));
        assertThat(submitted.at("/files/0/path").asString(""))
                .isEqualTo("epa-pm25-limit@2.0.0/scenarios/pm25.csv");
        var asked = server.asked("POST /api/deployments");
        assertThat(asked.json())
                .isEqualTo(
                        Json.of(
                                """
                                {"env":"production","schedule":"00:00","policies":["epa-pm25-limit@2.0.0"],"package":"%s"}"""
                                        .formatted(digest)));
        assertThat(asked.headers()).containsKey("Idempotency-Key");
    }

    @Test
    void approvals_in_the_package_are_brought_along() throws IOException {
        assertThat(new Shell(folder).run("key", "new", "EPA Chief", "--no-enrol")).isZero();
        var local = new Shell(folder);
        assertThat(
                        local.run(
                                "approve",
                                "policies/pm25.yaml",
                                "--sign",
                                "EPA Chief",
                                "--offline",
                                "--yes"))
                .as(local.err())
                .isZero();
        assertThat(local.run("policy", "pack", "policies/pm25.yaml", "--out", "pkg.tgz")).isZero();
        digest = Digest.sha256(Files.readAllBytes(folder.resolve("pkg.tgz")));
        server.on("POST /api/packages", 201, "{\"sha256\":\"%s\"}".formatted(digest.hex()))
                .refuses(
                        "POST /api/policies/epa-pm25-limit/approvals",
                        409,
                        "approval-replayed",
                        "It is there.",
                        "")
                .run(184, SCHEDULED);
        assertThat(promote()).as(shell.err()).isZero();
        var approval = server.asked("POST /api/policies/epa-pm25-limit/approvals").json();
        assertThat(approval.path("members")).isEqualTo(Json.of("[\"epa-pm25-limit@2.0.0\"]"));
        assertThat(approval.path("signature").asString("")).contains("SSH SIGNATURE");
    }

    @Test
    void without_a_schedule_the_version_is_live_at_the_end() {
        server.run(184, run("success", "", "", ""));
        assertThat(promote()).isZero();
        assertThat(shell.out()).endsWith("staging ✅  pre-prod ✅  prod ✅  live version v2.0.0\n");
    }

    @Test
    void who_waits_is_told_when_it_is_live() throws IOException {
        server.run(184, SCHEDULED)
                .inTurn(
                        "GET /api/runs/184",
                        SCHEDULED,
                        SCHEDULED,
                        run("success", "", "", ",\"scheduledFor\":\"2026-02-01T05:00:00Z\""));
        shell.with("HMS_CI_RESULT", "results.jsonl");
        assertThat(promote("--schedule", "00:00", "--wait")).isZero();
        assertThat(shell.out()).endsWith("prod ✅  live version v2.0.0\n");
        var results =
                Files.readAllLines(folder.resolve("results.jsonl")).stream().map(Json::of).toList();
        assertThat(results)
                .extracting(result -> result.path("summary").asString(""))
                .containsExactly(
                        "staging ✅  pre-prod ✅  prod SCHEDULED@00:00",
                        "prod ✅  live version v2.0.0");
        assertThat(results.getFirst().path("mark").asString("?")).isEmpty();
        assertThat(results.getFirst().at("/facts/run").asInt()).isEqualTo(184);
    }

    @Test
    void it_stays_while_a_person_decides() {
        server.run(184, run("success", "", "", ""))
                .inTurn(
                        "GET /api/runs/184",
                        run(
                                "waiting",
                                "preprod/apply",
                                "pending",
                                ",\"waiting\":{\"stage\":\"preprod/apply\",\"reason\":\"gate\",\"ticket\":\"7\"}"),
                        run(
                                "waiting",
                                "production/rollout",
                                "waiting",
                                ",\"waiting\":{\"stage\":\"production/rollout\",\"reason\":\"maintenance\",\"until\":\"2026-02-01T05:00:00Z\"}"),
                        run("halted", "preprod/chaos", "running", ""),
                        run("running", "production/rollout", "running", ""),
                        run("success", "", "", ""));
        assertThat(promote()).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        RUN #184  epa-pm25-limit@2.0.0
                        staging ✅  pre-prod WAITING for a person
                        ! A person has to decide: hms ticket show 7
                        staging ✅  pre-prod ✅  prod WAITING until 1 Feb 2026, 00:00 EST
                        staging ✅  pre-prod HALTED
                        Go on: hms resume 184   Give up: hms abort 184
                        staging ✅  pre-prod ✅  prod ✅  live version v2.0.0
                        """);
    }

    @Test
    void server_that_starts_again_does_not_end_it() throws IOException {
        server.run(184, failed("failure", "preprod/chaos")).breaks("GET /api/runs/184", 3);
        assertThat(promote()).isEqualTo(1);
        assertThat(given()).startsWith("epa-pm25-limit|2.0.0|1.5.0|preprod|");
    }

    @Test
    void failed_release_is_taken_back_by_the_script_and_is_exit_1() throws IOException {
        server.run(184, failed("failure", "preprod/chaos"));
        shell.with("HMS_CI_RESULT", "results.jsonl");
        assertThat(promote()).isEqualTo(1);
        assertThat(given())
                .isEqualTo("epa-pm25-limit|2.0.0|1.5.0|preprod|184|preprod/chaos|yes|\n");
        assertThat(shell.out())
                .isEqualTo(
                        """
                        RUN #184  epa-pm25-limit@2.0.0
                        staging ✅  pre-prod ❌  chaos: health 97.1%
                        ✓ rollback.sh has taken epa-pm25-limit back from 2.0.0 to 1.5.0 in pre-prod; log: .hms-ci/logs/rollback-run-184-epa-pm25-limit.log
                        """);
        assertThat(
                        Files.readString(
                                folder.resolve(".hms-ci/logs/rollback-run-184-epa-pm25-limit.log")))
                .isEqualTo(given());
        assertThat(Files.readString(folder.resolve("results.jsonl")))
                .contains("\"passed\":false")
                .contains("staging ✅  pre-prod ❌  chaos: health 97.1%");
    }

    @Test
    void aborted_release_is_taken_back_as_well_and_an_environment_without_one_before_has_no_to()
            throws IOException {
        server.run(184, run("rolled-back", "staging/apply", "running", ",\"error\":null"));
        assertThat(promote()).isEqualTo(1);
        assertThat(given()).isEqualTo("epa-pm25-limit|2.0.0||staging|184||yes|\n");
        assertThat(shell.out()).contains("staging ❌  rolled back\n").contains("from 2.0.0 in");
    }

    @Test
    void stage_that_belongs_to_no_environment_in_particular_fails_where_the_run_has_come_to()
            throws IOException {
        var stages =
                List.of(
                        stage("validate", "passed"),
                        stage("staging/apply", "passed"),
                        stage("preprod/rollout", "passed"),
                        stage("production/check", "passed"),
                        stage("publish", "failed"));
        server.run(
                184,
                """
                {"run":184,"status":"failure","policies":["epa-pm25-limit@2.0.0"],"policyCount":1,"stages":[%s],
                "error":{"stage":"publish","reason":"Deploy failed: no answer"}}"""
                        .formatted(String.join(",", stages)));
        assertThat(promote()).isEqualTo(1);
        assertThat(shell.out())
                .contains("staging ✅  pre-prod ✅  prod ❌  publish: Deploy failed: no answer\n");
        assertThat(given()).startsWith("epa-pm25-limit|2.0.0|1.4.0|production|184|publish|");
    }

    @Test
    void how_each_target_stands_is_listed() {
        server.run(
                184,
                run(
                        "rolled-back",
                        "preprod/apply",
                        "failed",
                        """
                        ,"error":{"stage":"preprod/apply","reason":"Deploy failed: preprod/api answered 500"},"targets":[
                        {"target":"staging/api","outcome":"restored","said":"200","count":1},
                        {"target":"preprod/api","outcome":"refused","said":"500","count":1}]"""));
        assertThat(promote()).isEqualTo(1);
        assertThat(shell.out())
                .contains(
                        """
                        staging ✅  pre-prod ❌  apply: Deploy failed: preprod/api answered 500
                          target       outcome   said
                          staging/api  restored  200
                          preprod/api  refused   500
                        """);
    }

    @Test
    void script_that_fails_is_said_loudly() throws IOException {
        script("#!/bin/sh\necho cannot reach the cluster\nexit 3\n");
        server.run(184, failed("rolled-back", "production/rollout"));
        assertThat(promote()).isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo(
                        """
                        ✗ ROLLBACK FAILED: rollback.sh for epa-pm25-limit in prod: exit status 3: cannot reach the cluster
                          It may not be back on 1.4.0. Look at it now; log: .hms-ci/logs/rollback-run-184-epa-pm25-limit.log
                        """);
    }

    @Test
    void each_policy_of_a_release_is_taken_back_whatever_becomes_of_the_others()
            throws IOException {
        Samples.write(folder.resolve("policies/a.yaml"), "id: air\nversion: 1.1.0\nlimit: 1\n");
        var local = new Shell(folder);
        assertThat(
                        local.run(
                                "policy",
                                "pack",
                                "policies/pm25.yaml",
                                "policies/a.yaml",
                                "--out",
                                "pkg.tgz"))
                .as(local.err())
                .isZero();
        digest = Digest.sha256(Files.readAllBytes(folder.resolve("pkg.tgz")));
        server.on("POST /api/packages", 201, "{\"sha256\":\"%s\"}".formatted(digest))
                .run(184, failed("rolled-back", "preprod/apply"));
        script(SCRIPT + "test $HMS_POLICY != air\n");
        assertThat(promote()).isEqualTo(1);
        assertThat(given())
                .isEqualTo(
                        """
                        air|1.1.0||preprod|184|preprod/apply|yes|
                        epa-pm25-limit|2.0.0|1.5.0|preprod|184|preprod/apply|yes|
                        """);
        assertThat(shell.err())
                .startsWith("✗ ROLLBACK FAILED: rollback.sh for air in pre-prod: exit status 1")
                .contains("It may not be back on what was there before.");
        assertThat(shell.out()).contains("has taken epa-pm25-limit back from 2.0.0 to 1.5.0");
    }

    @Test
    void script_that_hangs_is_ended_with_what_it_has_started() throws IOException {
        script("#!/bin/sh\nsleep 600 & echo $! >pid\nsleep 601\n");
        server.run(184, failed("failure", "preprod/apply"));
        assertThat(promote("--rollback-timeout", "1s")).isEqualTo(1);
        assertThat(shell.err()).contains("ROLLBACK FAILED", "ended after its time limit of 1s");
        var pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(Processes.hasEnded(pid)).isTrue();
    }

    @Test
    void script_that_the_system_cannot_run_is_said_loudly() throws IOException {
        script("#!/no/such/shell\n");
        server.run(184, failed("failure", "preprod/apply"));
        assertThat(promote()).isEqualTo(1);
        assertThat(shell.err()).contains("ROLLBACK FAILED").contains("could not be run");
    }

    @Test
    void where_nothing_was_applied_there_is_nothing_to_take_back() {
        server.run(184, failed("failure", "staging/validate"));
        assertThat(promote()).isEqualTo(1);
        assertThat(shell.out())
                .endsWith(
                        """
                        staging ❌  validate: health 97.1%
                          Nothing had been applied, so rollback.sh was not run.
                        """);
        assertThat(folder.resolve("given")).doesNotExist();
    }

    @Test
    void without_a_script_failure_is_exit_1_and_nothing_is_run() {
        server.run(184, failed("failure", "preprod/apply"));
        assertThat(shell.run("promote", "pkg.tgz", WAY[0], WAY[1])).isEqualTo(1);
        assertThat(server.calls()).doesNotContain("GET /api/policies?env=staging");
    }

    @Test
    void json_is_the_run_with_what_the_script_did() {
        server.run(184, failed("failure", "preprod/chaos"));
        assertThat(promote("--json")).isEqualTo(1);
        var json = Json.of(shell.out());
        assertThat(json.path("status").asString("")).isEqualTo("failure");
        assertThat(json.path("promoted").asString("")).isEqualTo(digest.toString());
        assertThat(json.at("/rollback/0/HMS_TO").asString("")).isEqualTo("1.5.0");
        assertThat(json.at("/rollback/0/exitCode").asInt(-1)).isZero();
        assertThat(json.at("/rollback/0/log").asString("")).startsWith(".hms-ci/logs/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none.sh|There is no rollback script none.sh.|nothing was done",
                "plain.sh|The rollback script plain.sh is not executable.|Make it so: chmod +x plain.sh",
                "policies|The rollback script policies is not a plain file.|Name a script",
            })
    void script_that_cannot_be_run_is_refused_before_anything_happened(
            String name, String says, String remedy) {
        Samples.write(folder.resolve("plain.sh"), "#!/bin/sh\n");
        assertThat(shell.run("promote", "pkg.tgz", WAY[0], WAY[1], "--rollback", name))
                .isEqualTo(1);
        assertThat(shell.err()).startsWith("✗ " + says).contains(remedy);
        assertThat(server.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "preprod,staging|1|A release goes up, and staging does not come after preprod.",
                "staging,qa|1|There is no environment qa.",
                "prod|1|Production comes after staging, preprod.",
                "staging,prod|1|Production comes after staging, preprod.",
                "staging,,prod|2|--targets takes environments, each once",
                "prod,production|2|--targets takes environments, each once",
            })
    void way_that_the_server_does_not_have_is_refused_before_anything_is_sent(
            String targets, int exitCode, String says) {
        assertThat(shell.run("promote", "pkg.tgz", "--targets", targets)).isEqualTo(exitCode);
        assertThat(shell.err()).contains(says);
        assertThat(server.calls()).noneMatch(call -> call.startsWith("POST"));
    }

    @Test
    void way_may_end_below_production() {
        server.run(184, run("success", "", "", ""));
        assertThat(shell.run("promote", "pkg.tgz", "--targets", "staging,pre-prod")).isZero();
        assertThat(server.asked("POST /api/deployments").json().path("env").asString(""))
                .isEqualTo("preprod");
        assertThat(shell.out()).endsWith("staging ✅  pre-prod ✅  live version v2.0.0\n");
    }

    @Test
    void file_that_is_no_package_is_refused_before_anything_is_asked() {
        Samples.write(folder.resolve("pkg.tgz"), "no archive");
        assertThat(promote()).isEqualTo(1);
        assertThat(shell.err()).contains("pkg.tgz is not a sound package.");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void server_that_has_other_bytes_is_not_asked_to_promote_them() {
        server.on("POST /api/packages", 201, "{\"sha256\":\"sha256:" + "0".repeat(64) + "\"}");
        assertThat(promote()).isEqualTo(1);
        assertThat(shell.err()).contains("The server has other bytes than pkg.tgz");
        assertThat(server.calls()).doesNotContain("POST /api/deployments");
    }

    @Test
    void refusal_of_the_server_is_passed_on_and_reported() throws IOException {
        server.refuses(
                "POST /api/deployments", 409, "not-approved", "It is not approved.", "Approve it.");
        shell.with("HMS_CI_RESULT", "results.jsonl");
        assertThat(promote()).isEqualTo(1);
        assertThat(shell.err()).contains("✗ It is not approved.").contains("hms approve FILE");
        assertThat(Files.readString(folder.resolve("results.jsonl")))
                .contains("\"summary\":\"It is not approved.\"");
    }
}
