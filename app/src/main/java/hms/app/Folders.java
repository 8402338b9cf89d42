package hms.app;

import hms.cli.EmbeddedServer;
import hms.cli.ServerFile;
import hms.core.pipeline.file.ConfigRefused;
import hms.ledger.DataFolder;
import hms.ledger.OwnerLock;
import hms.ledger.Ownership;
import hms.runs.config.HmsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A data folder that this process takes.
final class Folders {

    private Folders() {}

    /// @throws EmbeddedServer.Taken if another process has it
    static OwnerLock take(DataFolder folder, String description) {
        return switch (folder.own(description)) {
            case Ownership.Theirs theirs ->
                    throw new EmbeddedServer.Taken(theirs.owner().toString());
            case Ownership.Ours ours -> {
                ServerFile.remove(folder);
                yield ours.lock();
            }
        };
    }

    /// The configuration file that was named, else the folder's own `hms.yaml`, else none.
    static Optional<HmsConfig> configuration(DataFolder folder, Optional<Path> named) {
        var file = named.orElse(folder.path().resolve("hms.yaml"));
        if (named.isEmpty() && !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    HmsConfig.parse(file.getFileName().toString(), Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new ConfigRefused(file + " cannot be read: " + e.getMessage());
        }
    }
}
