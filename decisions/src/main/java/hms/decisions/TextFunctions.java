package hms.decisions;

import static hms.decisions.Types.A_DATE;
import static hms.decisions.Types.A_NUMBER;
import static hms.decisions.Types.A_PATTERN;
import static hms.decisions.Types.A_TEXT;
import static hms.decisions.Types.A_TRUTH;
import static hms.decisions.Types.NUMBER;
import static hms.decisions.Types.TEXT;
import static hms.decisions.Types.TRUTH;

import com.google.re2j.Pattern;

/// Texts: joining, comparing, searching, matching.
final class TextFunctions {
    private static final int MAX_LENGTH = 65_536;

    private TextFunctions() {}

    static void define(FunctionTable table) {
        table.binary("_+_", "add_string", TEXT, A_TEXT, A_TEXT, TextFunctions::joined);
        table.binary("_<_", "less_string", TRUTH, A_TEXT, A_TEXT, (a, b) -> compare(a, b) < 0);
        table.binary(
                "_<=_", "less_equals_string", TRUTH, A_TEXT, A_TEXT, (a, b) -> compare(a, b) <= 0);
        table.binary("_>_", "greater_string", TRUTH, A_TEXT, A_TEXT, (a, b) -> compare(a, b) > 0);
        table.binary(
                "_>=_",
                "greater_equals_string",
                TRUTH,
                A_TEXT,
                A_TEXT,
                (a, b) -> compare(a, b) >= 0);

        table.unary("size", "size_string", NUMBER, A_TEXT, TextFunctions::length);
        table.unaryMember("size", "string_size", NUMBER, A_TEXT, TextFunctions::length);
        table.binaryMember(
                "contains", "contains_string", TRUTH, A_TEXT, A_TEXT, TextFunctions::contains);
        table.binaryMember(
                "startsWith", "starts_with_string", TRUTH, A_TEXT, A_TEXT, String::startsWith);
        table.binaryMember("endsWith", "ends_with_string", TRUTH, A_TEXT, A_TEXT, String::endsWith);
        table.binary("matches", "matches", TRUTH, A_TEXT, A_TEXT, TextFunctions::matches);
        table.binaryMember(
                "matches", "matches_string", TRUTH, A_TEXT, A_TEXT, TextFunctions::matches);
        table.binary(
                "matches", "matches_pattern", TRUTH, A_TEXT, A_PATTERN, TextFunctions::matches);
        table.binaryMember(
                "matches",
                "string_matches_pattern",
                TRUTH,
                A_TEXT,
                A_PATTERN,
                TextFunctions::matches);

        table.unary("string", "string_string", TEXT, A_TEXT, a -> a);
        table.unary("string", "string_number", TEXT, A_NUMBER, Decimal::toString);
        table.unary("string", "string_bool", TEXT, A_TRUTH, a -> a.toString());
        table.unary("string", "string_date", TEXT, A_DATE, a -> a.toString());
    }

    private static String joined(String a, String b) {
        if (a.length() + b.length() > MAX_LENGTH) {
            throw new RuleFailure(
                    FailureReason.TOO_COSTLY,
                    "a text of more than " + MAX_LENGTH + " characters came up");
        }
        Work.charge(1 + (a.length() + b.length()) / 16);
        return a + b;
    }

    private static int compare(String a, String b) {
        Work.charge(1 + Math.min(a.length(), b.length()) / 16);
        return a.compareTo(b);
    }

    private static Decimal length(String text) {
        Work.chargeText(text);
        return Decimal.of(text.codePointCount(0, text.length()));
    }

    private static boolean contains(String text, String part) {
        Work.charge(1 + (long) text.length() * Math.max(1, part.length()) / 64);
        return text.contains(part);
    }

    private static boolean matches(String text, String pattern) {
        return matches(text, Patterns.compile(pattern));
    }

    private static boolean matches(String text, Pattern pattern) {
        Work.charge(1 + (long) text.length() * pattern.programSize() / 8);
        return pattern.matcher(text).find();
    }
}
