package hms.server.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/// A body that came whole, as the pieces in which it came, so that a large one is held once.
///
/// @param parts not copied
/// @param length bytes in all
record Content(List<byte[]> parts, int length) {

    static final Content NONE = new Content(List.of(), 0);

    boolean isEmpty() {
        return length == 0;
    }

    /// All of it in one piece.
    byte[] bytes() {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        var all = new byte[length];
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /// All of it, piece by piece.
    InputStream stream() {
        return new SequenceInputStream(
                Collections.enumeration(parts.stream().map(ByteArrayInputStream::new).toList()));
    }
}
