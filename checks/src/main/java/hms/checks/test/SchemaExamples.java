package hms.checks.test;

import hms.artifact.Document.Element;
import hms.artifact.Document.Entries;
import hms.artifact.Document.Items;
import hms.artifact.Document.Scalar;
import hms.artifact.Finding;
import hms.artifact.SchemaTrial;
import hms.artifact.Severity;
import hms.checks.test.TestOutcome.Miss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The `schema` of a file of tests: values which, put in place of the artifact's own, its schema
/// has to accept or to refuse.
///
/// ```yaml
/// schema:
///   accept: [{ limit: 500 }]
///   refuse: [{ limit: 0 }, { limit: 500.1 }, { limit: twenty }]
/// ```
final class SchemaExamples {
    private static final String EXAMPLE = "write schema: { refuse: [{ limit: 0 }] }";
    private static final String ACCEPT = "accept";
    private static final String REFUSE = "refuse";

    private final Subject subject;
    private final String file;
    private final Optional<SchemaTrial> trial;
    private final List<TestOutcome> tests = new ArrayList<>();
    private final List<Finding> problems = new ArrayList<>();

    SchemaExamples(Subject subject, Optional<SchemaTrial> trial, String file) {
        this.subject = subject;
        this.trial = trial;
        this.file = file;
    }

    List<TestOutcome> tests() {
        return tests;
    }

    List<Finding> problems() {
        return problems;
    }

    void read(Element schema) {
        if (trial.isEmpty()) {
            problem(
                    schema,
                    "no-schema",
                    "the file has examples for a schema, and the artifact has none that can be used",
                    "give the artifact a schema, or take the examples out");
        } else if (schema instanceof Entries entries) {
            entries.entries().forEach(this::list);
        } else {
            problem(schema, "not-a-map", "schema is " + schema.kind(), EXAMPLE);
        }
    }

    private void list(String key, Element examples) {
        if (!key.equals(ACCEPT) && !key.equals(REFUSE)) {
            problem(
                    examples,
                    "unknown-key",
                    "schema has no key '" + key + "'",
                    "use accept and refuse");
        } else if (examples instanceof Items items) {
            items.items().forEach(example -> example(key.equals(ACCEPT), example));
        } else {
            problem(examples, "not-a-list", key + " is " + examples.kind(), EXAMPLE);
        }
    }

    private void example(boolean accept, Element example) {
        if (!(example instanceof Entries entries) || entries.entries().isEmpty()) {
            problem(example, "not-a-map", "an example is " + example.kind(), EXAMPLE);
            return;
        }
        for (var value : entries.entries().entrySet()) {
            if (!subject.artifact().values().containsKey(value.getKey())) {
                problem(
                        value.getValue(),
                        "no-such-value",
                        "the artifact has no value '" + value.getKey() + "'",
                        "name one of its values: "
                                + String.join(", ", subject.artifact().values().keySet()));
                return;
            }
        }
        var complaint = trial.orElseThrow().complaint(entries.entries(), subject.day());
        var name = (accept ? "accepts " : "refuses ") + text(entries);
        tests.add(
                new TestOutcome(
                        TestKind.SCHEMA,
                        subject.artifact().name(),
                        file,
                        example.line(),
                        example.column(),
                        "the schema " + name,
                        complaint.isEmpty() == accept
                                ? Optional.empty()
                                : Optional.of(
                                        new Miss(
                                                accept ? "accepted" : "refused",
                                                complaint
                                                        .map(why -> "refused: " + why)
                                                        .orElse("accepted")))));
    }

    private static String text(Element element) {
        return switch (element) {
            case Scalar scalar -> scalar.isNothing() ? "nothing" : scalar.text();
            case Items items ->
                    items.items().stream()
                            .map(SchemaExamples::text)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Entries entries ->
                    entries.entries().entrySet().stream()
                            .map(each -> each.getKey() + ": " + text(each.getValue()))
                            .collect(Collectors.joining(", "));
        };
    }

    private void problem(Element at, String code, String message, String remedy) {
        problems.add(
                new Finding(
                        Severity.ERROR, code, message, file, at.line(), at.column(), "$", remedy));
    }
}
