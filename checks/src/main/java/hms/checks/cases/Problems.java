package hms.checks.cases;

import hms.artifact.Finding;
import hms.artifact.Severity;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with files of cases; bounded, so that a file of faults fills no screen.
final class Problems {
    private static final int MOST = 50;

    private final List<Finding> findings = new ArrayList<>();

    void error(String code, String file, long line, int column, String message, String remedy) {
        if (!isFull()) {
            findings.add(
                    new Finding(
                            Severity.ERROR,
                            code,
                            message,
                            file,
                            (int) Math.min(line, Integer.MAX_VALUE),
                            column,
                            "$",
                            remedy));
        }
    }

    /// Says that a case tests nothing.
    void noExpectation(String file, long line, int column) {
        error(
                "case-without-expectation",
                file,
                line,
                column,
                "the case does not say what it expects, so that it tests nothing",
                "write expect: …, or fails: true where the rule has to give no answer");
    }

    void addAll(List<Finding> more) {
        more.stream().limit(MOST - (long) findings.size()).forEach(findings::add);
    }

    /// Whether it is no use to look for more.
    boolean isFull() {
        return findings.size() >= MOST;
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    List<Finding> list() {
        return List.copyOf(findings);
    }
}
