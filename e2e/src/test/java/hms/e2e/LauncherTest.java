package hms.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    @TempDir Path folder;

    @Test
    void both_names_start_the_same_program_from_any_folder() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("a link"), CHECKOUT.resolve("hms-svc"));

        var direct = run(CHECKOUT.resolve("hms").toString(), "--version");
        var linked = run(link.toString(), "--version");

        assertThat(direct.exitCode()).as(direct.output()).isZero();
        assertThat(direct.output()).startsWith("hms ");
        assertThat(linked).isEqualTo(direct);
    }

    @Test
    void exit_code_of_the_program_passes_through() throws Exception {
        var result = run(CHECKOUT.resolve("hms").toString(), "no-such-command");

        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void cache_that_does_not_fit_is_ignored_without_a_word() throws Exception {
        var usual = run(CHECKOUT.resolve("hms").toString(), "--version");

        var other =
                run(
                        "env",
                        "HMS_JAVA_OPTS=-XX:-UseSerialGC -XX:+UseZGC",
                        CHECKOUT.resolve("hms").toString(),
                        "--version");

        assertThat(other).isEqualTo(usual);
    }

    private record Result(int exitCode, String output) {}

    private Result run(String... command) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(List.of(command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output);
    }
}
