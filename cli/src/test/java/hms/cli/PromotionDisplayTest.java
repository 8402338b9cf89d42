package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromotionDisplayTest {
    private static final List<String> STAGES =
            List.of(
                    "validate",
                    "staging/check",
                    "staging/apply",
                    "staging/rollout",
                    "staging/chaos",
                    "production/gate",
                    "production/apply",
                    "production/rollout",
                    "notify");

    private static final String DELIVERED =
            receipt("staging/benefits-api", "delivered", "200, read back", "")
                    + ","
                    + receipt("staging/cluster", "delivered", "3 replicas", "");

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    private static String receipt(String target, String outcome, String said, String more) {
        return """
                {"target":"%s","outcome":"%s","said":"%s","count":1,"at":"2026-01-31T12:00:00Z"%s}"""
                .formatted(target, outcome, said, more);
    }

    /// The stages before `at` have passed, `at` has this outcome, the others are to come.
    private static String run(
            String status, String at, String outcome, String targets, String more) {
        var stages = new ArrayList<String>();
        boolean before = true;
        for (var id : STAGES) {
            before &= !id.equals(at);
            var its = before ? "passed" : id.equals(at) ? outcome : "pending";
            var uses = id.substring(id.indexOf('/') + 1);
            var summary = uses.equals("chaos") && before ? "survived 6 faults · health 99.8%" : "";
            stages.add(
                    """
                    {"id":"%s","title":"%s","uses":"%s","outcome":"%s","summary":"%s","startedAt":null,"endedAt":null,"tookMs":5,"hasEvidence":false}"""
                            .formatted(id, title(id), uses, its, summary));
        }
        return """
                {"run":7,"status":"%s","policies":["epa-pm25-limit@2.0.0"],"policyCount":1,"environment":"production",
                "queuedAt":"2026-01-31T12:00:00Z","startedAt":"2026-01-31T12:00:00Z","endedAt":"2026-01-31T12:00:42Z",
                "stages":[%s],"targets":[%s],"publishedUrl":null%s}"""
                .formatted(status, String.join(",", stages), targets, more);
    }

    private static String title(String id) {
        int slash = id.indexOf('/');
        return slash < 0
                ? "Stage " + id
                : id.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                        + id.substring(1, slash)
                        + " "
                        + id.substring(slash + 1);
    }

    private Shell shell() {
        return new Shell(folder).at(server.uri());
    }

    @Test
    void environment_that_was_passed_is_one_line_with_targets_and_health() {
        server.run(
                7,
                run("running", "staging/apply", "running", "", ""),
                run("running", "production/apply", "running", DELIVERED, ""),
                run("success", "", "", DELIVERED, ""));
        var shell = shell();

        assertThat(shell.run("run", "7", "--follow")).isZero();

        assertThat(shell.out())
                .isEqualTo(
                        """
                        RUN #7  epa-pm25-limit@2.0.0
                        • Stage validate .............. PASS
                        • Staging ..................... PASS (benefits-api, cluster · health 99.8%)
                        • Production gate ............. PASS
                        • Production rollout .......... PASS
                        • Stage notify ................ PASS
                        DEPLOYMENT SUCCESSFUL  —  42 s
                        Policy live in production
                        """);
    }

    @Test
    void verbose_shows_its_stages_instead() {
        server.run(7, run("success", "", "", DELIVERED, ""));
        var shell = shell();

        shell.run("run", "7", "--verbose");

        assertThat(shell.out())
                .contains("• Staging check ............... PASS", "• Staging chaos .......")
                .doesNotContain("• Staging .....");
    }

    @Test
    void run_at_a_gate_says_what_is_missing_and_how_to_decide_and_that_is_no_failure() {
        server.run(
                7,
                run(
                        "waiting",
                        "production/gate",
                        "waiting",
                        DELIVERED,
                        """
                        ,"waiting":{"stage":"production/gate","reason":"gate","until":null,"zone":"America/New_York","ticket":"3",
                        "missing":["a person's word: hms ticket resolve 3 --choice agree --reason …","the end of the freeze of production, at 2026-02-01T00:00:00Z"]}"""));
        var shell = shell();

        assertThat(shell.run("run", "7", "--follow")).isZero();

        assertThat(shell.out())
                .endsWith(
                        """
                        • Staging ..................... PASS (benefits-api, cluster · health 99.8%)
                        WAITING  —  for a person to let it into production
                          Missing as well: the end of the freeze of production, at 2026-02-01T00:00:00Z
                          What it rests on:  hms ticket show 3
                          Let it in:         hms ticket resolve 3 --choice agree --reason TEXT
                          Keep it out:       hms ticket resolve 3 --choice refuse --reason TEXT
                        """);
    }

    @Test
    void run_that_waits_for_a_time_says_until_when_in_the_legal_zone_of_the_environment() {
        var waiting =
                """
                ,"waiting":{"stage":"staging/apply","reason":"%s","until":"2026-02-01T05:00:00Z","zone":"Europe/Paris","ticket":null,"missing":["x"]}""";
        server.run(7, run("waiting", "staging/apply", "waiting", "", waiting.formatted("freeze")));
        var shell = shell();

        assertThat(shell.run("run", "7", "--follow")).isZero();
        assertThat(shell.out())
                .endsWith(
                        "WAITING  —  staging is frozen until 1 Feb 2026, 06:00 CET\n"
                                + "It goes on then by itself.\n");

        server.run(
                7,
                run("waiting", "staging/apply", "waiting", "", waiting.formatted("maintenance")));
        shell.run("run", "7");
        assertThat(shell.out())
                .contains("WAITING  —  for a maintenance window of staging, 1 Feb 2026, 06:00 CET");
    }

    @Test
    void run_that_was_taken_back_lists_what_each_target_has_and_is_exit_1() {
        var back =
                receipt(
                                "staging/benefits-api",
                                "restored",
                                "200, read back",
                                ",\"version\":\"1.5.0\"")
                        + ","
                        + receipt("staging/cluster", "astray", "connection refused", "");
        server.run(
                7,
                run("running", "production/apply", "running", DELIVERED, ""),
                run(
                        "running",
                        "production/apply",
                        "failed",
                        DELIVERED,
                        ",\"takingBackSince\":\"2026-01-31T12:00:30Z\""),
                run(
                        "failure",
                        "production/apply",
                        "failed",
                        back + "," + receipt("production/api", "refused", "500", ""),
                        """
                        ,"error":{"stage":"production/apply","reason":"Deploy failed: api: 500","ticket":null}"""));
        var shell = shell();

        assertThat(shell.run("run", "7", "--follow")).isEqualTo(1);

        assertThat(shell.out())
                .endsWith(
                        """
                        • Production apply ............ FAILED
                        ↩ Taking back: its targets are brought what was there before
                        DEPLOYMENT FAILED  —  production/apply: Deploy failed: api: 500
                          target                has                      said
                          staging/benefits-api  back on 1.5.0            200, read back
                          staging/cluster       not back yet             connection refused
                          production/api        what it had: it refused  500
                        ! Where it could not be taken back yet, that is tried for 24 hours; then a ticket asks a person.
                        See what happened: hms run 7 --verbose. Then try again: hms deploy epa-pm25-limit@2.0.0
                        """);
    }

    @Test
    void rehearsal_that_failed_is_shown_by_the_stage_that_failed() {
        server.run(
                7,
                run(
                        "failure",
                        "staging/chaos",
                        "failed",
                        "",
                        """
                        ,"error":{"stage":"staging/chaos","reason":"Deploy failed: no","ticket":null}"""));
        var shell = shell();

        shell.run("run", "7");

        assertThat(shell.out())
                .contains("• Staging chaos ............... FAILED")
                .doesNotContain("• Staging .......", "Production");
    }
}
