package hms.artifact;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import java.io.Serial;

/// A regular expression of a schema, run by RE2: in time linear in the text, whatever the pattern.
final class LinearPattern implements RegularExpression {
    private static final int MAX_LENGTH = 500;
    private static final int MAX_PROGRAM = 2_000;
    private static final int MAX_REPEATS = 1_000;
    private static final java.util.regex.Pattern REPEAT =
            java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static LinearPattern of(String regex) {
        if (regex.length() > MAX_LENGTH || repeats(regex) > MAX_REPEATS) {
            throw new RefusedException(
                    "the pattern "
                            + Excerpts.quote(regex)
                            + " is too large; shorten it or its repeats");
        }
        try {
            var pattern = Pattern.compile(regex);
            if (pattern.programSize() > MAX_PROGRAM) {
                throw new RefusedException(
                        "the pattern "
                                + Excerpts.quote(regex)
                                + " is too large; shorten it or its repeats");
            }
            return new LinearPattern(pattern);
        } catch (PatternSyntaxException e) {
            throw new RefusedException(
                    "the pattern "
                            + Excerpts.quote(regex)
                            + " is not one of RE2 (which has no look-around and no"
                            + " back-references): "
                            + e.getDescription());
        }
    }

    /// How often the innermost of nested repeats could be repeated, at most: the product of all
    /// counts.
    private static long repeats(String regex) {
        var product = 1L;
        var match = REPEAT.matcher(regex);
        while (match.find() && product <= MAX_REPEATS) {
            var most =
                    match.group(2) == null || match.group(2).isEmpty()
                            ? match.group(1)
                            : match.group(2);
            product *= Math.max(1, Long.parseLong(most));
        }
        return product;
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(value).find();
    }

    /// Says why a pattern is not used.
    static final class RefusedException extends RuntimeException {
        @Serial private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }
}
