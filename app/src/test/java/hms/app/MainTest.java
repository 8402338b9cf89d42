package hms.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void version_is_the_one_of_the_build() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString(UTF_8)).matches("hms \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void unknown_command_is_wrong_usage_and_is_named() {
        assertThat(run("depoly")).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .contains("'depoly' is not a command")
                .contains("hms --help");
        assertThat(out.size()).isZero();
    }

    @Test
    void no_command_shows_what_there_is() {
        assertThat(run()).isZero();
        assertThat(out.toString(UTF_8)).startsWith("usage: hms");
    }

    private int run(String... args) {
        return Main.run(
                List.of(args),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }
}
