package hms.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.cli.Environment;
import hms.cli.HmsCli;
import hms.cli.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The training run of the launcher's AOT cache: the classes that these commands load start
/// ready-made from then on.
///
/// It plays a small story in a folder of its own, without a server (so that one is started inside),
/// and leaves nothing behind. What comes of it does not matter.
final class Training {
    private static final String POLICY =
            """
            id: training
            version: 1.0.0
            content: The limit is 25.
            limit: 25
            cap: { dated: { 2024-01-01: 1, 2025-01-01: 2 } }
            inputs: { reading: { type: number } }
            rules: { high: reading > limit }
            scenarios: [cases.csv]
            """;

    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("--version"),
                    List.of("--help"),
                    List.of("policy", "lint", "policy.yaml"),
                    List.of("key", "new", "Trainer"),
                    List.of("approve", "policy.yaml", "--sign", "Trainer"),
                    List.of("runs"),
                    List.of("run", "1"),
                    List.of("show", "training"),
                    List.of("evaluate", "training", "high", "reading=26"),
                    List.of("history", "training"),
                    List.of("audit", "verify"));

    private Training() {}

    static void main() throws IOException {
        var folder = Files.createTempDirectory("hms-training");
        try {
            Files.writeString(folder.resolve("policy.yaml"), POLICY);
            Files.writeString(folder.resolve("cases.csv"), "name,reading\na,24\nb,26\n");
            for (var command : COMMANDS) {
                HmsCli.run(command.toArray(String[]::new), environment(folder));
            }
        } finally {
            delete(folder);
        }
        // a thread that is still about must not keep the launcher waiting
        System.exit(0);
    }

    private static Environment environment(Path folder) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        return new Environment(
                new Terminal(
                        InputStream.nullInputStream(),
                        nowhere,
                        nowhere,
                        Set.of(),
                        Terminal.USUAL_WIDTH),
                Map.of("HMS_KEYS", folder.resolve("keys").toString()),
                folder,
                Clock.systemUTC(),
                SecureRandom::new,
                Main.program());
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
