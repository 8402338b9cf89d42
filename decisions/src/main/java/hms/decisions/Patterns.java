package hms.decisions;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions in RE2 syntax: they match in linear time, and what they compile to is
/// bounded.
final class Patterns {
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_PROGRAM = 10_000;

    private Patterns() {}

    /// Compiles a pattern. Repetitions are expanded by the compiler, so their product is estimated
    /// before it starts.
    ///
    /// @throws RuleFailure if it is not a pattern, or too large a one
    static Pattern compile(String text) {
        if (text.length() > MAX_LENGTH || expandedSize(text) > MAX_PROGRAM) {
            throw tooLarge();
        }
        Work.charge(1 + 4L * expandedSize(text));
        try {
            var pattern = Pattern.compile(text);
            if (pattern.programSize() > MAX_PROGRAM) {
                throw tooLarge();
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new RuleFailure(
                    FailureReason.BAD_ARGUMENT,
                    "not a regular expression of RE2: "
                            + e.getDescription()
                            + ": '"
                            + Wording.brief(e.getPattern())
                            + "'");
        }
    }

    private static RuleFailure tooLarge() {
        return new RuleFailure(FailureReason.TOO_COSTLY, "the regular expression is too large");
    }

    /// An upper bound of the size after expanding `{n,m}`: a group's repetition multiplies all that
    /// is inside it.
    private static long expandedSize(String text) {
        var groups = new long[text.length() + 1];
        int depth = 0;
        long last = 0; // the size of what a repetition would repeat
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                last = 1;
                groups[depth] += last;
            } else if (c == '(') {
                groups[++depth] = 0;
                last = 0;
            } else if (c == ')' && depth > 0) {
                last = groups[depth--] + 1;
                groups[depth] += last;
            } else if (c == '{') {
                long times = largestNumber(text, i + 1);
                if (times > 1) {
                    groups[depth] += last * (times - 1);
                    last *= times;
                }
            } else {
                last = 1;
                groups[depth] += last;
            }
            if (groups[depth] > MAX_PROGRAM) {
                return groups[depth];
            }
        }
        long total = 0;
        for (int d = 0; d <= depth; d++) {
            total += groups[d];
        }
        return total;
    }

    private static long largestNumber(String text, int from) {
        long largest = 0;
        long number = 0;
        for (int i = from; i < text.length() && text.charAt(i) != '}'; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                number = Math.min(number * 10 + (c - '0'), MAX_PROGRAM);
                largest = Math.max(largest, number);
            } else if (c == ',') {
                number = 0;
            } else {
                return 0; // not a repetition
            }
        }
        return largest;
    }
}
