package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A supervisor in a process of its own, which outlives the one that started it.
public final class SupervisorProcess {
    private static final String HEAP = "96m";
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Process process;
    private final Path log;

    private SupervisorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts a cluster. It is there when `cluster.json` in its folder names this process.
    public static SupervisorProcess start(ClusterOrder order) throws IOException {
        var folder = Files.createDirectories(order.folder());
        clearLogs(folder);
        var log = folder.resolve("supervisor.log");
        var program = JavaProgram.ofThisProcess();
        var builder =
                new ProcessBuilder(detached(program.command(Supervisor.class, HEAP)))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // whoever starts it may hold more than the token that it is given
        builder.environment().keySet().removeIf(name -> name.startsWith("HMS_"));
        var process = builder.start();
        try (var input = process.outputWriter(UTF_8)) {
            input.write(order.line() + "\n" + program.json() + "\n");
        }
        return new SupervisorProcess(process, log);
    }

    /// In a session of its own where that can be had, so that neither Ctrl-C nor the end of the
    /// terminal reaches it.
    public static List<String> detached(List<String> command) {
        var whole = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) {
            whole.add(SETSID.toString());
        }
        whole.addAll(command);
        return whole;
    }

    private static void clearLogs(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.log")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// What it says, and why it ended if it did.
    public Path log() {
        return log;
    }

    /// Ends it and all of its replicas.
    public void stop() {
        process.destroy();
    }
}
