package hms.cli.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// A process and all that came of it: its descendants and, on Linux, also those that have been
/// cut loose, which still carry the variable that they were started with.
final class ProcessTree {
    private static final Duration LAST = Duration.ofSeconds(5);

    private final ProcessHandle root;
    private final String mark;

    /// @param mark `NAME=value` of a variable that only these processes have
    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = mark;
    }

    /// Asks all of them to end, and makes them end if they have not after some time.
    ///
    /// @return whether none is left
    boolean end(Duration grace) {
        members().forEach(ProcessHandle::destroy);
        return gone(grace, member -> {}) || gone(LAST, ProcessHandle::destroyForcibly);
    }

    private boolean gone(Duration patience, Consumer<ProcessHandle> again) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var left = members();
            if (left.isEmpty()) {
                return true;
            }
            left.forEach(again);
            if (System.nanoTime() > deadline || !StageProcess.pause()) {
                return false;
            }
        }
    }

    private Set<ProcessHandle> members() {
        var members = new LinkedHashSet<ProcessHandle>();
        if (root.isAlive()) {
            members.add(root);
        }
        root.descendants().forEach(members::add);
        ProcessHandle.allProcesses().filter(this::isMarked).forEach(members::add);
        members.removeIf(member -> !member.isAlive() || isDead(member));
        return members;
    }

    private boolean isMarked(ProcessHandle process) {
        var variables = of(process, "environ");
        return !process.equals(ProcessHandle.current())
                && ("\0" + variables + "\0").contains("\0" + mark + "\0");
    }

    /// A process that has ended and that nobody has asked about yet is no trouble to anybody.
    private static boolean isDead(ProcessHandle process) {
        var status = of(process, "stat");
        return status.startsWith(") Z", status.lastIndexOf(')'));
    }

    private static String of(ProcessHandle process, String file) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc/" + process.pid() + "/" + file)), UTF_8);
        } catch (IOException _) {
            return ""; // it has gone, it is another user's, or the system has no such files
        }
    }
}
