package hms.checks.cases;

import java.util.Set;
import java.util.TreeSet;

/// What a file of cases is for.
public enum Purpose {
    /// The simulation replays it.
    SCENARIOS("scenario"),
    /// The package tests itself with it: every case says what it expects.
    TESTS("test");

    private static final Set<String> FILE_KEYS =
            Set.of("rule", "on", "cases", "rows", "map", "expect", "title");
    private static final Set<String> TEST_FILE_KEYS = with(FILE_KEYS, "schema");
    private static final Set<String> CASE_KEYS = Set.of("name", "rule", "on", "inputs", "expect");
    private static final Set<String> TEST_CASE_KEYS = with(CASE_KEYS, "fails");

    private final String word;

    Purpose(String word) {
        this.word = word;
    }

    private static Set<String> with(Set<String> some, String more) {
        var all = new TreeSet<>(some);
        all.add(more);
        return all;
    }

    /// What its files are called: `a scenario file`.
    String file() {
        return "a " + word + " file";
    }

    /// The key under which an artifact names its files.
    String key() {
        return word + "s";
    }

    Set<String> fileKeys() {
        return this == TESTS ? TEST_FILE_KEYS : FILE_KEYS;
    }

    Set<String> caseKeys() {
        return this == TESTS ? TEST_CASE_KEYS : CASE_KEYS;
    }

    /// Whether a case without an expectation says nothing.
    boolean needsExpectation() {
        return this == TESTS;
    }
}
