package hms.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Where a command reads and writes.
///
/// @param in what the user types, or what is piped in
/// @param out results; UTF-8
/// @param err messages; UTF-8
/// @param interactive which of them a person sits at
/// @param width columns of the screen
public record Terminal(
        InputStream in, PrintStream out, PrintStream err, Set<Stream> interactive, int width) {

    /// Columns where nobody has said how many there are.
    public static final int USUAL_WIDTH = 80;

    private static final int NARROWEST = 40;
    private static final int WIDEST = 200;

    /// One of the three standard streams.
    public enum Stream {
        IN('i', 0),
        OUT('o', 1),
        ERR('e', 2);

        private final char letter;
        private final int descriptor;

        Stream(char letter, int descriptor) {
            this.letter = letter;
            this.descriptor = descriptor;
        }
    }

    public Terminal {
        interactive = Set.copyOf(interactive);
        width = Math.clamp(width, NARROWEST, WIDEST);
    }

    /// The standard streams of this process. The launcher knows which of them are terminals and how
    /// wide they are (`hms.terminal`, as in `io`, and `hms.columns`); without it, Linux is asked.
    static Terminal ofProcess(Map<String, String> variables) {
        return new Terminal(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                findInteractive(),
                columns(variables));
    }

    boolean isInteractive(Stream stream) {
        return interactive.contains(stream);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static Set<Stream> findInteractive() {
        var told = System.getProperty("hms.terminal");
        var found = EnumSet.noneOf(Stream.class);
        for (var stream : Stream.values()) {
            var is =
                    told == null ? isTerminal(stream.descriptor) : told.indexOf(stream.letter) >= 0;
            if (is) {
                found.add(stream);
            }
        }
        return found;
    }

    private static boolean isTerminal(int descriptor) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private static int columns(Map<String, String> variables) {
        var told = System.getProperty("hms.columns", variables.getOrDefault("COLUMNS", ""));
        return told.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(told) : USUAL_WIDTH;
    }
}
