package hms.checks.test;

import hms.artifact.Document.Element;
import hms.artifact.Finding;
import hms.artifact.SchemaTrial;
import hms.checks.cases.Case;
import hms.checks.cases.Case.Expectation;
import hms.checks.cases.CaseReader;
import hms.checks.test.TestOutcome.Miss;
import hms.decisions.Decision;
import hms.decisions.RuleSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes the cases of an artifact's tests and asks its rules.
final class RuleCases implements CaseReader {
    /// How many tests an artifact may have; more are a simulation.
    static final int MOST = 10_000;

    private final Subject subject;
    private final RuleSet.Dates dates;
    private final Optional<SchemaTrial> trial;
    private final List<TestOutcome> tests = new ArrayList<>();
    private final List<Finding> problems = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private boolean isFull;

    /// A case with the answer that a rule gave, to be asked once more elsewhere.
    record Asked(Case one, LocalDate on, String rule, Decision answer) {}

    RuleCases(Subject subject) {
        this.subject = subject;
        this.dates = subject.rules().dates();
        this.trial = SchemaTrial.of(subject.artifact());
    }

    List<TestOutcome> tests() {
        return tests;
    }

    List<Finding> problems() {
        return problems;
    }

    List<Asked> asked() {
        return asked;
    }

    @Override
    public void schema(String file, Element examples) {
        var read = new SchemaExamples(subject, trial, file);
        read.read(examples);
        read.tests().forEach(this::add);
        problems.addAll(read.problems());
    }

    @Override
    public void take(Case one) {
        if (one.expects().isEmpty()) {
            return; // the reader has said what is wrong with it
        }
        var on = one.on() == null ? subject.day() : one.on();
        var rules = dates.at(on);
        var expected = new ArrayList<String>();
        var found = new ArrayList<String>();
        for (var expectation : one.expects()) {
            var answer = one.inputs().toNew().ask(rules, expectation.rule());
            asked.add(new Asked(one, on, expectation.rule(), answer));
            if (!expectation.expected().holds(answer)) {
                expected.add(said(one, expectation, expectation.expected().text()));
                found.add(said(one, expectation, answer.text()));
            }
        }
        add(
                new TestOutcome(
                        TestKind.RULE,
                        subject.artifact().name(),
                        one.file(),
                        (int) Math.min(one.line(), Integer.MAX_VALUE),
                        one.column(),
                        name(one),
                        expected.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        new Miss(
                                                String.join(", ", expected),
                                                String.join(", ", found)))));
    }

    private void add(TestOutcome test) {
        if (tests.size() < MOST) {
            tests.add(test);
        } else if (!isFull) {
            isFull = true;
            problems.add(
                    Finding.error(
                            "too-many-tests",
                            "the artifact has more than %,d tests".formatted(MOST),
                            test.file(),
                            "keep the telling ones, and make the others scenarios"));
        }
    }

    private static String said(Case one, Expectation expectation, String what) {
        return one.expects().size() == 1 ? what : expectation.rule() + ": " + what;
    }

    private static String name(Case one) {
        var rules =
                one.expects().stream()
                        .map(Expectation::rule)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return rules + ": " + one.title();
    }
}
