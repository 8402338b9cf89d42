package hms.app;

import hms.cli.Environment;
import hms.cli.HmsCli;
import hms.cli.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The training run of the launcher's AOT cache: the classes that these commands load start
/// ready-made from then on.
///
/// Every command here ends by itself, needs no server and leaves nothing behind.
final class Training {
    private static final List<List<String>> COMMANDS =
            List.of(List.of("--version"), List.of("--help"));

    private Training() {}

    static void main() {
        var nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var environment =
                new Environment(
                        new Terminal(
                                InputStream.nullInputStream(),
                                nowhere,
                                nowhere,
                                Set.of(),
                                Terminal.USUAL_WIDTH),
                        Map.of(),
                        Path.of("").toAbsolutePath(),
                        Clock.systemUTC(),
                        SecureRandom::new,
                        Main.program());
        for (var command : COMMANDS) {
            HmsCli.run(command.toArray(String[]::new), environment);
        }
    }
}
