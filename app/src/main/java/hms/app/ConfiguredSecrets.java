package hms.app;

import hms.runs.port.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Secrets that configuration names: `env:NAME` is an environment variable, `file:PATH` a file.
final class ConfiguredSecrets implements Secrets {

    private static final System.Logger LOG = System.getLogger("hms.app");

    @Override
    public Optional<String> find(String reference) {
        if (reference.startsWith("env:")) {
            return Optional.ofNullable(System.getenv(reference.substring(4)));
        }
        if (reference.startsWith("file:")) {
            return file(reference.substring(5));
        }
        return Optional.empty();
    }

    private static Optional<String> file(String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)).strip());
        } catch (IOException | InvalidPathException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the secret file:" + path + " cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }
}
