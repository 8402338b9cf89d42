package hms.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README tells people to type, typed: in order, by somebody who has nothing yet.
///
/// A block whose first line is `# run by a test` is run. Each of its commands ends with 0, or with
/// what a comment at its end says (`# exit 1`).
final class ReadmeTest {
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^```sh\\n# run by a test\\n(.*?)^```$");
    private static final Pattern EXIT = Pattern.compile("# exit (\\d+)$");

    @TempDir Path folder;

    private record Line(String command, int exitCode) {}

    @Test
    void commands_of_the_readme_do_what_it_says() throws Exception {
        var lines = lines(Files.readString(Hms.CHECKOUT.resolve("README.md")));
        assertThat(lines).isNotEmpty();
        Files.createSymbolicLink(folder.resolve("hms"), Hms.CHECKOUT.resolve("hms"));
        Files.createSymbolicLink(folder.resolve("examples"), Hms.CHECKOUT.resolve("examples"));

        for (var line : lines) {
            type(line);
        }
    }

    private static List<Line> lines(String readme) {
        var lines = new ArrayList<Line>();
        var blocks = BLOCK.matcher(readme);
        while (blocks.find()) {
            for (var command : blocks.group(1).replace("\\\n", " ").split("\n")) {
                if (!command.isBlank() && !command.startsWith("#")) {
                    var exit = EXIT.matcher(command);
                    lines.add(new Line(command, exit.find() ? Integer.parseInt(exit.group(1)) : 0));
                }
            }
        }
        return lines;
    }

    private void type(Line line) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder("bash", "-c", line.command())
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("HMS_"));
        environment.put("HOME", folder.toString());
        environment.put("PATH", folder + ":" + environment.get("PATH"));
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", line.command(), said).isEqualTo(line.exitCode());
    }
}
