package hms.checks.test;

import hms.artifact.Finding;
import java.util.List;
import java.util.Locale;

/// What a package's own tests showed.
///
/// @param tests every test, in the order of the files; the integration case of an artifact last
/// @param problems what is wrong with the tests themselves, or keeps them from being run; errors
public record TestReport(List<TestOutcome> tests, List<Finding> problems) {
    public TestReport {
        tests = List.copyOf(tests);
        problems = List.copyOf(problems);
    }

    /// How many tests there are.
    public long count() {
        return tests.size();
    }

    /// How many there are of one kind.
    public long count(TestKind kind) {
        return tests.stream().filter(test -> test.kind() == kind).count();
    }

    /// Those that failed.
    public List<TestOutcome> failures() {
        return tests.stream().filter(test -> !test.passed()).toList();
    }

    /// Whether all passed, and could be run.
    public boolean passed() {
        return problems.isEmpty() && tests.stream().allMatch(TestOutcome::passed);
    }

    /// One line: `42 tests`, or `1 of 42 tests failed`. That a package has no tests of its own is
    /// said, so that nobody takes the integration case for them.
    public String summary() {
        var failed = failures().size();
        if (!problems.isEmpty()) {
            return counted(problems.size(), "problem") + " with the tests" + also(failed);
        }
        if (failed > 0) {
            return "%,d of %s failed".formatted(failed, counted(count(), "test"));
        }
        var own = count() - count(TestKind.INTEGRATION);
        return counted(count(), "test") + (own == 0 ? " · no tests of its own" : "");
    }

    private static String also(int failed) {
        return failed == 0 ? "" : ", and " + counted(failed, "test") + " failed";
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    /// The report as JSON, the same bytes for the same report.
    public String toJson() {
        return TestReportJson.of(this);
    }

    /// The report as JUnit XML, a suite for each artifact, as build servers read it.
    public String toJunit() {
        return JunitXml.of(this);
    }
}
