package hms.bench;

import hms.runs.port.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The disk of a folder, on a machine whose clock nobody sets.
record Disk(Path folder) implements Machine {

    @Override
    public long freeBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("could not tell how much room there is", e);
        }
    }

    @Override
    public Duration clockSet() {
        return Duration.ZERO;
    }
}
