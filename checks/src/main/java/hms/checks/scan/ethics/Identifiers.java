package hms.checks.scan.ethics;

import java.util.HashSet;
import java.util.Set;

/// The names that a rule's expression reads: not those in quotes, and not those of fields, except
/// of `input` itself.
final class Identifiers {
    private static final String INPUT = "input";

    private Identifiers() {}

    static Set<String> in(String expression) {
        var names = new HashSet<String>();
        int at = 0;
        var before = "";
        boolean isField = false;
        while (at < expression.length()) {
            char c = expression.charAt(at);
            if (c == '"' || c == '\'') {
                at = afterText(expression, at);
                before = "";
                isField = false;
            } else if (Character.isJavaIdentifierStart(c)) {
                int end = at + 1;
                while (end < expression.length()
                        && Character.isJavaIdentifierPart(expression.charAt(end))) {
                    end++;
                }
                var name = expression.substring(at, end);
                if (!isField || before.equals(INPUT)) {
                    names.add(name);
                }
                before = isField ? "" : name;
                isField = false;
                at = end;
            } else {
                if (c == '.') {
                    isField = true;
                } else if (!Character.isWhitespace(c)) {
                    before = "";
                    isField = false;
                }
                at++;
            }
        }
        return names;
    }

    /// Where the text in quotes that begins here is over; three quotes may span lines.
    private static int afterText(String expression, int from) {
        char quote = expression.charAt(from);
        var three = String.valueOf(quote).repeat(3);
        boolean isLong = expression.startsWith(three, from);
        int at = from + (isLong ? 3 : 1);
        while (at < expression.length()) {
            char c = expression.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (isLong ? expression.startsWith(three, at) : c == quote) {
                return at + (isLong ? 3 : 1);
            } else {
                at++;
            }
        }
        return expression.length();
    }
}
