package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pipeline files run by real shells; `hms` in their scripts is a program of the test that reports
/// as the commands do.
class CiRunCommandTest {
    private static final String FILE = ".hms-ci/policy-pipeline.yml";

    /// Says what it was asked, an argument a line, and reports what the real one would.
    private static final String PROGRAM =
            """
            #!/bin/sh
            echo "asked:"; for each in "$@"; do echo "<$each>"; done
            report() { printf '%s\\n' "$1" >>"$HMS_CI_RESULT"; }
            case "$1 $2" in
            "policy pack") report '{"passed":true,"mark":"📦","summary":"pkg.tgz created"}' ;;
            "policy test") report '{"passed":true,"summary":"42 tests"}' ;;
            "scan pkg.tgz") report '{"summary":"privacy(0) ethics(0)"}' ;;
            "chaos run") report '{"passed":true,"mark":"✅","summary":"survived faults","facts":{"faults":6}}' ;;
            "promote pkg.tgz")
                report '{"passed":true,"mark":"","summary":"staging ✅  pre-prod ✅  prod SCHEDULED@00:00"}'
                [ -z "$HMS_CI_WAIT" ] || report '{"mark":"","summary":"prod ✅  live version v4.2.0"}' ;;
            esac
            """;

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void program() throws IOException {
        var program = executable("program", PROGRAM);
        shell =
                new Shell(folder)
                        .with("PATH", System.getenv("PATH"))
                        .again("/bin/sh", program.toString());
    }

    private Path executable(String name, String text) throws IOException {
        var file = Samples.write(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void pipeline(String stages) {
        Samples.write(folder.resolve(FILE), "name: policies\nstages:\n" + stages);
    }

    private void example() throws IOException {
        var text = Files.readString(Path.of("../examples/ci/" + FILE));
        Samples.write(folder.resolve(FILE), text);
        executable("rollback.sh", "#!/bin/sh\n");
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(".hms-ci/logs/" + name));
    }

    @Test
    void example_shows_a_line_for_each_stage() throws IOException {
        example();
        assertThat(shell.run("ci", "run", FILE)).as(shell.out() + shell.err()).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        [build]  📦  pkg.tgz created
                        [test]   ✅  42 tests
                        [comp]   ✅  privacy(0) ethics(0)
                        [chaos]  ✅  survived faults
                        [deploy] staging ✅  pre-prod ✅  prod SCHEDULED@00:00
                        """);
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void folded_lines_reach_the_command_as_the_arguments_that_were_meant() throws IOException {
        example();
        assertThat(shell.run("ci", "run", FILE)).isZero();
        assertThat(log("5-deploy.log"))
                .isEqualTo(
                        """
                        asked:
                        <promote>
                        <pkg.tgz>
                        <--targets>
                        <staging,preprod,prod>
                        <--rollback>
                        <rollback.sh>
                        <--schedule>
                        <00:00>
                        """);
    }

    @Test
    void who_waits_sees_it_live() throws IOException {
        example();
        assertThat(shell.run("ci", "run", FILE, "--wait")).isZero();
        assertThat(shell.out())
                .endsWith(
                        """
                        [deploy] staging ✅  pre-prod ✅  prod SCHEDULED@00:00
                        [deploy] prod ✅  live version v4.2.0
                        """);
    }

    @Test
    void scripts_start_beside_the_folder_of_the_file_wherever_the_command_is_typed()
            throws IOException {
        example();
        var above = new Shell(folder.getParent());
        above.with("PATH", System.getenv("PATH"))
                .again("/bin/sh", folder.resolve("program").toString());
        assertThat(above.run("ci", "run", folder.getFileName() + "/" + FILE))
                .as(above.out() + above.err())
                .isZero();
        assertThat(folder.resolve(".hms-ci/logs/1-build.log")).exists();
    }

    @Test
    void failing_stage_says_why_and_where_and_ends_the_run() throws IOException {
        pipeline(
                """
                  - { id: one, script: echo fine }
                  - id: integration
                    script: |
                      printf '\\033[31mnot\\033[0m good\\n\\n'
                      (exit 7)
                      touch later
                  - { id: three, script: touch later }
                """);
        assertThat(shell.run("ci", "run", FILE)).isEqualTo(1);
        assertThat(shell.out())
                .isEqualTo(
                        """
                        [one]   ✅  fine
                        [inte]  ❌  exit status 7: not good
                                log: .hms-ci/logs/2-integration.log
                        """);
        assertThat(log("2-integration.log")).contains("\u001b[31mnot");
        assertThat(folder.resolve("later")).doesNotExist();
    }

    @Test
    void bad_news_of_a_command_is_the_reason_if_the_stage_fails_with_it() {
        pipeline(
                """
                  - id: test
                    script: |
                      echo '{"passed":false,"summary":"3 of 42 tests failed"}' >>$HMS_CI_RESULT
                      exit 1
                """);
        assertThat(shell.run("ci", "run", FILE)).isEqualTo(1);
        assertThat(shell.out()).startsWith("[test] ❌  3 of 42 tests failed\n       log: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "false ; echo on|exit status 1",
                "echo $NOBODY_SETS_THIS|exit status 1: ",
                "exit 3|exit status 3",
                "read x; echo got|exit status 1",
                "true|done",
                "echo '{' >>$HMS_CI_RESULT|what was written to HMS_CI_RESULT is no result",
            })
    void shell_is_strict_and_gets_nothing_to_read(String script, String says) {
        pipeline("  - id: s\n    script: " + script + "\n");
        shell.run("ci", "run", FILE);
        assertThat(shell.out()).contains(says).doesNotContain(" on\n", "got");
    }

    @Test
    void pipe_fails_with_any_of_its_commands() {
        pipeline("  - id: s\n    script: false | cat\n");
        assertThat(shell.run("ci", "run", FILE)).isEqualTo(1);
    }

    @Test
    void what_takes_too_long_is_ended_with_all_that_it_has_started() throws IOException {
        pipeline(
                """
                  - id: slow
                    timeout: 1s
                    script: |
                      trap '' TERM
                      sleep 600 & echo $! >>pids
                      (sh -c 'echo $$ >>pids; exec sleep 601' &)
                      setsid sh -c 'echo $$ >>pids; exec sleep 602' &
                      sleep 603
                  - { id: next, script: touch later }
                """);
        assertThat(shell.run("ci", "run", FILE)).isEqualTo(1);
        assertThat(shell.out()).startsWith("[slow] ❌  ended after its time limit of 1s\n");
        var pids = Files.readAllLines(folder.resolve("pids"));
        assertThat(pids).hasSize(3);
        for (var pid : pids) {
            assertThat(Processes.hasEnded(Long.parseLong(pid))).as("process " + pid).isTrue();
        }
        assertThat(folder.resolve("later")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hms promote p.tgz --rollback none.sh|There is no rollback script none.sh.|Check its name",
                "hms promote p.tgz --rollback plain.sh|The rollback script plain.sh is not executable.|chmod +x plain.sh",
                "hms promote p.tgz --rollback .hms-ci|The rollback script .hms-ci is not a plain file.|Name a script",
                "if true; then echo|syntax error|Mend it; no stage was begun.",
            })
    void what_cannot_work_is_refused_before_the_first_stage(
            String script, String says, String remedy) {
        Samples.write(folder.resolve("plain.sh"), "#!/bin/sh\n");
        pipeline(
                "  - { id: one, script: touch began }\n  - id: two\n    script: '"
                        + script
                        + "'\n");
        assertThat(shell.run("ci", "run", FILE)).isEqualTo(1);
        assertThat(shell.err()).startsWith("✗ " + FILE + ": $.stages[1]").contains(says, remedy);
        assertThat(shell.out()).isEmpty();
        assertThat(folder.resolve("began")).doesNotExist();
    }

    @Test
    void stage_that_only_a_server_can_do_is_refused_with_what_to_do() {
        pipeline(
                "  - { id: one, script: touch began }\n  - { id: out, uses: rollout, title: Out }\n");
        assertThat(shell.run("ci", "run", FILE)).isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo(
                        "✗ %s: $.stages[1] uses rollout, which only a server can do.\n"
                                        .formatted(FILE)
                                + "  Take the stage out, and deploy with hms deploy, or hms promote in a script.\n");
        assertThat(folder.resolve("began")).doesNotExist();
    }

    @Test
    void built_in_stages_are_done_by_the_commands_of_this_machine() throws IOException {
        Samples.write(
                folder.resolve(FILE),
                """
                policies: policies/*.yaml
                package: out/my pkg.tgz
                stages:
                  - { uses: validate }
                  - { uses: package }
                """);
        Samples.policy(folder);
        assertThat(shell.run("ci", "run", FILE)).as(shell.err()).isZero();
        assertThat(log("1-validate.log"))
                .isEqualTo("asked:\n<policy>\n<lint>\n<policies/pm25.yaml>\n");
        assertThat(log("2-package.log"))
                .isEqualTo(
                        "asked:\n<policy>\n<pack>\n<policies/pm25.yaml>\n<--out>\n<out/my pkg.tgz>\n");
    }

    @Test
    void file_that_is_no_pipeline_is_refused_with_its_place() {
        pipeline("  - { id: one }\n");
        assertThat(shell.run("ci", "run", FILE)).isEqualTo(1);
        assertThat(shell.err())
                .startsWith("✗ " + FILE + ": $.stages[0].script is missing;")
                .contains("No stage was begun.");
        assertThat(shell.run("ci", "run", "none.yml")).isEqualTo(1);
        assertThat(shell.err()).isEqualTo("✗ There is no file none.yml.\n  Check its name.\n");
    }

    @Test
    void verbose_shows_what_scripts_write() {
        pipeline("  - id: s\n    script: printf 'one\\ntwo\\rthree'\n");
        assertThat(shell.run("ci", "run", FILE, "--verbose")).isZero();
        assertThat(shell.out()).isEqualTo("  │ one\n  │ three\n[s] ✅  three\n");
    }

    @Test
    void json_is_an_event_a_line_and_the_result_at_the_end() throws IOException {
        example();
        assertThat(shell.run("ci", "run", FILE, "--json")).isZero();
        var lines = shell.out().lines().map(Json::of).toList();
        assertThat(lines)
                .extracting(line -> line.path("event").asString(""))
                .startsWith("started", "reported", "ended", "started")
                .endsWith("ended", "result");
        var result = lines.getLast();
        assertThat(result.path("status").asString("")).isEqualTo("passed");
        assertThat(result.at("/stages/3/results/0/facts/faults").asInt()).isEqualTo(6);
        assertThat(result.at("/stages/4/stage").asString("")).isEqualTo("deploy");
    }

    @Test
    void terminal_sees_the_stage_that_runs() {
        pipeline("  - id: s\n    timeout: 1s\n    script: sleep 600\n");
        shell.onTerminal(80, "");
        assertThat(shell.run("ci", "run", FILE)).isEqualTo(1);
        assertThat(shell.out()).contains("[s] ⠋  0 s").contains("\u001b[K").contains("[s] ❌");
    }

    @Test
    void environment_is_inherited_and_server_data_and_keys_are_those_of_the_command()
            throws IOException {
        pipeline("  - id: s\n    script: echo $MINE $HMS_URL $HMS_DATA $HMS_KEYS $HMS_CI_STAGE\n");
        shell.with("MINE", "yes").with("HMS_KEYS", "my-keys");
        assertThat(shell.run("ci", "run", FILE, "--server", "http://x", "--data", "d")).isZero();
        assertThat(log("1-s.log"))
                .isEqualTo("yes http://x %1$s/d %1$s/my-keys s\n".formatted(folder));
    }

    @Test
    void nothing_of_the_run_before_is_left_and_nothing_of_it_is_committed() throws IOException {
        pipeline("  - { id: one, script: echo a }\n  - { id: two, script: echo b }\n");
        assertThat(shell.run("ci", "run", FILE)).isZero();
        pipeline("  - { id: one, script: echo c }\n");
        assertThat(shell.run("ci", "run", FILE)).isZero();
        assertThat(log("1-one.log")).isEqualTo("c\n");
        assertThat(folder.resolve(".hms-ci/logs/2-two.log")).doesNotExist();
        assertThat(log(".gitignore")).isEqualTo("*\n");
    }

    @Test
    void interrupted_waiting_ends_the_stage() throws Exception {
        pipeline("  - id: s\n    script: echo $$ >pid; sleep 600\n");
        var command = Thread.ofPlatform().start(() -> shell.run("ci", "run", FILE));
        var pid = folder.resolve("pid");
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        command.interrupt();
        command.join(30_000);
        assertThat(Processes.hasEnded(Long.parseLong(Files.readString(pid).strip()))).isTrue();
        assertThat(shell.out()).contains("[s] ❌  interrupted");
    }
}
