package hms.artifact;

/// Writes JSON: exact, on one line, the same bytes for the same content.
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /// Appends `text` as a JSON string, with only those characters escaped that must be.
    static void string(StringBuilder out, String text) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            character(out, text.charAt(i));
        }
        out.append('"');
    }

    static String string(String text) {
        var out = new StringBuilder(text.length() + 2);
        string(out, text);
        return out.toString();
    }

    private static void character(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == 0x7F) {
                    out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
