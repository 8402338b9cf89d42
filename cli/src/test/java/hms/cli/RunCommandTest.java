package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final String REPORT =
            """
            {"summary":"98.4% of 5,000 cases adapted","changedOutcomes":312,"changed":[
            {"place":"scenarios/pm25.csv:2","name":"sensor-01","rule":"violation","on":"2026-01-31","inputs":{"reading":"30.1"},"before":"false","after":"true"},
            {"place":"scenarios/pm25.csv:9","name":"sensor-08","rule":"violation","on":"2026-01-31","inputs":{"reading":"27"},"before":"false","after":"true"}]}""";

    @TempDir Path folder;
    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void followed_run_on_a_pipe_shows_a_line_a_stage_and_the_result() {
        server.run(
                        184,
                        Samples.run("running", "simulate", "running", ""),
                        Samples.run("running", "rollout", "running", ""),
                        Samples.SUCCESS)
                .on("GET /api/runs/184/stages/production%2Fsimulate/evidence", 200, REPORT);
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("run", "184", "--follow")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        RUN #184  epa-pm25-limit@2.0.0
                        • Lint & Schema ............... PASS
                        • Simulation Replay ........... PASS (98.4% of 5,000 cases adapted · 312 outcomes change)
                        • Full Rollout ................ PASS
                        • Partner Notifications ....... 6 sent
                        DEPLOYMENT SUCCESSFUL  —  11 min 42 s
                        Policy live at http://127.0.0.1:8080/register/1/1
                        312 outcomes change:
                          case       rule       reading  before → after
                          sensor-01  violation  30.1     false → true
                          sensor-08  violation  27       false → true
                          … and 310 more
                        """);
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void verbose_shows_every_stage_with_its_time() {
        server.run(184, Samples.SUCCESS)
                .on("GET /api/runs/184/stages/production%2Fsimulate/evidence", 200, "{}");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("run", "#184", "--verbose")).isZero();
        assertThat(shell.out())
                .contains("• Package ..................... PASS (sha256 abc)  1.2 s")
                .contains("• Publication ................. PASS (1 HMS Reg. 1)  1.2 s")
                .contains("• Partner Notifications ....... 6 sent  1.2 s");
    }

    @Test
    void failed_run_says_where_why_and_what_next_and_is_exit_1_only_if_followed() {
        var failed =
                Samples.run(
                        "failure",
                        "simulate",
                        "failed",
                        """
                        ,"error":{"stage":"production/simulate","reason":"Validation failed: 60.0% adapted, 95% are asked for","ticket":null}""");
        server.run(184, failed);
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("run", "184")).isZero();
        assertThat(shell.run("run", "184", "--follow")).isEqualTo(1);
        assertThat(shell.out())
                .isEqualTo(
                        """
                        RUN #184  epa-pm25-limit@2.0.0
                        • Lint & Schema ............... PASS
                        • Simulation Replay ........... FAILED (98.4% of 5,000 cases adapted · 312 outcomes change)
                        DEPLOYMENT FAILED  —  production/simulate: Validation failed: 60.0% adapted, 95% are asked for
                        Mend it under a new version, and approve that: hms approve FILE --sign NAME
                        """);
    }

    @Test
    void skipped_is_never_shown_as_passed() {
        server.run(184, Samples.run("running", "simulate", "skipped", ""));
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("run", "184")).isZero();
        assertThat(shell.out())
                .contains("• Simulation Replay ........... SKIPPED (98.4%")
                .doesNotContain("Replay ........... PASS");
    }

    @Test
    void scheduled_run_ends_the_watch_and_names_the_instant() {
        server.run(
                184,
                Samples.run(
                        "scheduled",
                        "activate",
                        "running",
                        ",\"scheduledFor\":\"2026-09-01T04:00:00Z\""));
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("run", "184", "--follow")).isZero();
        assertThat(shell.out()).contains("SCHEDULED@00:00  —  live from 1 Sep 2026, 00:00 EDT");
    }

    @Test
    void instant_that_was_recorded_late_is_told_and_another_is_not() {
        var run = Samples.run("success", "notify", "passed", "");
        server.run(184, run);
        server.run(
                185,
                run.replace(
                        "\"uses\":\"activate\",\"outcome\":\"passed\",\"summary\":\"\"",
                        "\"uses\":\"activate\",\"outcome\":\"passed\",\"summary\":"
                                + "\"active since 2026-09-01T04:00:00Z, recorded 7 s late\""));
        var shell = new Shell(folder).at(server.uri());
        shell.run("run", "184");
        assertThat(shell.out()).doesNotContain("Activation");
        shell.run("run", "185");
        assertThat(shell.out())
                .contains(
                        "• Activation .................. PASS (active since 2026-09-01T04:00:00Z, recorded 7 s late)");
    }

    @Test
    void scheduled_run_is_told_in_the_legal_zone() {
        server.run(
                184,
                Samples.run(
                        "scheduled",
                        "activate",
                        "running",
                        ",\"scheduledFor\":\"2026-08-31T15:00:30Z\",\"scheduledZone\":\"Asia/Tokyo\""));
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("run", "184", "--follow")).isZero();
        assertThat(shell.out()).contains("SCHEDULED@00:00:30  —  live from 1 Sep 2026, 00:00 JST");
    }

    @Test
    void halted_run_says_how_to_go_on() {
        server.run(184, Samples.run("halted", "rollout", "running", ""));
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("run", "184", "--follow")).isEqualTo(1);
        assertThat(shell.out())
                .contains("HALTED")
                .contains("hms resume 184")
                .contains("hms abort 184");
    }

    @Test
    void json_is_the_run_and_nothing_else() {
        server.run(184, Samples.run("running", "rollout", "running", ""), Samples.SUCCESS);
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("run", "184", "--follow", "--json")).isZero();
        assertThat(shell.out()).startsWith("{\"run\":184").hasLineCount(1).contains("\"success\"");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void terminal_gets_colour_and_a_pipe_gets_none() {
        server.run(184, Samples.SUCCESS);
        var shell = new Shell(folder).at(server.uri()).onTerminal(80, "");
        assertThat(shell.run("run", "184")).isZero();
        assertThat(shell.out()).contains("\u001b[1mDEPLOYMENT SUCCESSFUL\u001b[0m");
        shell.with("NO_COLOR", "1");
        assertThat(shell.run("run", "184")).isZero();
        assertThat(shell.out()).doesNotContain("\u001b[1m");
    }

    @Test
    void running_stage_moves_on_a_terminal_and_is_wiped() {
        var out = new Shell(folder).onTerminal(60, "");
        var environment = out.environment();
        var display = new RunDisplay(new Screen(environment), environment.clock(), false);
        display.update(new RunDocument(Json.of(Samples.run("running", "package", "running", ""))));
        display.tick();
        display.tick();
        display.end();
        assertThat(out.out())
                .contains("⠋ Package ..................... 30 s")
                .contains("⠙ Package")
                .endsWith("\r\u001b[K");
    }

    @Test
    void no_such_run_is_refused() {
        server.refuses(
                "GET /api/runs/9",
                404,
                "no-such-run",
                "There is no run #9.",
                "hms runs lists them.");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("run", "9")).isEqualTo(1);
        assertThat(shell.err()).isEqualTo("✗ There is no run #9.\n  hms runs lists them.\n");
    }

    @Test
    void runs_are_listed_newest_first() {
        server.on(
                "GET /api/runs?limit=20",
                200,
                """
                {"runs":[
                {"run":2,"status":"success","policies":["epa-pm25-limit@2.0.0"],"policyCount":3,"environment":"production","queuedAt":"2026-01-31T11:00:00Z","endedAt":"2026-01-31T11:01:12Z","error":null},
                {"run":1,"status":"running","policies":["epa-pm25-limit@1.5.0"],"policyCount":1,"environment":"production","queuedAt":"2026-01-31T10:00:00Z","endedAt":null,"error":null}],"before":null}""");
        var shell = new Shell(folder).at(server.uri()).onTerminal(120, "").with("NO_COLOR", "1");
        assertThat(shell.run("runs")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                          run  status   policies                 environment  queued                  took
                          #2   success  epa-pm25-limit@2.0.0 +2  production   31 Jan 2026, 06:00 EST  1 min 12 s
                          #1   running  epa-pm25-limit@1.5.0     production   31 Jan 2026, 05:00 EST
                        """);
    }

    @Test
    void no_runs_is_said_in_words() {
        server.on("GET /api/runs?limit=20", 200, "{\"runs\":[],\"before\":null}");
        var shell = new Shell(folder).at(server.uri());
        assertThat(shell.run("runs")).isZero();
        assertThat(shell.out()).isEqualTo("There are no runs.\n");
    }
}
