package hms.checks.test;

import java.util.Optional;

/// What came of one test.
///
/// @param policy `id@version`
/// @param file the file it stands in; the artifact's own for an integration case
/// @param line its line, from 1; 0 if it is about the file as a whole
/// @param column its column, from 1; 0 if it is about the file as a whole
/// @param name what it is called
/// @param miss what is not as it should be; empty if the test passed
public record TestOutcome(
        TestKind kind,
        String policy,
        String file,
        int line,
        int column,
        String name,
        Optional<Miss> miss) {

    /// What a failed test shows.
    ///
    /// @param expected what should have been
    /// @param found what was
    public record Miss(String expected, String found) {
        private static final int LONGEST = 300;

        public Miss {
            expected = brief(expected);
            found = brief(found);
        }

        private static String brief(String text) {
            return text.codePointCount(0, text.length()) <= LONGEST
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
        }
    }

    /// Whether it passed.
    public boolean passed() {
        return miss.isEmpty();
    }

    /// `tests/pm25.yaml:4:5`.
    public String place() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
