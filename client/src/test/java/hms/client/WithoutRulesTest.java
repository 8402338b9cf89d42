package hms.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that only reads values has no `hms-decisions`, and none of what that needs, on its
/// class path.
class WithoutRulesTest {
    @TempDir private Path folder;

    @Test
    void values_are_read_and_rules_say_what_is_missing() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("Reader.java"),
                """
                import hms.client.HmsClient;

                void main() {
                    var policy = HmsClient.inMemory()
                            .set("p", "version: 1.0.0\\nlimit: 35\\nrules:\\n  yes: limit > 3\\n")
                            .client().getPolicy("p");
                    IO.println(policy.getDecimal("limit"));
                    IO.println(policy.evaluate("yes", Map.of()));
                }
                """);
        var path =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.contains("decisions") && !entry.contains("cel"))
                        .collect(Collectors.joining(File.pathSeparator));
        var program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                path,
                                "Reader.java")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(program.getInputStream().readAllBytes(), UTF_8);

        assertThat(program.waitFor()).as(said).isZero();
        assertThat(said.lines()).first().isEqualTo("35");
        assertThat(said).contains("no-rules").contains("hms-decisions is not on the class path");
    }
}
