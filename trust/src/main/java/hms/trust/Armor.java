package hms.trust;

import java.util.Arrays;

/// Binary content as text between a BEGIN and an END line, in Base64 of lines of one width.
///
/// @param label what stands in both lines, in capitals
/// @param what the content's name in messages
record Armor(String label, String what) {
    private static final int WIDTH = 70;
    private static final int WIDEST = 76;
    private static final int LONGEST = 1 << 16;

    byte[] parse(String text) {
        if (text.length() > LONGEST) {
            throw new MalformedException(
                    "%s has at most %d characters, not %d".formatted(what, LONGEST, text.length()));
        }
        if (text.indexOf('\r') >= 0) {
            throw new MalformedException(
                    what + " has Windows line ends; convert it to plain newlines");
        }
        var lines =
                Arrays.asList(
                        (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text)
                                .split("\n", -1));
        if (!lines.get(0).equals(begin())) {
            throw new MalformedException(
                    "%s begins with the line %s, not %s"
                            .formatted(what, begin(), Excerpt.of(lines.get(0))));
        }
        var last = lines.size() - 1;
        if (last < 2 || !lines.get(last).equals(end())) {
            throw new MalformedException(
                    "%s ends with the line %s, and nothing follows it".formatted(what, end()));
        }
        var content = lines.subList(1, last);
        var width = content.get(0).length();
        for (var i = 0; i < content.size(); i++) {
            var length = content.get(i).length();
            var fits = i < content.size() - 1 ? length == width : length > 0 && length <= width;
            if (!fits || length > WIDEST) {
                throw new MalformedException(
                        "line %d of %s is not as long as the others".formatted(i + 2, what));
            }
        }
        return StrictText.base64(String.join("", content), what);
    }

    String format(byte[] content) {
        var base64 = StrictText.base64(content);
        var text = new StringBuilder(begin()).append('\n');
        for (var start = 0; start < base64.length(); start += WIDTH) {
            text.append(base64, start, Math.min(base64.length(), start + WIDTH)).append('\n');
        }
        return text.append(end()).append('\n').toString();
    }

    private String begin() {
        return "-----BEGIN " + label + "-----";
    }

    private String end() {
        return "-----END " + label + "-----";
    }
}
