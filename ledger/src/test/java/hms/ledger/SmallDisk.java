package hms.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A disk of its own, in memory, for tests of what happens when it is full or cannot be written.
/// Only root can mount one; for others the test is skipped.
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    public static SmallDisk mount(Path parent, int kib) throws IOException {
        var folder = Files.createDirectory(parent.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + kib + "k", "tmpfs", folder.toString()),
                "mounting a small disk needs root");
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    public void makeReadOnly() throws IOException {
        if (!run("mount", "-o", "remount,ro", folder.toString())) {
            throw new IOException("could not remount " + folder);
        }
    }

    /// Takes all room that is left.
    public void fillUp() throws IOException {
        try (var out = Files.newOutputStream(folder.resolve("filler"))) {
            var block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException _) {
            return; // full, as it was meant to be
        }
    }

    public void makeRoom() throws IOException {
        Files.delete(folder.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", folder.toString());
    }

    private static boolean run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.onExit().join().exitValue() == 0;
    }
}
