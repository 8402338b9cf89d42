package hms.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
        for (var command : COMMANDS) {
            Main.run(command, nowhere, nowhere);
        }
    }
}
