package hms.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.cli.Environment;
import hms.cli.HmsCli;
import hms.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
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
        assertThat(err.toString(UTF_8)).contains("depoly");
        assertThat(out.size()).isZero();
    }

    private int run(String... args) {
        var terminal =
                new Terminal(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        Set.of(),
                        Terminal.USUAL_WIDTH);
        return HmsCli.run(
                args,
                new Environment(
                        terminal,
                        Map.of(),
                        Path.of("").toAbsolutePath(),
                        Clock.systemUTC(),
                        SecureRandom::new,
                        Main.program()));
    }
}
