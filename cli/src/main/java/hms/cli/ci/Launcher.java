package hms.cli.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A folder for the front of `PATH` in which `hms` and `hms-svc` are this very program. It goes
/// with the run.
final class Launcher implements AutoCloseable {
    private static final List<String> NAMES = List.of("hms", "hms-svc");

    private final Path folder;

    private Launcher(Path folder) {
        this.folder = folder;
    }

    /// @param again the command that starts this program, without arguments
    static Launcher of(List<String> again) throws IOException {
        var folder = Files.createTempDirectory("hms-path-");
        folder.toFile().deleteOnExit(); // also where a signal ends the process; the last one first
        var command = again.stream().map(Launcher::quoted).collect(Collectors.joining(" "));
        for (var name : NAMES) {
            var file = folder.resolve(name);
            file.toFile().deleteOnExit();
            Files.writeString(file, "#!/bin/sh\nexec " + command + " \"$@\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return new Launcher(folder);
    }

    /// Puts it in front.
    String path(Map<String, String> variables) {
        var others = variables.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return folder + ":" + others;
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public void close() throws IOException {
        for (var name : NAMES) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
    }
}
