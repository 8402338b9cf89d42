package hms.app.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `hms up` in a process of its own, started by this program with this program.
final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final URI uri;

    private ServerProcess(Process process, Path log, URI uri) {
        this.process = process;
        this.log = log;
        this.uri = uri;
    }

    /// Starts a server, and returns once it answers.
    ///
    /// @param environment variables beside those of this process
    static ServerProcess start(Path data, Path config, int port, Map<String, String> environment) {
        var log = data.resolveSibling("server.log");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "hms.app.Main",
                        "up",
                        "--data",
                        data.toString(),
                        "--config",
                        config.toString(),
                        "--port",
                        Integer.toString(port)));
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        builder.environment().putAll(environment);
        try {
            var server =
                    new ServerProcess(builder.start(), log, URI.create("http://127.0.0.1:" + port));
            server.awaitHealth();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("the server could not be started", e);
        }
    }

    private void awaitHealth() {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(uri.resolve("/readyz"))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            while (System.nanoTime() < deadline && process.isAlive()) {
                if (answers(http, request)) {
                    return;
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IllegalStateException("the server did not start; it said:\n" + said());
    }

    private static boolean answers(HttpClient http, HttpRequest request)
            throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "nothing that could be read: " + e.getMessage();
        }
    }

    URI uri() {
        return uri;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for the process to end by itself.
    ///
    /// @return its exit status: 137 if it was killed with SIGKILL
    int awaitEnd() {
        try {
            if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("the server was expected to end, and did not");
    }

    /// Kills it, as `kill -9` does.
    ///
    /// @return its exit status: 137
    int kill() {
        process.destroyForcibly();
        return awaitEnd();
    }

    /// Asks it to end, and waits until it has.
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }
}
