package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryDisplayTest {
    private static final String FIGURES =
            """
            {"run":184,"stage":"canary","mode":"enforce","selector":"region:NCR 5%","since":"2026-01-31T11:58:00Z","until":"2026-01-31T12:02:10Z","at":"2026-01-31T12:00:00Z","verdict":"VERDICT","summary":"",
            "canary":{"subscribers":12,"silent":0,"evaluations":410,"errors":0,"micros":12710,"alertCount":31,"alerts":{"violation":20,"advisory":11},"compared":410,"changes":{"violation: false → true":9}},
            "baseline":{"subscribers":38,"silent":1,"evaluations":1640,"errors":2,"micros":49200,"alertCount":48,"alerts":{"violation":48},"compared":0,"changes":{}},
            "foreseen":{"alerts":{"least":24,"most":38},"changes":{"least":6,"most":12}},
            "checks":[{"name":"alerts","state":"ok","sentence":"alerts 31, foreseen 24 to 38 for 410 evaluations"},{"name":"sample","state":"waiting","sentence":"410 evaluations, at least 500 are needed"},{"name":"errors","state":"failing","sentence":"errors 2%"}],
            "policies":[],"series":{"start":"2026-01-31T11:58:00Z","seconds":1,"canary":{"evaluations":[100,310],"errors":[0,0],"alerts":[4,27]},"baseline":{"evaluations":[400,1240],"errors":[0,2],"alerts":[10,38]}}}""";

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    private static String figures(String verdict) {
        return FIGURES.replace("VERDICT", verdict);
    }

    private static CanaryDocument document(String json) {
        return new CanaryDocument(Json.of(json));
    }

    /// A run whose canary stands so, with the stages that a real one has.
    private static String run(String status, String canary, String summary, String more) {
        var stages =
                List.of(
                        Samples.stage("validate", "Lint & Schema", "passed", "", false),
                        Samples.stage(
                                "canary",
                                "Canary 5% traffic (National Capital Region)",
                                canary,
                                summary,
                                false),
                        Samples.stage(
                                "rollout",
                                "Full Rollout",
                                status.equals("success") ? "passed" : "pending",
                                "5%, 25%, 100%; 9,998 of 10,000 on 2.0.0",
                                false));
        return """
                {"run":184,"status":"%s","policies":["epa-pm25-limit@2.0.0"],"policyCount":1,"environment":"production","stages":[%s],"error":null%s}"""
                .formatted(status, String.join(",", stages), more);
    }

    @Test
    void chart_draws_alerts_against_what_was_foreseen_and_the_baseline() {
        var lines =
                CanaryChart.lines(document(figures("not-yet")), Shell.NOW, 120).stream()
                        .map(line -> Ink.render(line, false))
                        .toList();

        assertThat(lines)
                .containsExactly(
                        "  alerts     ━━━━━━━━━╋━━━━━━━━━━━━━━●░░░░░  31  foreseen 24 to 38 · baseline 12 in as many",
                        "  of these   violation 20, advisory 11",
                        "  changes    ━━━━━━━━━━━━━━━━━━━━━━●░░░░░░░  9  foreseen 6 to 12",
                        "  over time  ▂█",
                        "  canary     31 alerts in 410 evaluations by 12 subscribers, 0 errors",
                        "  baseline   48 alerts in 1,640 evaluations by 38 subscribers (1 fell silent), 2 errors",
                        "  … 410 evaluations, at least 500 are needed",
                        "  ✗ errors 2%",
                        "  ✓ 1 of 3 checks are good",
                        "  region:NCR 5%, enforced, 2 min 10 s left");
    }

    @Test
    void chart_fits_narrow_screens_and_odd_figures() {
        for (int width : new int[] {40, 60, 80, 200}) {
            for (var json :
                    List.of(
                            figures("failed"),
                            "{}",
                            "{\"canary\":{\"alerts\":{\"x\":0}}}",
                            "{\"canary\":{\"compared\":1},\"foreseen\":{\"changes\":{\"least\":0,\"most\":0}}}",
                            "{\"canary\":{\"alertCount\":9000000000000000000},\"baseline\":{\"evaluations\":1}}",
                            figures("not-yet").replace("violation", "v".repeat(90)))) {
                assertThat(CanaryChart.lines(document(json), Shell.NOW, width))
                        .isNotEmpty()
                        .allMatch(line -> Ink.width(line) < width);
            }
        }
    }

    @Test
    void alerts_beyond_what_was_foreseen_are_red() {
        var line =
                CanaryChart.lines(
                                document(figures("not-yet").replace("\"most\":38", "\"most\":26")),
                                Shell.NOW,
                                120)
                        .getFirst();

        assertThat(Ink.render(line, true)).contains("\u001b[31m━");
    }

    @Test
    void figures_are_redrawn_in_place_on_a_terminal_and_wiped() {
        var shell = new Shell(folder).onTerminal(100, "");
        var environment = shell.environment();
        var display = new RunDisplay(new Screen(environment), environment.clock(), false);
        display.update(
                new RunDocument(
                        Json.of(
                                run("running", "running", "", "")
                                        .replace(
                                                "\"uses\":\"canary\"",
                                                "\"uses\":\"canary\",\"bakingUntil\":\"2026-01-31T12:02:10Z\""))));
        display.tick();
        display.canary(document(figures("not-yet")));
        display.tick();
        display.tick();
        display.end();

        assertThat(shell.out())
                .contains(
                        "⠋ Canary 5% traffic (National Capital Region) .... 30 s, 2 min 10 s left")
                .contains("\r\u001b[J")
                .contains("\r\u001b[10A\u001b[J")
                .contains("foreseen 24 to 38")
                .endsWith("\r\u001b[10A\u001b[J");
    }

    @Test
    void followed_on_a_pipe_it_is_a_line_now_and_then_and_the_final_counts() {
        server.runOnce(
                        "GET /api/runs/184/canary",
                        184,
                        run("running", "running", "", ""),
                        run("success", "passed", "31 alerts", ""))
                .on("GET /api/runs/184/canary", 200, figures("not-yet"));
        var shell = new Shell(folder).at(server.uri());

        assertThat(shell.run("run", "184", "--follow")).isZero();
        assertThat(shell.out())
                .startsWith(
                        """
                        RUN #184  epa-pm25-limit@2.0.0
                        • Lint & Schema ............... PASS
                        """)
                .contains(
                        "• Canary 5% traffic (National Capital Region) .... PASS\n"
                                + "• Full Rollout ................ PASS (5%, 25%, 100%; 9,998 of 10,000 on 2.0.0)\n")
                .endsWith(
                        """
                          canary: 31 alerts in 410 evaluations by 12 subscribers, 0 errors, foreseen 24 to 38
                          baseline: 48 alerts in 1,640 evaluations by 38 subscribers (1 fell silent), 2 errors
                          violation: false → true: 9
                        """);
    }

    @Test
    void run_that_bakes_shows_the_picture_once() {
        server.run(184, run("running", "running", "", ""))
                .on("GET /api/runs/184/canary", 200, figures("not-yet"));
        var shell = new Shell(folder).at(server.uri());

        assertThat(shell.run("run", "184")).isZero();
        assertThat(shell.out()).containsOnlyOnce("foreseen 24 to 38 · baseline 12 in as many");
    }

    @Test
    void skipped_canary_is_said_loudly_also_where_little_is_shown() {
        server.run(184, run("success", "skipped", "no subscribers", ""));
        var shell = new Shell(folder).at(server.uri()).onTerminal(100, "");

        assertThat(shell.run("run", "184")).isZero();
        assertThat(shell.out())
                .contains(
                        "(National Capital Region) .... \u001b[33mSKIPPED\u001b[0m (no subscribers)");
        assertThat(server.calls()).doesNotContain("GET /api/runs/184/canary");
    }

    @Test
    void failed_canary_leads_to_its_ticket() {
        server.run(
                        184,
                        run("failure", "failed", "too many alerts", "")
                                .replace(
                                        "\"error\":null",
                                        "\"error\":{\"stage\":\"canary\",\"reason\":\"Deploy failed: too many alerts; decide ticket 7\",\"ticket\":\"7\"}"))
                .on("GET /api/runs/184/canary", 200, figures("failed"));
        var shell = new Shell(folder).at(server.uri());

        assertThat(shell.run("run", "184", "--follow")).isEqualTo(1);
        assertThat(shell.out())
                .contains(
                        "• Canary 5% traffic (National Capital Region) .... FAILED (too many alerts)")
                .contains("canary: 31 alerts in 410 evaluations")
                .endsWith(
                        "Nobody has it any more, and its bytes are in quarantine. Decide: hms ticket show 7\n");
    }

    @Test
    void figures_that_cannot_be_had_do_not_disturb_the_run() {
        server.runOnce(
                "GET /api/runs/184/canary",
                184,
                run("running", "running", "", ""),
                run("success", "passed", "", ""));
        var shell = new Shell(folder).at(server.uri());

        assertThat(shell.run("run", "184", "--follow")).isZero();
        assertThat(shell.err()).isEmpty();
    }
}
