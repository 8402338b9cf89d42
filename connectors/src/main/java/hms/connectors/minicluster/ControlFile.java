package hms.connectors.minicluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Where a mini cluster is to be reached: the file `clusters/ENV/cluster.json` in a data folder,
/// which its supervisor writes when it starts and takes away when it ends.
///
/// @param pid the supervisor's process
/// @param started when that process began; another one may have its number later
/// @param control the port where it is told things, on the loopback address
/// @param secret what that takes
/// @param front the port where the replicas answer
/// @param server whose policies they obey
/// @param tokenId what the server calls the token that they read with
public record ControlFile(
        String environment,
        long pid,
        Instant started,
        int control,
        String secret,
        int front,
        URI server,
        String tokenId,
        int replicas) {
    private static final String NAME = "cluster.json";

    /// Systems tell the start of a process to a tick, and by a clock that may have been set since.
    private static final Duration ABOUT = Duration.ofSeconds(2);

    /// The folder of the clusters of a data folder.
    public static Path clusters(Path dataFolder) {
        return dataFolder.resolve("clusters");
    }

    /// The folder of one of them.
    public static Path folder(Path dataFolder, String environment) {
        return clusters(dataFolder).resolve(environment);
    }

    /// The environments of which there is, or was, a cluster; in order.
    ///
    /// @throws IOException the folder cannot be read
    public static List<String> environments(Path dataFolder) throws IOException {
        var clusters = clusters(dataFolder);
        if (!Files.isDirectory(clusters)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(clusters)) {
            return files.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /// What the file says, whether or not that cluster is still there.
    ///
    /// @throws IOException it is there and cannot be read
    public static Optional<ControlFile> read(Path dataFolder, String environment)
            throws IOException {
        var file = folder(dataFolder, environment).resolve(NAME);
        try {
            return Optional.of(parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " makes no sense: " + e.getMessage(), e);
        }
    }

    private static ControlFile parse(byte[] bytes) {
        var json = JsonMapper.shared().readTree(bytes);
        return new ControlFile(
                json.path("environment").asString(),
                json.path("pid").asLong(),
                Instant.parse(json.path("started").asString()),
                json.path("control").asInt(),
                json.path("secret").asString(),
                json.path("front").asInt(),
                URI.create(json.path("server").asString()),
                json.path("tokenId").asString(),
                json.path("replicas").asInt());
    }

    /// The supervisor that wrote it, if it still lives.
    public Optional<ProcessHandle> supervisor() {
        return process(pid, started);
    }

    /// The process of a number, if it is the one that began then, and still lives.
    public static Optional<ProcessHandle> process(long pid, Instant started) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(
                        process ->
                                process.info()
                                        .startInstant()
                                        .map(at -> Duration.between(at, started).abs())
                                        .filter(apart -> apart.compareTo(ABOUT) <= 0)
                                        .isPresent());
    }

    /// Takes the file of a cluster that is not there any more away.
    ///
    /// @throws IOException it cannot be
    public void remove(Path dataFolder) throws IOException {
        Files.deleteIfExists(folder(dataFolder, environment).resolve(NAME));
    }

    /// Where everybody on this machine asks the cluster.
    public URI frontUrl() {
        return URI.create("http://127.0.0.1:" + front);
    }

    @Override
    public String toString() {
        return "ControlFile[" + environment + ", process " + pid + "]";
    }
}
