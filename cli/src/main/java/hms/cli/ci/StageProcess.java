package hms.cli.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command that may take its time but not for ever, whose output is kept in a file, and of which
/// nothing is left when it had to be ended.
///
/// @param command the program and its arguments
/// @param folder where it works
/// @param variables all of its environment
/// @param timeout after which it is ended
/// @param log gets what it writes
public record StageProcess(
        List<String> command,
        Path folder,
        Map<String, String> variables,
        Duration timeout,
        Path log) {
    /// The variable that holds the name of the log, by which all its processes are found.
    public static final String LOG_VARIABLE = "HMS_CI_LOG";

    private static final long TICK_MS = 20;
    private static final int TAIL = 4_096;
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration GRACE_AT_EXIT = Duration.ofSeconds(2);

    public StageProcess {
        command = List.copyOf(command);
        variables = Map.copyOf(variables);
    }

    /// How it ended.
    public sealed interface Exit {
        /// By itself, with this status.
        record Status(int code) implements Exit {}

        /// It took longer than it may.
        ///
        /// @param gone whether all of its processes have ended since
        record TimedOut(boolean gone) implements Exit {}

        /// Whoever waited for it was interrupted, and it was ended; this answer stands for that.
        record Interrupted() implements Exit {}
    }

    /// Runs it to its end.
    ///
    /// @param tick is called again and again meanwhile
    /// @throws IOException if it cannot be started
    public Exit run(Runnable tick) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        var process = start();
        var tree = new ProcessTree(process.toHandle(), LOG_VARIABLE + "=" + log);
        var hook = Thread.ofPlatform().unstarted(() -> tree.end(GRACE_AT_EXIT));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            while (!process.waitFor(TICK_MS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() > deadline) {
                    return new Exit.TimedOut(tree.end(GRACE));
                }
                tick.run();
            }
            return new Exit.Status(process.exitValue());
        } catch (InterruptedException _) {
            tree.end(GRACE_AT_EXIT);
            return new Exit.Interrupted();
        } finally {
            remove(hook);
        }
    }

    private Process start() throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        var inherited = new HashMap<>(variables);
        inherited.put(LOG_VARIABLE, log.toString());
        builder.environment().clear();
        builder.environment().putAll(inherited);
        return builder.redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the process ends, and the hook has begun
        }
    }

    /// @return whether it was not interrupted
    static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(TICK_MS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The last line that says something; empty if there is none.
    public static String lastLine(Path log) throws IOException {
        return tail(log, TAIL)
                .lines()
                .map(LogLines::shown)
                .filter(line -> !line.isBlank())
                .reduce((earlier, later) -> later)
                .orElse("");
    }

    /// The end of what was written, as text.
    static String tail(Path log, int most) throws IOException {
        try (var channel = Files.newByteChannel(log)) {
            long from = Math.max(0, channel.size() - most);
            var bytes = java.nio.ByteBuffer.allocate((int) (channel.size() - from));
            channel.position(from);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until all of it is there
            }
            return new String(bytes.array(), 0, bytes.position(), UTF_8);
        }
    }
}
