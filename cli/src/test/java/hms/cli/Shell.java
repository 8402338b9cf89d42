package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.cli.Terminal.Stream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Somebody who types commands, and sees what comes back.
final class Shell {
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private EmbeddedServer embedded =
            path -> {
                throw new AssertionError("an embedded server for " + path);
            };
    private Up up =
            (options, environment) -> {
                environment.terminal().out().println(options);
                return 0;
            };
    private Demo demo =
            (options, environment) -> {
                environment.terminal().out().println(options);
                return 0;
            };
    private Clusters clusters = new FakeClusters();
    private List<String> again = List.of("echo", "hms");
    private Set<Stream> interactive = EnumSet.noneOf(Stream.class);
    private int width = 80;
    private String typed = "";

    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();

    Shell(Path folder) {
        this.folder = folder;
        variables.put("HMS_KEYS", folder.resolve("keys").toString());
    }

    Shell at(URI server) {
        variables.put("HMS_URL", server.toString());
        variables.put("HMS_TOKEN", "secret");
        return this;
    }

    Shell with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Shell without(String variable) {
        variables.remove(variable);
        return this;
    }

    Shell embedding(EmbeddedServer server) {
        embedded = server;
        return this;
    }

    Shell up(Up command) {
        up = command;
        return this;
    }

    Shell clusters(Clusters all) {
        clusters = all;
        return this;
    }

    /// The program that `hms` is in scripts.
    Shell again(String... command) {
        again = List.of(command);
        return this;
    }

    Shell onTerminal(int columns, String input) {
        interactive = EnumSet.allOf(Stream.class);
        width = columns;
        typed = input;
        return this;
    }

    Path folder() {
        return folder;
    }

    int run(String... args) {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
        return HmsCli.run(args, environment());
    }

    Environment environment() {
        return new Environment(
                new Terminal(
                        new ByteArrayInputStream(typed.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        interactive,
                        width),
                variables,
                folder,
                Clock.fixed(NOW, ZoneId.of("America/New_York")),
                SecureRandom::new,
                new Environment.Program(() -> "0.1.0", embedded, up, demo, clusters, () -> again));
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }
}
