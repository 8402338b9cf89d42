package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HmsCliTest {
    @TempDir Path folder;

    @Test
    void version_is_one_line() {
        var shell = new Shell(folder);
        assertThat(shell.run("--version")).isZero();
        assertThat(shell.out()).isEqualTo("hms 0.1.0\n");
    }

    @Test
    void no_command_shows_what_there_is() {
        var shell = new Shell(folder);
        assertThat(shell.run()).isZero();
        assertThat(shell.out()).startsWith("usage: hms").contains("hms up").contains("Exit codes");
    }

    @Test
    void unknown_command_is_wrong_usage_and_the_nearest_is_named() {
        var shell = new Shell(folder);
        assertThat(shell.run("dmeo")).isEqualTo(2);
        assertThat(shell.err()).contains("'dmeo' is not a command").contains("'demo'");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void unknown_option_is_wrong_usage_with_the_command_s_synopsis() {
        var shell = new Shell(folder);
        assertThat(shell.run("up", "--prot", "1")).isEqualTo(2);
        assertThat(shell.err()).contains("--prot").contains("hms up --help");
    }

    @Test
    void every_command_has_help_that_fits_its_name() {
        for (var entry : Catalog.entries()) {
            var shell = new Shell(folder);
            var line = new java.util.ArrayList<>(HmsCli.words(entry.name()));
            line.add("--help");
            assertThat(shell.run(line.toArray(String[]::new))).as(entry.name()).isZero();
            assertThat(shell.out()).contains("hms " + entry.name());
            assertThat(shell.err()).isEmpty();
        }
    }

    @Test
    void options_of_all_commands_may_stand_in_front() {
        var shell = new Shell(folder);
        for (var line :
                List.of(
                        new String[] {"--data", "x", "up", "--port", "1"},
                        new String[] {"--data=x", "up", "--port", "1"},
                        new String[] {"up", "--port", "1", "--data", "x"})) {
            assertThat(shell.run(line)).isZero();
            assertThat(shell.out()).contains("dataFolder=" + folder.resolve("x"));
        }
    }

    @Test
    void fault_is_a_sentence_and_its_trace_is_for_those_who_ask() {
        var shell =
                new Shell(folder)
                        .up(
                                (options, environment) -> {
                                    throw new IllegalStateException("the press is jammed");
                                });
        assertThat(shell.run("up")).isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo(
                        """
                        ✗ This should not happen: the press is jammed
                          Run it again with --debug, and report what it says.
                        """);
        assertThat(shell.run("up", "--debug")).isEqualTo(1);
        assertThat(shell.err()).contains("at hms.cli.HmsCliTest");
        assertThat(shell.run("--debug", "up")).isEqualTo(1);
        assertThat(shell.err()).contains("at hms.cli.HmsCliTest");
    }

    @Test
    void help_of_a_family_lists_its_commands() {
        var shell = new Shell(folder);
        assertThat(shell.run("key", "--help")).isZero();
        assertThat(shell.out()).contains("hms key new NAME").contains("hms key revoke FINGERPRINT");
        assertThat(shell.run("help", "audit")).isZero();
        assertThat(shell.out()).contains("hms audit verify");
        assertThat(shell.run("help", "approve")).isZero();
        assertThat(shell.out()).contains("usage: hms approve").contains("Examples:");
    }
}
