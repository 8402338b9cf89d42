package hms.connectors.guarded;

import hms.connectors.guarded.GuardedHttp.Answered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The body of an answer (RFC 9112, section 6): whole, or its beginning if it is too long.
final class Answer {

    static final int LONGEST = 1 << 20;

    private static final int LONGEST_LINE = 64;

    private final InputStream input;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean cut;

    private Answer(InputStream input) {
        this.input = input;
    }

    static Answered read(PinnedRequest.Answer from) throws IOException {
        var head = from.head();
        var body = new Answer(from.body());
        if (head.status() != 204 && head.status() != 304) {
            body.read(head);
        }
        return new Answered(
                head.status(),
                body.out.toString(StandardCharsets.UTF_8),
                body.cut,
                head.header("date"));
    }

    private void read(ResponseHead head) throws IOException {
        if (head.header("transfer-encoding").orElse("").equalsIgnoreCase("chunked")) {
            chunks();
        } else if (head.contentLength().isPresent()) {
            whole(head.contentLength().getAsLong());
        } else {
            copy(Long.MAX_VALUE);
        }
    }

    private void chunks() throws IOException {
        long size = chunk();
        while (size > 0) {
            whole(size);
            if (cut) {
                return;
            }
            line();
            size = chunk();
        }
    }

    private void whole(long length) throws IOException {
        if (copy(length) > 0 && !cut) {
            throw new IOException("it closed the connection in the middle of its answer");
        }
    }

    /// Reads so many bytes.
    ///
    /// @return how many are missing
    private long copy(long length) throws IOException {
        var buffer = new byte[8_192];
        long left = length;
        while (left > 0) {
            int most = Math.min(buffer.length, LONGEST - out.size() + 1);
            int read = input.read(buffer, 0, (int) Math.min(most, left));
            if (read < 0) {
                return left;
            }
            int room = Math.min(read, LONGEST - out.size());
            out.write(buffer, 0, room);
            left -= read;
            if (room < read) {
                cut = true;
                return left;
            }
        }
        return 0;
    }

    /// The size of the next chunk (RFC 9112, section 7.1).
    private long chunk() throws IOException {
        var line = line();
        int end = line.indexOf(';');
        try {
            return Integer.parseUnsignedInt((end < 0 ? line : line.substring(0, end)).strip(), 16)
                    & 0xffff_ffffL;
        } catch (NumberFormatException e) {
            throw new IOException("its answer is not properly chunked", e);
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            int octet = input.read();
            if (octet < 0 || octet == '\n') {
                return line.toString().strip();
            }
            line.append((char) octet);
        }
        throw new IOException("its answer is not properly chunked");
    }
}
