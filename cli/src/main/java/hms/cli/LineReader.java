package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads a line that somebody types.
final class LineReader {
    private static final int LONGEST = 1_000;

    private LineReader() {}

    /// One line without its end; empty at the end of the input.
    static Optional<String> read(InputStream in) {
        var line = new ByteArrayOutputStream();
        try {
            var octet = in.read();
            while (octet >= 0 && octet != '\n' && line.size() < LONGEST) {
                line.write(octet);
                octet = in.read();
            }
            return octet < 0 && line.size() == 0
                    ? Optional.empty()
                    : Optional.of(line.toString(UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
