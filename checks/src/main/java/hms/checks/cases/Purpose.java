package hms.checks.cases;

import java.util.Set;
import java.util.TreeSet;

/// What a file of cases is for.
public enum Purpose {
    /// The simulation replays it.
    SCENARIOS("scenario", Set.of(), Set.of()),
    /// The package tests itself with it: every case says what it expects.
    TESTS("test", Set.of("schema"), Set.of("fails"));

    private static final Set<String> FILE_KEYS =
            Set.of("rule", "on", "cases", "rows", "map", "expect", "title");
    private static final Set<String> CASE_KEYS = Set.of("name", "rule", "on", "inputs", "expect");

    private final String word;
    private final Set<String> moreOfFile;
    private final Set<String> moreOfCase;

    Purpose(String word, Set<String> moreOfFile, Set<String> moreOfCase) {
        this.word = word;
        this.moreOfFile = moreOfFile;
        this.moreOfCase = moreOfCase;
    }

    private static Set<String> both(Set<String> some, Set<String> more) {
        var all = new TreeSet<>(some);
        all.addAll(more);
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
        return both(FILE_KEYS, moreOfFile);
    }

    Set<String> caseKeys() {
        return both(CASE_KEYS, moreOfCase);
    }

    /// Whether a case without an expectation says nothing.
    boolean needsExpectation() {
        return this == TESTS;
    }
}
