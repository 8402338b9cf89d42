package hms.app.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.cli.Clusters;
import hms.cli.ServerFile;
import hms.connectors.minicluster.ControlFile;
import hms.ledger.DataFolder;
import hms.ledger.Ownership;
import hms.minicluster.SupervisorProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `hms up` in the background, for clusters that were started where no server ran. Commands find
/// it as they find any other; which process it is stands beside the clusters, so that it ends
/// with them.
final class BackgroundServer {
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration TO_END = Duration.ofSeconds(20);
    private static final Duration TO_ANSWER = Duration.ofSeconds(2);
    private static final long PAUSE_MS = 50;
    private static final int USUAL_PORT = 8080;

    private final DataFolder folder;
    private final Path record;
    private final Path log;

    BackgroundServer(Path dataFolder) {
        this.folder = DataFolder.open(dataFolder);
        var clusters = ControlFile.clusters(folder.path());
        this.record = clusters.resolve("server.json");
        this.log = clusters.resolve("server.log");
    }

    /// @return whether it was started: the folder had none that stays
    /// @throws Clusters.Trouble it could not be started
    boolean ensure(Optional<Path> configuration) {
        long deadline = System.nanoTime() + TO_START.toNanos();
        try {
            while (true) {
                switch (folder.own("hms cluster up, process " + ProcessHandle.current().pid())) {
                    case Ownership.Ours ours -> {
                        ours.lock().close();
                        start(configuration, deadline);
                        return true;
                    }
                    case Ownership.Theirs theirs -> {
                        var file = ServerFile.read(folder);
                        if (file.isPresent() && file.get().lasting() && answers(file.get().url())) {
                            return false;
                        }
                        if (System.nanoTime() > deadline) {
                            throw new Clusters.Trouble(
                                    "The data folder %s belongs to %s, which does not answer."
                                            .formatted(folder.path(), theirs.owner()),
                                    "Stop that, or use another --data.");
                        }
                    }
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS); // a command may have it for a moment
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Clusters.Trouble("Interrupted.", "");
        }
    }

    private void start(Optional<Path> configuration, long deadline) throws InterruptedException {
        try {
            Files.createDirectories(record.getParent());
            ServerFile.remove(folder);
            var builder =
                    new ProcessBuilder(SupervisorProcess.detached(command(configuration)))
                            .redirectErrorStream(true)
                            .redirectInput(new java.io.File("/dev/null"))
                            .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("HMS_"));
            var process = builder.start();
            note(process.toHandle());
            while (System.nanoTime() < deadline) {
                if (process.waitFor(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                    Files.deleteIfExists(record);
                    throw new Clusters.Trouble(
                            "The server could not be started: " + lastLine(),
                            "Start it yourself to see more: hms up --data " + folder.path());
                }
                var file = ServerFile.read(folder);
                if (file.isPresent() && file.get().lasting() && answers(file.get().url())) {
                    return;
                }
            }
            process.destroyForcibly();
            Files.deleteIfExists(record);
            throw new Clusters.Trouble(
                    "The server did not start within " + TO_START.toSeconds() + " s.",
                    log + " says what it did.");
        } catch (IOException e) {
            throw new Clusters.Trouble(
                    "The server could not be started: " + LocalClusters.said(e), "");
        }
    }

    private List<String> command(Optional<Path> configuration) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseG1GC"));
        Optional.ofNullable(System.getProperty("hms.aot"))
                .ifPresent(
                        cache ->
                                command.addAll(
                                        List.of(
                                                "-XX:AOTCache=" + cache,
                                                "-Xlog:aot*=off",
                                                "-Xlog:cds*=off")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "hms.app.Main", "up"));
        command.addAll(List.of("--data", folder.path().toString(), "--port", port()));
        configuration.ifPresent(file -> command.addAll(List.of("--config", file.toString())));
        return command;
    }

    /// The usual one, where people look for it, unless somebody else has it.
    private static String port() {
        try (var _ = listening()) {
            return Integer.toString(USUAL_PORT);
        } catch (IOException e) {
            return "0";
        }
    }

    private static ServerSocket listening() throws IOException {
        var socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), USUAL_PORT));
        return socket;
    }

    private static boolean answers(URI server) throws InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(server.resolve("/readyz")).timeout(TO_ANSWER);
            var response = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
            return response.statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private String lastLine() throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> line.replace("✗ ", "").strip())
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("it said nothing.");
    }

    private void note(ProcessHandle process) throws IOException {
        var started = process.info().startInstant().map(Instant::toString).orElse("");
        var text = "{\"pid\":%d,\"started\":\"%s\"}\n".formatted(process.pid(), started);
        Files.write(record, text.getBytes(UTF_8));
    }

    private Optional<ProcessHandle> noted() {
        try {
            if (!Files.exists(record)) {
                return Optional.empty();
            }
            var json = JsonMapper.shared().readTree(Files.readAllBytes(record));
            var started = Instant.parse(json.path("started").asString());
            return ControlFile.process(json.path("pid").asLong(), started);
        } catch (IOException e) {
            throw new Clusters.Trouble(record + " cannot be read: " + LocalClusters.said(e), "");
        } catch (JacksonException | java.time.DateTimeException e) {
            return Optional
                    .empty(); // cut off when it was written: nobody knows which process it was
        }
    }

    /// @return whether there was one
    boolean end() {
        var process = noted();
        process.ifPresent(
                server -> {
                    server.destroy();
                    if (!LocalClusters.hasEnded(server, TO_END)) {
                        server.destroyForcibly();
                    }
                });
        try {
            Files.deleteIfExists(record);
        } catch (IOException e) {
            throw new Clusters.Trouble(record + " cannot be removed: " + LocalClusters.said(e), "");
        }
        return process.isPresent();
    }
}
