package hms.cli.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The lines of a log as they are written.
final class LogLines {
    private static final Pattern ESCAPE =
            Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|[@-Z\\\\-_])");
    private static final int CHUNK = 64 * 1024;

    private final Path log;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long read;

    LogLines(Path log) {
        this.log = log;
    }

    /// Hands on the lines that have come to their end since the last time.
    void forEach(Consumer<String> line) throws IOException {
        if (!Files.exists(log)) {
            return;
        }
        try (var channel = Files.newByteChannel(log)) {
            var buffer = ByteBuffer.allocate(CHUNK);
            channel.position(read);
            int got;
            while ((got = channel.read(buffer)) > 0) {
                read += got;
                take(buffer.array(), got, line);
                buffer.clear();
            }
        }
    }

    /// Hands on what was begun and has no end.
    void rest(Consumer<String> line) {
        if (begun.size() > 0) {
            end(line);
        }
    }

    private void take(byte[] bytes, int count, Consumer<String> line) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] != '\n') {
                begun.write(bytes[i]);
            }
            if (bytes[i] == '\n' || begun.size() >= CHUNK) {
                end(line);
            }
        }
    }

    private void end(Consumer<String> line) {
        line.accept(shown(begun.toString(UTF_8)));
        begun.reset();
    }

    /// A line as it would stand on a terminal in the end: without colours, and without what was
    /// written over.
    static String shown(String line) {
        var plain = ESCAPE.matcher(line).replaceAll("").stripTrailing();
        return plain.substring(plain.lastIndexOf('\r') + 1).replace("\t", "    ");
    }
}
