package hms.artifact;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A file's text: strict UTF-8 without anything that an editor would hide, and the line and column
/// of every character of it.
final class SourceText {
    /// The largest file, in bytes.
    static final int MAX_BYTES = 1 << 20;

    private final String text;
    private final int[] lineStarts;
    private int lastIndex;
    private int lastColumn;

    private SourceText(String text) {
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    /// The text of these bytes, or empty with findings that say what is wrong with them.
    static Optional<SourceText> read(byte[] bytes, Findings findings) {
        if (bytes.length > MAX_BYTES) {
            findings.error(
                    "too-large",
                    At.FILE,
                    "the file has "
                            + bytes.length
                            + " bytes; at most "
                            + MAX_BYTES
                            + " (1 MiB) are allowed",
                    "split the policy, or move bulk tables to scenario files");
            return Optional.empty();
        }
        if (isUtf16(bytes)) {
            findings.error(
                    "not-utf-8",
                    new At(1, 1, Path.ROOT),
                    "the file is UTF-16 or UTF-32, not UTF-8",
                    "save it as UTF-8");
            return Optional.empty();
        }
        return decode(bytes, findings)
                .map(SourceText::new)
                .filter(source -> source.isClean(findings));
    }

    private static boolean isUtf16(byte[] b) {
        if (b.length < 2) {
            return false;
        }
        var first = (b[0] & 0xFF) << 8 | (b[1] & 0xFF);
        return first == 0xFEFF
                || first == 0xFFFE
                || (first >>> 8 == 0) != ((first & 0xFF) == 0)
                || first == 0;
    }

    private static Optional<String> decode(byte[] bytes, Findings findings) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        out.flip();
        var text = out.toString();
        if (result.isError()) {
            var before = new SourceText(text);
            var place = before.at(text.length(), Path.ROOT);
            findings.error(
                    "not-utf-8",
                    place,
                    "byte "
                            + in.position()
                            + " of the file ("
                            + String.format(java.util.Locale.ROOT, "0x%02X", bytes[in.position()])
                            + ") is not UTF-8",
                    "save the file as UTF-8");
            return Optional.empty();
        }
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private boolean isClean(Findings findings) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                continue;
            }
            if (Letters.isHidden(text.codePointAt(i))) {
                reportHidden(i, findings);
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
            }
        }
        return true;
    }

    private void reportHidden(int index, Findings findings) {
        var c = text.codePointAt(index);
        var at = at(index, Path.ROOT);
        var name = Excerpts.name(c);
        if (c == 0xFEFF) {
            findings.error(
                    "byte-order-mark",
                    at,
                    "there is a byte order mark (U+FEFF) inside the file",
                    "delete the character");
        } else if (Letters.isBidiControl(c)) {
            findings.error(
                    "bidi-control",
                    at,
                    "the character " + name + " makes text read in another order than it is stored",
                    "delete the character");
        } else {
            findings.error(
                    "control-character",
                    at,
                    "the character " + name + " is not allowed",
                    "delete the character");
        }
    }

    String text() {
        return text;
    }

    /// The place of the character at this index of [#text]. Cheap where indexes are asked for in
    /// their order, however long the lines are.
    At at(int index, Path path) {
        var found = Arrays.binarySearch(lineStarts, index);
        var line = found >= 0 ? found : -found - 2;
        var from = lineStarts[line];
        var column = 0;
        if (lastIndex > from && lastIndex <= index) {
            from = lastIndex;
            column = lastColumn;
        }
        column += text.codePointCount(from, Math.min(index, text.length()));
        lastIndex = index;
        lastColumn = column;
        return new At(line + 1, column + 1, path);
    }

    /// The first character that is neither blank nor a line break after the line of `at`: where a
    /// YAML block's text begins.
    At afterLine(At at) {
        if (at.line() >= lineStarts.length) {
            return at;
        }
        var index = lineStarts[at.line()];
        while (index < text.length() && text.charAt(index) <= ' ') {
            index++;
        }
        return index < text.length() ? at(index, at.path()) : at;
    }

    /// The index in [#text] of the character at this place.
    int indexOf(At at) {
        var start = lineStarts[Math.min(at.line(), lineStarts.length) - 1];
        var columns = Math.min(at.column() - 1, text.codePointCount(start, text.length()));
        return text.offsetByCodePoints(start, columns);
    }

    private static int[] lineStarts(String text) {
        var starts = new int[16];
        var lines = 1;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\n'
                    || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, lines * 2);
                }
                starts[lines++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, lines);
    }
}
