package hms.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/// A folder for one measurement, on the disk that the work stands on, gone afterwards.
record Scratch(Path path) implements AutoCloseable {

    static Scratch make(String name) {
        try {
            return new Scratch(Files.createTempDirectory(name));
        } catch (IOException e) {
            throw new UncheckedIOException("no scratch folder could be made", e);
        }
    }

    /// How long it takes to append so much to a file and to force it to the disk, that many times.
    ///
    /// @return nanoseconds together
    long forced(int times, int bytes) {
        var content = ByteBuffer.allocate(bytes);
        try (var file =
                FileChannel.open(
                        path.resolve("floor"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND,
                        StandardOpenOption.WRITE)) {
            long begun = System.nanoTime();
            for (int i = 0; i < times; i++) {
                file.write(content.rewind());
                file.force(false);
            }
            return System.nanoTime() - begun;
        } catch (IOException e) {
            throw new UncheckedIOException("the floor could not be written", e);
        }
    }

    @Override
    public void close() {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " could not be removed", e);
        }
    }
}
