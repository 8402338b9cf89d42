package hms.app;

import hms.runs.port.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The machine that the server runs on: the disk of its data folder, and its clock against the
/// counter that nobody can set.
final class ThisMachine implements Machine {

    private final Path folder;
    private final InstantSource clock;
    private final Instant started;
    private final long startedNanos;

    ThisMachine(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        this.started = clock.instant();
        this.startedNanos = System.nanoTime();
    }

    @Override
    public long freeBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("could not tell how much room " + folder + " has", e);
        }
    }

    @Override
    public Duration clockSet() {
        var gone = Duration.ofNanos(System.nanoTime() - startedNanos);
        return Duration.between(started.plus(gone), clock.instant());
    }
}
