package hms.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.app.cluster.LocalClusters;
import hms.cli.Environment;
import hms.cli.HmsCli;
import hms.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The program as its users have it: every command a process of its own, all of them with one data
/// folder, one key folder, and the variables that name the server while there is one.
final class Hms implements AutoCloseable {
    /// The checkout that the program was built from.
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private final List<Server> servers = new ArrayList<>();

    /// @param folder empty, and removed by the caller
    Hms(Path folder) {
        this.folder = folder;
        variables.put("HMS_KEYS", folder.resolve("keys").toString());
        variables.put("HMS_DATA", data().toString());
    }

    Path data() {
        return folder.resolve("data");
    }

    /// One of the examples, as a command takes it.
    static String example(String name) {
        return "examples/policies/" + name;
    }

    /// What a command has done.
    record Result(int exitCode, String out, String err) {
        Result exits(int expected) {
            assertThat(exitCode).as("%s%s", out, err).isEqualTo(expected);
            return this;
        }

        Result succeeds() {
            return exits(0);
        }
    }

    /// Starts `hms up`, and returns once it answers; from then on commands talk to it.
    Server up(Map<String, String> more) {
        return up(0, more);
    }

    /// The same, at a port: where subscribers look for it again.
    ///
    /// @param port 0 for any
    Server up(int port, Map<String, String> more) {
        var server = Server.start(builder(more, "up", "--port", Integer.toString(port)));
        servers.add(server);
        variables.put("HMS_URL", server.uri().toString());
        variables.put("HMS_TOKEN", read(data().resolve("admin-token")).strip());
        return server;
    }

    /// Forgets the server: commands use the data folder again.
    void leaveServer() {
        variables.keySet().removeAll(Set.of("HMS_URL", "HMS_TOKEN"));
    }

    /// Runs a command to its end.
    Result run(String... args) {
        return start(args).await();
    }

    /// Runs a command in the process of the test: the same command line, without a start.
    Result here(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal =
                new Terminal(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        Set.of(),
                        Terminal.USUAL_WIDTH);
        var program =
                new Environment.Program(
                        () -> "test",
                        _ -> {
                            throw new AssertionError("a server is expected to run");
                        },
                        (_, _) -> 1,
                        (_, _) -> 1,
                        new LocalClusters(),
                        List::of);
        var code =
                HmsCli.run(
                        args,
                        new Environment(
                                terminal,
                                variables,
                                CHECKOUT,
                                Clock.systemUTC(),
                                SecureRandom::new,
                                program));
        return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /// Starts a command, without waiting for it.
    Command start(String... args) {
        try {
            var out = Files.createTempFile(folder, "command", ".out");
            var err = Files.createTempFile(folder, "command", ".err");
            var process =
                    builder(Map.of(), args)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            process.getOutputStream().close();
            return new Command(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A command that was started.
    record Command(Process process, Path out, Path err) {
        Result await() {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("the command does not end:\n" + read(out) + read(err));
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
            return new Result(process.exitValue(), read(out), read(err));
        }
    }

    private ProcessBuilder builder(Map<String, String> more, String... args) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dhms.home=" + CHECKOUT,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "hms.app.Main"));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(CHECKOUT.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HMS_"));
        builder.environment().putAll(variables);
        builder.environment().putAll(more);
        return builder;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        servers.forEach(Server::close);
    }
}
