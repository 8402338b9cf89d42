package hms.decisions;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words for what is wrong with a rule, for people who write rules and have never seen CEL's
/// own messages.
final class Wording {
    private static final int BRIEF = 60;
    private static final int CANDIDATES = 1_000;
    private static final Pattern NO_OVERLOAD =
            Pattern.compile(
                    "found no matching overload for '(.+?)' applied to '(.*?)'.*", Pattern.DOTALL);
    private static final Pattern UNDECLARED =
            Pattern.compile("undeclared reference to '(.+?)'.*", Pattern.DOTALL);
    private static final Pattern NO_FIELD =
            Pattern.compile("type '(.+?)' does not support field selection.*", Pattern.DOTALL);
    private static final Pattern UNEXPECTED =
            Pattern.compile(
                    "(?:mismatched input|extraneous input|no viable alternative at input|token recognition error at:)"
                            + " '(.*?)'(?: expecting.*)?$",
                    Pattern.DOTALL);
    private static final Map<String, String> OPERATORS =
            Map.ofEntries(
                    Map.entry("_+_", "+"),
                    Map.entry("_-_", "-"),
                    Map.entry("_*_", "*"),
                    Map.entry("_/_", "/"),
                    Map.entry("_%_", "%"),
                    Map.entry("-_", "-"),
                    Map.entry("!_", "!"),
                    Map.entry("_&&_", "&&"),
                    Map.entry("_||_", "||"),
                    Map.entry("_<_", "<"),
                    Map.entry("_<=_", "<="),
                    Map.entry("_>_", ">"),
                    Map.entry("_>=_", ">="),
                    Map.entry("_==_", "=="),
                    Map.entry("_!=_", "!="),
                    Map.entry("@in", "in"),
                    Map.entry("_[_]", "[ ]"));

    private Wording() {}

    /// A text short enough for a message, on one line.
    static String brief(String text) {
        int end = text.length() <= BRIEF ? text.length() : text.offsetByCodePoints(0, cut(text));
        var shown = new StringBuilder(text.substring(0, end));
        for (int i = 0; i < shown.length(); i++) {
            if (Character.isISOControl(shown.charAt(i))) {
                shown.setCharAt(i, ' ');
            }
        }
        return end == text.length() ? shown.toString() : shown + "…";
    }

    private static int cut(String text) {
        return Math.min(BRIEF, text.codePointCount(0, text.length()));
    }

    /// What is wrong with an expression, and what to do about it.
    record Explanation(String code, String message, String remedy) {}

    /// CEL's message in the rule language's words.
    static Explanation of(String message) {
        var overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            return noOverload(overload);
        }
        var undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return new Explanation(
                    "unknown-function",
                    "there is no function "
                            + undeclared.group(1)
                            + "()"
                            + didYouMean(undeclared.group(1), Language.functionNames()),
                    "use a function of the rule language");
        }
        var field = NO_FIELD.matcher(message);
        if (field.matches()) {
            return new Explanation(
                    "type",
                    "a " + types(field.group(1)) + " has no parts that `.` could name",
                    "leave out the part behind the dot");
        }
        if (message.contains("recursion limit")) {
            return new Explanation(
                    "rule-too-complex",
                    "the expression is nested too deeply",
                    "split it into several rules, which can use each other by name");
        }
        return new Explanation("syntax", syntax(message), "correct the expression");
    }

    private static Explanation noOverload(Matcher overload) {
        var function = overload.group(1);
        var applied = types(overload.group(2));
        var given = applied.startsWith("(") ? applied.substring(1, applied.length() - 1) : applied;
        if (function.equals(CollectionFunctions.COUNTED)) {
            return new Explanation(
                    "type",
                    "all, exists, map and filter need a list or a map, not "
                            + given.replaceAll(", int$", ""),
                    "put a list or a map in front");
        }
        if (function.equals("_?_:_")) {
            return new Explanation(
                    "type",
                    "`? :` needs a truth value and two results of one type, not " + and(given),
                    "let both results be of one type");
        }
        var operator = OPERATORS.get(function);
        if (operator != null) {
            return new Explanation(
                    "type",
                    "`" + operator + "` does not work on " + and(given),
                    "compare and calculate with values of one type");
        }
        return new Explanation(
                "type",
                given.contains(".(")
                        ? "no " + function + "() for " + given.replace(".(", " with (")
                        : "no " + function + "() takes (" + given + ")",
                "give " + function + "() what it takes");
    }

    /// `a, b(c, d)` as `a and b(c, d)`.
    private static String and(String types) {
        int depth = 0;
        for (int i = types.length() - 1; i > 0; i--) {
            char c = types.charAt(i);
            depth += c == ')' ? 1 : c == '(' ? -1 : 0;
            if (c == ',' && depth == 0) {
                return types.substring(0, i) + " and" + types.substring(i + 1);
            }
        }
        return types;
    }

    private static String syntax(String message) {
        var unexpected = UNEXPECTED.matcher(message);
        if (unexpected.find()) {
            var input = unexpected.group(1);
            return input.endsWith("<EOF>")
                    ? "the expression ends too early"
                    : "'" + brief(input) + "' does not fit here";
        }
        if (message.contains("For input string")) {
            return "the number has too many digits; write it as number(…)";
        }
        return types(brief(message.replaceFirst("^ERROR: ", "").strip()));
    }

    private static String types(String text) {
        return text.replaceAll("\\bbool\\b", "truth value")
                .replaceAll("\\bstring\\b", "text")
                .replaceAll("\\bdyn\\b", "mixed")
                .replaceAll("\\bnull_type\\b", "null");
    }

    /// ` (did you mean 'limit'?)` if a name is close to one of these, else nothing.
    static String didYouMean(String name, Iterable<String> candidates) {
        return nearest(name, candidates).map(near -> " (did you mean '" + near + "'?)").orElse("");
    }

    private static Optional<String> nearest(String name, Iterable<String> candidates) {
        var best = Optional.<String>empty();
        int bestDistance = Math.min(3, 1 + name.length() / 3);
        int tried = 0;
        for (var candidate : candidates) {
            if (++tried > CANDIDATES) {
                break;
            }
            int distance = distance(lower(name), lower(candidate), bestDistance);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// How many letters to add, drop or change; `enough` if at least that many.
    private static int distance(String a, String b, int enough) {
        if (Math.abs(a.length() - b.length()) >= enough || a.length() > BRIEF) {
            return enough;
        }
        var row = new ArrayList<Integer>();
        for (int j = 0; j <= b.length(); j++) {
            row.add(j);
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row.get(0);
            row.set(0, i);
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row.get(j);
                row.set(j, Math.min(change, 1 + Math.min(diagonal, row.get(j - 1))));
            }
        }
        return row.get(b.length());
    }
}
