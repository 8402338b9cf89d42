package hms.connectors.guarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Status and headers of an HTTP/1.1 answer (RFC 9112, sections 4 and 5).
///
/// @param status 200 to 599
/// @param headers by their names in small letters; of several the first
public record ResponseHead(int status, Map<String, String> headers) {

    private static final int LONGEST = 32 * 1024;
    private static final int MOST_INTERIM_ANSWERS = 8;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");

    public ResponseHead {
        headers = Map.copyOf(headers);
    }

    /// Reads up to the end of the head; answers that only say "go on" (1xx) are passed over.
    static ResponseHead read(InputStream input) throws IOException {
        for (var answers = 0; answers <= MOST_INTERIM_ANSWERS; answers++) {
            var head = parse(lines(input));
            if (head.status() >= 200) {
                return head;
            }
        }
        throw new IOException("it says \"go on\" again and again, and never answers");
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public OptionalLong contentLength() {
        var length = headers.getOrDefault("content-length", "");
        return length.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(length))
                : OptionalLong.empty();
    }

    private static ResponseHead parse(String head) throws IOException {
        var lines = head.split("\r?\n", -1);
        var status = STATUS_LINE.matcher(lines[0]);
        if (!status.matches()) {
            throw new IOException("what it answers is not HTTP/1.1");
        }
        var headers = new HashMap<String, String>();
        for (var i = 1; i < lines.length; i++) {
            var colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new ResponseHead(Integer.parseInt(status.group(1)), headers);
    }

    /// Everything before the empty line. One byte at a time: the body must not be read into.
    private static String lines(InputStream input) throws IOException {
        var head = new ByteArrayOutputStream();
        var lineLength = 0;
        while (head.size() < LONGEST) {
            var octet = input.read();
            if (octet < 0) {
                throw new IOException("it closed the connection without an answer");
            }
            if (octet == '\n') {
                if (lineLength == 0) {
                    return head.toString(ISO_8859_1);
                }
                lineLength = 0;
            } else if (octet != '\r') {
                lineLength++;
            }
            head.write(octet);
        }
        throw new IOException("its answer's head is longer than " + LONGEST + " bytes");
    }
}
